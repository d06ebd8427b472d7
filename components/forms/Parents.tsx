'use client';

import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { useObjects } from '../live/queries.ts';
import { specOf } from '../live/served.ts';
import { Mark } from '../share/Marks.tsx';
import { useForm } from './context.ts';
import { ChoiceField, Problems, Row } from './Field.tsx';
import css from './forms.module.css';
import { ReferenceField } from './References.tsx';
import { AddButton, RemoveButton } from './Section.tsx';
import { asList, asMap, asText } from './shapes.ts';

const PARENTS = ['spec', 'parentRefs'];

/** The Gateways that a route hangs on, each with its listener. */
export function Parents() {
  const { document, namespace, patch, problems } = useForm();
  const parents = asList(document.get(PARENTS));
  const gateways = useObjects('Gateway').data;
  const add = () => {
    const used = parents.map((parent) => asText(asMap(parent)['name']));
    const free = gateways?.find(({ metadata }) => !used.includes(metadata.name ?? ''))?.metadata;
    const value = {
      name: free?.name ?? '',
      ...(free?.namespace && free.namespace !== namespace ? { namespace: free.namespace } : {}),
    };
    patch([{ op: 'insert', path: PARENTS, index: parents.length, value }]);
  };
  return (
    <Row
      path={PARENTS}
      problems={problemsAt(problems, PARENTS)}
      help={parents.length === 0 ? 'None: nothing reaches this route.' : undefined}
    >
      <div className={css.list}>
        {parents.map((_, index) => (
          <Parent
            // parents have no identity but their place
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            path={[...PARENTS, index]}
            remove={() => patch([{ op: 'remove', path: parents.length === 1 ? PARENTS : [...PARENTS, index] }])}
          />
        ))}
        <div>
          <AddButton onClick={add}>Gateway</AddButton>
        </div>
      </div>
    </Row>
  );
}

function Parent({ path, remove }: { path: Path; remove: () => void }) {
  const { document, namespace, problems, jump } = useForm();
  const kind = asText(document.get([...path, 'kind'])) || 'Gateway';
  const name = asText(document.get([...path, 'name']));
  const other = asText(document.get([...path, 'namespace'])) || namespace;
  const gateways = useObjects('Gateway').data;
  const gateway = gateways?.find(({ metadata }) => metadata.name === name && metadata.namespace === other);
  const { listeners = [] } = specOf(gateway, 'Gateway');
  if (kind !== 'Gateway')
    return (
      <div className={css.card}>
        <div className={css.target}>
          <span className={css.grow}>
            {kind} {name}, in YAML only.{' '}
            <button type="button" className={css.link} onClick={() => jump(document.nearestLine(path) ?? 1)}>
              Line {document.nearestLine(path)}
            </button>
          </span>
          <RemoveButton label={`Remove parent ${name}`} onClick={remove} />
        </div>
      </div>
    );
  return (
    <div className={css.card} role="group" aria-label={`Gateway ${name}`}>
      <div className={css.target}>
        <ReferenceField path={path} kind="Gateway" label="Gateway" acrossNamespaces className={css.grow} />
        <ChoiceField
          path={[...path, 'sectionName']}
          label="Listener"
          unset="All listeners"
          options={listeners.map((listener) => ({
            value: listener.name,
            label: `${listener.name}, ${listener.protocol} ${listener.port}`,
          }))}
          className={css.grow}
        />
        <RemoveButton label={`Remove Gateway ${name}`} onClick={remove} />
      </div>
      <Problems of={problemsAt(problems, path)} />
      {gateways && name !== '' && !gateway && (
        <p className={css.fact}>
          <Mark state="warn" />
          <span>
            There is no Gateway {name} in namespace {other}: the route would hang on nothing.
          </span>
        </p>
      )}
    </div>
  );
}

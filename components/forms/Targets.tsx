'use client';

import { useMemo } from 'react';
import Link from 'next/link';
import type { KubeObject } from '../../server/model/object.ts';
import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { pageOf } from '../live/kinds.ts';
import { useObjects } from '../live/queries.ts';
import { isRouteKind, routeSpecOf, specOf, targetRefsOf } from '../live/served.ts';
import { Mark } from '../share/Marks.tsx';
import { useForm } from './context.ts';
import { ChoiceField, Problems, Row } from './Field.tsx';
import css from './forms.module.css';
import { ReferenceField } from './References.tsx';
import { AddButton, RemoveButton } from './Section.tsx';
import { asList, asText } from './shapes.ts';

const GROUP = 'gateway.networking.k8s.io';
const KINDS = [
  { value: 'HTTPRoute', label: 'HTTPRoute' },
  { value: 'GRPCRoute', label: 'GRPCRoute' },
  { value: 'Gateway', label: 'Gateway' },
];

/** What a policy applies to: the list of targets, or the single one of older manifests. */
export function Targets() {
  const { document, patch, problems } = useForm();
  const single = document.get(['spec', 'targetRef']) !== undefined;
  const list = asList(document.get(['spec', 'targetRefs']));
  const paths: Path[] = [
    ...(single ? [['spec', 'targetRef']] : []),
    ...list.map((_, index) => ['spec', 'targetRefs', index]),
  ];
  const add = () => {
    const value = { group: GROUP, kind: 'HTTPRoute', name: '' };
    patch([{ op: 'insert', path: ['spec', 'targetRefs'], index: list.length, value }]);
  };
  return (
    <Row
      path={['spec', 'targetRefs']}
      help={undefined}
      problems={[...problemsAt(problems, ['spec']), ...problemsAt(problems, ['spec', 'targetRefs'])]}
    >
      <div className={css.list}>
        {paths.map((path) => (
          <Target
            key={path.join('/')}
            path={path}
            remove={() => patch([{ op: 'remove', path: !single && list.length === 1 ? ['spec', 'targetRefs'] : path }])}
          />
        ))}
        {!single && (
          <div>
            <AddButton onClick={add}>Target</AddButton>
          </div>
        )}
      </div>
    </Row>
  );
}

function Target({ path, remove }: { path: Path; remove: () => void }) {
  const { document, problems } = useForm();
  const kind = asText(document.get([...path, 'kind']));
  const name = asText(document.get([...path, 'name']));
  const known = KINDS.some((entry) => entry.value === kind);
  return (
    <div className={css.card} role="group" aria-label={`Target ${kind} ${name}`}>
      <div className={css.target}>
        <ChoiceField path={[...path, 'kind']} label="Kind of target" options={KINDS} className={css.kindField} />
        <ReferenceField
          path={path}
          kind={known ? kind : 'HTTPRoute'}
          label="Name of target"
          acrossNamespaces={false}
          className={css.grow}
        />
        <RemoveButton label={`Remove target ${name}`} onClick={remove} />
      </div>
      <Problems of={[...problemsAt(problems, path), ...problemsAt(problems, [...path, 'group'])]} />
      {known && <SectionField path={path} kind={kind} name={name} />}
    </div>
  );
}

/** The listener or rule within the target, and what is known about the target. */
function SectionField({ path, kind, name }: { path: Path; kind: string; name: string }) {
  const { document, namespace } = useForm();
  const objects = useObjects(kind).data;
  const object = objects?.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  const parts = useMemo(() => partsOf(object), [object]);
  const section = asText(document.get([...path, 'sectionName']));
  const whole = kind === 'Gateway' ? 'Whole Gateway' : 'Whole route';
  const named = parts.filter(Boolean);
  return (
    <>
      <div className={css.target}>
        <span className={css.inlineLabel}>{kind === 'Gateway' ? 'Listener' : 'Rule'}</span>
        <ChoiceField
          path={[...path, 'sectionName']}
          label={kind === 'Gateway' ? 'Listener' : 'Rule'}
          unset={whole}
          options={named.map((part) => ({ value: part, label: part }))}
          className={css.grow}
        />
      </div>
      {objects && <Facts object={object} kind={kind} name={name} section={section} parts={parts} />}
      <Holder path={path} kind={kind} name={name} section={section} />
    </>
  );
}

function partsOf(object: KubeObject | undefined): string[] {
  const { listeners = [] } = specOf(object, 'Gateway');
  const { rules = [] } = routeSpecOf(object);
  return [...listeners, ...rules].map(({ name = '' }) => name);
}

function Facts(props: {
  object: KubeObject | undefined;
  kind: string;
  name: string;
  section: string;
  parts: string[];
}) {
  const { object, kind, name, section, parts } = props;
  const { namespace } = useForm();
  if (name === '')
    return <p className={css.help}>Choose a target. It has to be in the namespace of the policy, {namespace}.</p>;
  if (!object)
    return (
      <p className={css.fact}>
        <Mark state="warn" />
        <span>
          There is no {kind} {name} in namespace {namespace}: the policy will have no target.
        </span>
      </p>
    );
  if (section !== '' && !parts.includes(section))
    return (
      <p className={css.fact}>
        <Mark state="warn" />
        <span>
          {kind} {name} has no {kind === 'Gateway' ? 'listener' : 'rule'} named {section}.
        </span>
      </p>
    );
  const count = section === '' ? parts.length : 1;
  const noun = kind === 'Gateway' ? 'listener' : 'rule';
  return (
    <p className={css.help}>
      {count} {count === 1 ? noun : `${noun}s`}
      {isRouteKind(kind) &&
        parts.some((part) => part === '') &&
        '. Rules without a name cannot be chosen one by one'}.{' '}
      <Link href={pageOf({ kind, namespace, name })}>{name}</Link>
    </p>
  );
}

/** Another policy that holds the same target, and who wins. */
function Holder({ path, kind, name, section }: { path: Path; kind: string; name: string; section: string }) {
  const { document, namespace, isNew } = useForm();
  const policies = useObjects('BackendTrafficPolicy').data;
  const own = asText(document.get(['metadata', 'name']));
  const key = path.join('/');
  const others = useMemo(
    () =>
      (policies ?? []).filter((policy) => {
        if (policy.metadata.namespace !== namespace || policy.metadata.name === own || name === '') return false;
        return targetRefsOf(specOf(policy, 'BackendTrafficPolicy')).some(
          (target) => target.kind === kind && target.name === name && (target.sectionName ?? '') === section,
        );
      }),
    [policies, namespace, own, kind, name, section],
  );
  if (others.length === 0) return null;
  const self = policies?.find(({ metadata }) => metadata.name === own && metadata.namespace === namespace);
  const first = [...others, ...(self && !isNew ? [self] : [])].sort(older)[0];
  const wins = first === self && self !== undefined;
  return (
    <p className={css.fact} key={key}>
      <Mark state="warn" />
      <span>
        {others.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}{' '}
        {others.length === 1 ? 'holds' : 'hold'} this target already.{' '}
        {wins
          ? 'This policy is older, so it is the one in force.'
          : `${first?.metadata.name ?? ''} is older, so this policy would have no effect here.`}
      </span>
    </p>
  );
}

/** The order in which policies of one target win: older first, then by name. */
function older(a: KubeObject, b: KubeObject): number {
  const [left, right] = [a, b].map(
    ({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.namespace}/${metadata.name}`,
  );
  return left! < right! ? -1 : 1;
}

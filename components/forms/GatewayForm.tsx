'use client';

import { Autocomplete } from '@mantine/core';
import { useId } from 'react';
import { problemsAt } from '../editor/problems.ts';
import { useForm } from './context.ts';
import { ChoiceField, NumberField, Problems, Row, TextField } from './Field.tsx';
import css from './forms.module.css';
import { YamlOnly } from './Held.tsx';
import { gatewayHolds } from './holds.ts';
import { Identity } from './Identity.tsx';
import { newListener } from './new-listener.ts';
import { useNames } from './References.tsx';
import { AddButton, FormBody, FormSection, RemoveButton } from './Section.tsx';
import { asList, asMap, asText } from './shapes.ts';

const LISTENERS = ['spec', 'listeners'];

/** Form of a Gateway: its class and its listeners. */
export function GatewayForm({ frozen }: { frozen: boolean }) {
  const { document, patch, problems, isNew } = useForm();
  const listeners = asList(document.get(LISTENERS));
  const bad = (path: (string | number)[]) =>
    problemsAt(problems, path, true).some(({ severity }) => severity === 'error');
  const add = () => patch(newListener(listeners));
  return (
    <FormBody
      frozen={frozen}
      sections={[
        ...(isNew ? [{ id: 'name', title: 'Name', bad: bad(['metadata']) }] : []),
        { id: 'class', title: 'Class', bad: bad(['spec', 'gatewayClassName']) },
        ...listeners.map((listener, index) => ({
          id: `listener-${index}`,
          title: asText(asMap(listener)['name']) || `Listener ${index + 1}`,
          bad: bad([...LISTENERS, index]),
        })),
      ]}
    >
      <Identity />
      <FormSection id="class" title="Class">
        <ClassField />
      </FormSection>
      {listeners.map((_, index) => (
        // listeners have no identity but their place
        // oxlint-disable-next-line react/no-array-index-key
        <Listener key={index} index={index} only={listeners.length === 1} />
      ))}
      <Problems of={problemsAt(problems, LISTENERS)} />
      <div className={css.addPart}>
        <AddButton onClick={add}>Listener</AddButton>
      </div>
      <YamlOnly holds={gatewayHolds} except={LISTENERS} />
    </FormBody>
  );
}

function ClassField() {
  const { document, patch, problems } = useForm();
  const id = useId();
  const path = ['spec', 'gatewayClassName'];
  const names = useNames('GatewayClass', '', false);
  const value = asText(document.get(path));
  return (
    <Row
      path={path}
      id={id}
      problems={problemsAt(problems, path)}
      {...(value !== '' && names.length > 0 && !names.includes(value)
        ? { help: `There is no GatewayClass ${value}: no controller takes the Gateway up.` }
        : {})}
    >
      <Autocomplete
        id={id}
        value={value}
        data={names}
        filter={({ options }) => options}
        spellCheck={false}
        classNames={{ input: css.mono! }}
        onChange={(next) => patch([{ op: 'set', path, value: next }], 'class')}
      />
    </Row>
  );
}

function Listener({ index, only }: { index: number; only: boolean }) {
  const { document, patch, problems } = useForm();
  const [name, port, hostname, from] = [useId(), useId(), useId(), useId()];
  const path = [...LISTENERS, index];
  const title = asText(document.get([...path, 'name'])) || `Listener ${index + 1}`;
  const namespaces = asText(document.get([...path, 'allowedRoutes', 'namespaces', 'from']));
  return (
    <FormSection
      id={`listener-${index}`}
      title={`Listener ${title}`}
      action={
        !only && <RemoveButton label={`Remove listener ${title}`} onClick={() => patch([{ op: 'remove', path }])} />
      }
    >
      <Problems of={problemsAt(problems, path)} />
      <Row path={[...path, 'name']} id={name}>
        <TextField id={name} path={[...path, 'name']} mono keepEmpty />
      </Row>
      <Row label="Protocol, port" id={port}>
        <div className={css.lineBody}>
          <ChoiceField path={[...path, 'protocol']} className={css.small} />
          <NumberField id={port} path={[...path, 'port']} className={css.port} />
        </div>
      </Row>
      <Row path={[...path, 'hostname']} id={hostname}>
        <TextField id={hostname} path={[...path, 'hostname']} placeholder="Every host" mono />
      </Row>
      <Row
        path={[...path, 'allowedRoutes', 'namespaces', 'from']}
        id={from}
        problems={problemsAt(problems, [...path, 'allowedRoutes', 'namespaces'])}
        help={namespaces === 'Selector' ? 'The labels of those namespaces stand in the YAML.' : undefined}
      >
        <ChoiceField
          id={from}
          path={[...path, 'allowedRoutes', 'namespaces', 'from']}
          also={(next) =>
            next === 'Selector' && document.get([...path, 'allowedRoutes', 'namespaces', 'selector']) === undefined
              ? [
                  {
                    op: 'set',
                    path: [...path, 'allowedRoutes', 'namespaces', 'selector'],
                    value: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } },
                  },
                ]
              : []
          }
        />
      </Row>
      <YamlOnly holds={gatewayHolds} below={path} />
    </FormSection>
  );
}

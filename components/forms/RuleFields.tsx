'use client';

import { useId } from 'react';
import { problemsAt } from '../editor/problems.ts';
import { BackendRefs } from './BackendRefs.tsx';
import { useForm } from './context.ts';
import { Problems, Row, TextField } from './Field.tsx';
import css from './forms.module.css';
import { YamlOnly } from './Held.tsx';
import { httpRouteHolds } from './holds.ts';
import { MatchFields } from './MatchFields.tsx';
import { AddButton, FormSection, RemoveButton } from './Section.tsx';
import { asList, asText } from './shapes.ts';

/** One rule: its name, its matches, its backends. */
export function RuleFields({ index, only }: { index: number; only: boolean }) {
  const { document, patch, problems } = useForm();
  const nameId = useId();
  const path = ['spec', 'rules', index];
  const name = asText(document.get([...path, 'name']));
  const matches = asList(document.get([...path, 'matches']));
  return (
    <FormSection
      id={`rule-${index}`}
      title={`Rule ${index + 1}`}
      note={name === '' ? undefined : name}
      action={
        !only && <RemoveButton label={`Remove rule ${index + 1}`} onClick={() => patch([{ op: 'remove', path }])} />
      }
    >
      <Problems of={problemsAt(problems, path)} />
      <Row
        path={[...path, 'name']}
        id={nameId}
        help={name === '' ? 'With a name, a policy can target this rule alone.' : undefined}
      >
        <TextField id={nameId} path={[...path, 'name']} placeholder="None" mono />
      </Row>
      <Row
        path={[...path, 'matches']}
        problems={problemsAt(problems, [...path, 'matches'])}
        help={matches.length === 0 ? 'None: every request matches, as with path prefix /.' : undefined}
      >
        <div className={css.list}>
          {matches.map((_, match) => (
            // matches have no identity but their place
            // oxlint-disable-next-line react/no-array-index-key
            <div key={match} className={css.list}>
              {match > 0 && <span className={css.or}>or</span>}
              <MatchFields
                path={[...path, 'matches', match]}
                number={match + 1}
                remove={() =>
                  patch([
                    { op: 'remove', path: matches.length === 1 ? [...path, 'matches'] : [...path, 'matches', match] },
                  ])
                }
              />
            </div>
          ))}
          <div>
            <AddButton
              onClick={() =>
                patch([
                  {
                    op: 'insert',
                    path: [...path, 'matches'],
                    index: matches.length,
                    value: { path: { type: 'PathPrefix', value: '/' } },
                  },
                ])
              }
            >
              Match
            </AddButton>
          </div>
        </div>
      </Row>
      <Row path={[...path, 'backendRefs']} help={undefined} problems={problemsAt(problems, [...path, 'backendRefs'])}>
        <BackendRefs path={[...path, 'backendRefs']} />
      </Row>
      <YamlOnly holds={httpRouteHolds} below={path} />
    </FormSection>
  );
}

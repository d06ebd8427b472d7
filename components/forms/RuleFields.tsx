'use client';

import { useId } from 'react';
import type { RouteKind } from '../../server/gateway/shapes.ts';
import { problemsAt } from '../editor/problems.ts';
import { BackendRefs } from './BackendRefs.tsx';
import { CallMatchFields } from './CallMatchFields.tsx';
import { useForm } from './context.ts';
import { Problems, Row, TextField } from './Field.tsx';
import css from './forms.module.css';
import { YamlOnly } from './Held.tsx';
import { grpcRouteHolds, httpRouteHolds } from './holds.ts';
import { MatchFields } from './MatchFields.tsx';
import { MoveButtons } from './Move.tsx';
import { OrderCounts } from './OrderCounts.tsx';
import { SchemaFields } from './SchemaFields.tsx';
import { AddButton, FormSection, RemoveButton } from './Section.tsx';
import { Shadowed } from './Shadowed.tsx';
import { asList, asText } from './shapes.ts';
import { WhoMoves } from './WhoMoves.tsx';

const NO_MATCH: Record<RouteKind, string> = {
  HTTPRoute: 'None: every request matches, as with path prefix /.',
  GRPCRoute: 'None: every call matches.',
};

/** A match to begin with. */
export function freshMatch(kind: RouteKind): object {
  return kind === 'HTTPRoute'
    ? { path: { type: 'PathPrefix', value: '/' } }
    : { method: { service: 'helloworld.Greeter' } };
}

/** One rule: its name, its matches, its backends. */
export function RuleFields({ kind, index, count }: { kind: RouteKind; index: number; count: number }) {
  const { document, patch, problems } = useForm();
  const nameId = useId();
  const Match = kind === 'HTTPRoute' ? MatchFields : CallMatchFields;
  const path = ['spec', 'rules', index];
  const name = asText(document.get([...path, 'name']));
  const matches = asList(document.get([...path, 'matches']));
  return (
    <FormSection
      id={`rule-${index}`}
      movable="spec/rules"
      title={`Rule ${index + 1}`}
      note={name === '' ? undefined : name}
      action={
        count > 1 && (
          <>
            <MoveButtons path={['spec', 'rules']} index={index} count={count} label={`rule ${index + 1}`} />
            <RemoveButton label={`Remove rule ${index + 1}`} onClick={() => patch([{ op: 'remove', path }])} />
          </>
        )
      }
    >
      <Problems of={problemsAt(problems, path)} />
      <Shadowed rule={index} />
      <OrderCounts kind={kind} index={index} />
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
        help={matches.length === 0 ? NO_MATCH[kind] : undefined}
      >
        <div className={css.list}>
          {matches.map((_, match) => (
            // matches have no identity but their place
            // oxlint-disable-next-line react/no-array-index-key
            <div key={match} className={css.list}>
              {match > 0 && <span className={css.or}>or</span>}
              <Match
                path={[...path, 'matches', match]}
                number={match + 1}
                count={matches.length}
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
                    value: freshMatch(kind),
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
      <WhoMoves rule={index} />
      <SchemaFields path={path} skip={['name', 'matches', 'backendRefs']} quiet />
      <YamlOnly holds={kind === 'HTTPRoute' ? httpRouteHolds : grpcRouteHolds} below={path} />
    </FormSection>
  );
}

'use client';

import { Link } from '../../ui/Link.tsx';
import type { NotActing } from '../../../server/model/kind.ts';
import type { GrpcRule, HttpRule, RouteKind, RouteRule } from '../../../server/gateway/shapes.ts';
import type { ShadowedRule } from '../../../server/routing/shadowed.ts';
import { algorithmOf } from '../../detail/PolicyTrack.tsx';
import { pageOf } from '../../live/kinds.ts';
import { Mono } from '../../ui/text.tsx';
import { winnerText } from '../never-wins.ts';
import { filterWords } from './filter-words.ts';
import { callMatches, ruleMatches, type Word } from './match-words.ts';
import css from './route.module.css';
import type { RuleFacts as Facts } from './rule-facts.ts';
import { Words } from './Words.tsx';

interface Props {
  kind: RouteKind;
  /** `KIND/NAMESPACE/NAME`. */
  routeScope: string;
  rule: Facts;
  shadowed: ShadowedRule | undefined;
  /** Fields of the route that are kept but do not act. */
  notActing: readonly NotActing[];
}

function matchesOf(kind: RouteKind, rule: RouteRule): Word[][] {
  return kind === 'GRPCRoute' ? callMatches(rule as GrpcRule) : ruleMatches(rule as HttpRule);
}

/** What a rule takes, what it does to requests, and which policy is in force. */
export function RuleFacts({ kind, routeScope, rule, shadowed, notActing }: Props) {
  const { filters = [] } = rule.spec;
  const settings = settingsOf(rule.spec);
  return (
    <dl className={css.facts}>
      <dt>Matches</dt>
      <dd>
        <ul className={css.matches}>
          {matchesOf(kind, rule.spec).map((words, i) => {
            const by = shadowed?.matches.find(({ matchIndex }) => matchIndex === i)?.by;
            const winner = by && winnerText(by, routeScope);
            return (
              // matches have no identity of their own
              // oxlint-disable-next-line react/no-array-index-key
              <li key={i} data-dead={by !== undefined || undefined}>
                {i > 0 && <span className={css.or}>or</span>}
                <Words words={words} />
                {winner && !shadowed?.never && (
                  <span className={css.deadBy}>
                    never reached: <Link href={winner.href}>{winner.text}</Link> takes it first
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      </dd>
      {filters.length > 0 && (
        <>
          <dt>Filters</dt>
          <dd>
            {filters.map((filter, i) => {
              const { type, text } = filterWords(filter);
              return (
                // filters have no identity of their own
                // oxlint-disable-next-line react/no-array-index-key
                <div key={i}>
                  <span className={css.meta}>{type}</span> <Mono>{text}</Mono>
                </div>
              );
            })}
          </dd>
        </>
      )}
      {settings.map(({ field, text }) => {
        const idle = notActing.find(({ path }) => path.startsWith(`spec.rules[${rule.index}].${field}`));
        return [
          <dt key={field}>
            {field === 'retry' ? 'Retry' : field === 'timeouts' ? 'Timeouts' : 'Session persistence'}
          </dt>,
          <dd key={`${field} value`}>
            <Mono>{text}</Mono>
            {idle && (
              <span className={css.meta} title={idle.message}>
                {' '}
                does not act yet
              </span>
            )}
          </dd>,
        ];
      })}
      <dt>Policy in force</dt>
      <dd data-testid="policy-in-force">
        <PolicyInForce rule={rule} />
      </dd>
    </dl>
  );
}

/** Settings of a rule beside matches, filters and backends. */
function settingsOf(spec: RouteRule): { field: string; text: string }[] {
  return (['timeouts', 'retry', 'sessionPersistence'] as const).flatMap((field) => {
    const value: unknown = field in spec ? (spec as HttpRule)[field] : undefined;
    if (typeof value !== 'object' || value === null) return [];
    const text = Object.entries(value).map(
      ([name, part]: [string, unknown]) => `${name} ${typeof part === 'string' ? part : JSON.stringify(part)}`,
    );
    return [{ field, text: text.join(', ') }];
  });
}

function PolicyInForce({ rule }: { rule: Facts }) {
  const served = rule.view?.rule;
  if (!served) return <span className={css.meta}>not known while the rule is not served</span>;
  const { policy } = served;
  if (!policy)
    return (
      <>
        <b>{algorithmOf(served)}</b> <span className={css.meta}>no policy targets it</span>
      </>
    );
  return (
    <>
      {served.action.type === 'forward' ? (
        <>
          <b>{algorithmOf(served)}</b> <span className={css.meta}>from</span>{' '}
        </>
      ) : (
        served.action.reason.startsWith('BackendTrafficPolicy') && (
          <>
            <b>none</b> <span className={css.meta}>since it is invalid:</span>{' '}
          </>
        )
      )}
      <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace: policy.namespace, name: policy.name })}>
        {policy.name}
      </Link>{' '}
      <span className={css.meta}>
        on the {policy.level === 'Gateway' ? 'Gateway' : policy.level.toLowerCase()}
        {policy.mergedWith !== undefined && `, merged with ${policy.mergedWith}`}
        {(rule.view?.ids.length ?? 1) > 1 && '; it differs by listener'}
      </span>
    </>
  );
}

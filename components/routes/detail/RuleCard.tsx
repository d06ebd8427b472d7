'use client';

import { Button } from '@mantine/core';
import { IconActivityHeartbeat, IconSend } from '@tabler/icons-react';
import Link from 'next/link';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { GrpcRule, HttpRule, RouteKind, RouteRule } from '../../../server/gateway/shapes.ts';
import { algorithmOf } from '../../detail/PolicyTrack.tsx';
import { rateNow, rateText, type Recent } from '../../detail/recent.ts';
import { ShareTable } from '../../detail/ShareTable.tsx';
import { VerdictLine } from '../../detail/VerdictLine.tsx';
import { pageOf } from '../../live/kinds.ts';
import { Mark } from '../../share/Marks.tsx';
import { latencyMs } from '../../traffic/aggregate.ts';
import { curlLine } from '../../traffic/curl.ts';
import { count, duration } from '../../traffic/format.ts';
import type { JudgedView } from '../../traffic/judged.ts';
import { entriesOf, prefill } from '../../traffic/prefill.ts';
import { writeUrl, readUrl } from '../../traffic/url-state.ts';
import { CopyLine } from '../../ui/CopyLine.tsx';
import { Words } from './Words.tsx';
import { callMatches, ruleMatches, type Word } from './match-words.ts';
import css from './route.module.css';
import { backendText, type RuleFacts } from './rule-facts.ts';

interface Props {
  kind: RouteKind;
  rule: RuleFacts;
  namespace: string;
  scope: string;
  view: SnapshotView | undefined;
  judged: JudgedView | undefined;
  recent: Recent;
  /** Requests of all rules of the route in the window. */
  total: number;
  /** The route has other rules. */
  several: boolean;
  stale: boolean;
  chosen: boolean;
  onSend: () => void;
}

function matchesOf(kind: RouteKind, rule: RouteRule): Word[][] {
  return kind === 'GRPCRoute' ? callMatches(rule as GrpcRule) : ruleMatches(rule as HttpRule);
}

/** The Traffic page, looking at one scope. */
export function trafficHref(scope: string): string {
  return writeUrl({ ...readUrl(new URLSearchParams()), scope });
}

/** One rule: what it takes, which policy is in force, and what each backend gets of it. */
export function RuleCard(props: Props) {
  const { kind, rule, scope, view, judged, recent, total, several, stale, chosen, onSend } = props;
  const served = rule.view?.rule;
  const own = judged?.measured.own ?? [];
  return (
    <article
      className={css.rule}
      data-testid="rule"
      data-chosen={(several && chosen) || undefined}
      aria-label={`Rule ${rule.label}`}
    >
      <header className={css.ruleHead}>
        <span className={css.order}>{rule.index + 1}</span>
        <h3>{rule.label}</h3>
        <Figures judged={judged} recent={recent} total={total} several={several} />
        <span className={css.spring} />
        <Button
          size="xs"
          variant="default"
          className={several ? '' : (css.onlyNarrow ?? '')}
          leftSection={<IconSend size={14} />}
          onClick={onSend}
          disabled={!rule.view}
        >
          Send traffic
        </Button>
        <Button
          component={Link}
          size="xs"
          variant="default"
          leftSection={<IconActivityHeartbeat size={14} />}
          href={trafficHref(scope)}
          aria-label={`Traffic of rule ${rule.label}`}
        >
          Traffic
        </Button>
      </header>
      <div className={css.ruleBody}>
        <dl className={css.facts}>
          <dt>Matches</dt>
          <dd>
            <ul className={css.matches}>
              {matchesOf(kind, rule.spec).map((words, i) => (
                // matches have no identity of their own
                // oxlint-disable-next-line react/no-array-index-key
                <li key={i}>
                  {i > 0 && <span className={css.or}>or</span>}
                  <Words words={words} />
                </li>
              ))}
            </ul>
          </dd>
          {(rule.spec.filters ?? []).length > 0 && (
            <>
              <dt>Filters</dt>
              <dd>{rule.spec.filters?.map(({ type }) => type).join(', ')}</dd>
            </>
          )}
          <dt>Policy in force</dt>
          <dd data-testid="policy-in-force">
            <PolicyInForce rule={rule} />
          </dd>
        </dl>
        {judged ? (
          <ShareTable judged={judged} stale={stale} more={trafficHref(scope)} />
        ) : (
          <Unserved rule={rule} namespace={props.namespace} loaded={view !== undefined} />
        )}
        {own.length > 0 && (
          <p className={css.own}>
            <Mark state="warn" />
            <span>
              {own.map(({ status, reason, count: n }) => (
                <span key={`${status} ${reason}`}>
                  {count(n)} {n === 1 ? 'request was' : 'requests were'} answered {status} by the proxy itself: {reason}
                  .{' '}
                </span>
              ))}
            </span>
          </p>
        )}
        {judged && <VerdictLine verdict={judged.verdict} onSend={onSend} />}
        {served && view && <Curl view={view} scope={scope} />}
      </div>
    </article>
  );
}

function Figures({ judged, recent, total, several }: Pick<Props, 'judged' | 'recent' | 'total' | 'several'>) {
  if (!judged) return null;
  const { requests, statuses, all } = judged.measured;
  const failed = (statuses[0] ?? 0) + (statuses[5] ?? 0);
  return (
    <span className={css.figures}>
      <span>
        {several && total > 0 && `${((requests / total) * 100).toFixed(0)} % of the route, `}
        {rateText(rateNow(recent, judged.measured.view.ids))} now
      </span>
      <span>
        p99 <b>{duration(latencyMs(all, 0.99))}</b>
      </span>
      <span>
        5xx{' '}
        <b data-bad={failed > 0 || undefined}>
          {requests === 0 || failed === 0 ? '0' : `${((failed / requests) * 100).toFixed(2)} %`}
        </b>
      </span>
    </span>
  );
}

function PolicyInForce({ rule }: { rule: RuleFacts }) {
  const served = rule.view?.rule;
  if (!served) return <span className={css.meta}>not known while the rule is not served</span>;
  const { policy } = served;
  if (!policy)
    return (
      <>
        <b>{algorithmOf(served)}</b>{' '}
        <span className={css.meta}>no policy targets this rule, its route, listener or Gateway</span>
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

/** A rule that sends nothing to endpoints: the proxy answers itself, or no listener has it. */
function Unserved({ rule, namespace, loaded }: { rule: RuleFacts; namespace: string; loaded: boolean }) {
  const action = rule.view?.rule.action;
  const refs = rule.spec.backendRefs ?? [];
  return (
    <div className={css.unserved}>
      {action?.type === 'respond' ? (
        <p className={css.own}>
          <Mark state="bad" />
          <span>
            <b>Every request is answered {action.status} by the proxy itself.</b> {action.reason}
          </span>
        </p>
      ) : (
        loaded && (
          <p className={css.own}>
            <Mark state="off" />
            <span>
              <b>No listener serves this rule.</b> The conditions below say why.
            </span>
          </p>
        )
      )}
      {refs.length > 0 && (
        <p>
          Backends:{' '}
          {refs.map((ref, i) => (
            <span key={`${ref.namespace ?? ''}/${ref.name}:${ref.port ?? ''}`}>
              {i > 0 && ', '}
              <Link
                href={pageOf({ kind: ref.kind ?? 'Service', namespace: ref.namespace ?? namespace, name: ref.name })}
              >
                {backendText(ref, namespace)}
              </Link>{' '}
              <span className={css.meta}>weight {ref.weight ?? 1}</span>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

/** The curl line that reaches the rules of a scope, undefined while no listener of theirs is open. */
export function curlTo(view: SnapshotView, scope: string): string | undefined {
  const entry = entriesOf(view, scope).find(({ url }) => url !== undefined);
  if (entry?.url === undefined) return undefined;
  return curlLine({ ...prefill(entry), url: entry.url });
}

function Curl({ view, scope }: { view: SnapshotView; scope: string }) {
  const line = curlTo(view, scope);
  if (line === undefined)
    return <p className={css.meta}>No listener of this rule is open, so nothing can be sent to it.</p>;
  return <CopyLine text={line} label="Copy the line" />;
}

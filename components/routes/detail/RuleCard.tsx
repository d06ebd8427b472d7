'use client';

import { Button } from '@mantine/core';
import { IconActivityHeartbeat, IconSend } from '@tabler/icons-react';
import { Link } from '../../ui/Link.tsx';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { RouteKind } from '../../../server/gateway/shapes.ts';
import type { NotActing } from '../../../server/model/kind.ts';
import type { ObjectKey } from '../../../server/model/object.ts';
import detail from '../../detail/detail.module.css';
import { rateNow, rateText, type Recent } from '../../detail/recent.ts';
import { pageOf } from '../../live/kinds.ts';
import { Mark } from '../../share/Marks.tsx';
import { latencyMs } from '../../traffic/aggregate.ts';
import { curlLine } from '../../traffic/curl.ts';
import { count, duration } from '../../traffic/format.ts';
import type { JudgedView } from '../../traffic/judged.ts';
import { entriesOf, prefill } from '../../traffic/prefill.ts';
import { writeUrl, readUrl } from '../../traffic/url-state.ts';
import { CopyLine } from '../../ui/CopyLine.tsx';
import { firstWinner, winnerText } from '../never-wins.ts';
import css from './route.module.css';
import { RuleFacts } from './RuleFacts.tsx';
import { EndpointsDisclosure, RuleShares } from './RuleShares.tsx';
import { backendText, type RuleFacts as Facts } from './rule-facts.ts';

interface Props {
  kind: RouteKind;
  routeKey: ObjectKey;
  rule: Facts;
  scope: string;
  view: SnapshotView | undefined;
  notActing: readonly NotActing[];
  judged: JudgedView | undefined;
  recent: Recent;
  /** Requests of all rules of the route in the window. */
  total: number;
  /** The route has other rules. */
  several: boolean;
  stale: boolean;
  chosen: boolean;
  onSend: () => void;
  onName: (index: number) => void;
}

/** The Traffic page, looking at one scope. */
export function trafficHref(scope: string): string {
  return writeUrl({ ...readUrl(new URLSearchParams()), scope });
}

/** One rule: what it takes at the left, what each backend gets of it at the right. */
export function RuleCard(props: Props) {
  const { kind, routeKey, rule, scope, view, judged, recent, total, several, stale, chosen, onSend, onName } = props;
  const served = rule.view?.rule;
  const shadowed = view?.shadowed[scope];
  const more = trafficHref(scope);
  return (
    <article
      className={css.rule}
      data-testid="rule"
      data-chosen={(several && chosen) || undefined}
      data-never={shadowed?.never || undefined}
      aria-label={`Rule ${rule.label}`}
    >
      <header className={css.ruleHead}>
        <span className={css.order}>{rule.index + 1}</span>
        <h3>{rule.label}</h3>
        {rule.spec.name === undefined && (
          <button
            type="button"
            className={detail.link}
            onClick={() => onName(rule.index)}
            title="A policy can target a rule by its name; a rule without one only together with its route."
          >
            Give it a name
          </button>
        )}
        <Figures judged={judged} recent={recent} total={total} several={several} />
        <span className={css.spring} />
        <Latency judged={judged} />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconSend size={14} />}
          onClick={onSend}
          disabled={!rule.view || shadowed?.never}
        >
          Send traffic
        </Button>
        <Button
          component={Link}
          size="xs"
          variant="default"
          leftSection={<IconActivityHeartbeat size={14} />}
          href={more}
          aria-label={`Traffic of rule ${rule.label}`}
        >
          Traffic
        </Button>
      </header>
      <div className={css.ruleBody}>
        <RuleFacts
          kind={kind}
          routeScope={scope.slice(0, scope.lastIndexOf('/'))}
          rule={rule}
          shadowed={shadowed}
          notActing={props.notActing}
        />
        <div className={css.right}>
          {shadowed?.never && <NeverWins shadowed={shadowed} routeScope={scope.slice(0, scope.lastIndexOf('/'))} />}
          {judged && served ? (
            <RuleShares
              judged={judged}
              rule={served}
              stale={stale}
              more={more}
              never={shadowed?.never ?? false}
              onSend={onSend}
            />
          ) : (
            <Unserved rule={rule} namespace={routeKey.namespace} loaded={view !== undefined} />
          )}
          <OwnAnswers judged={judged} />
        </div>
      </div>
      {judged && served && view && (
        <footer className={css.ruleFoot}>
          <EndpointsDisclosure judged={judged} stale={stale} more={more}>
            <Curl view={view} scope={scope} />
          </EndpointsDisclosure>
        </footer>
      )}
    </article>
  );
}

function NeverWins({
  shadowed,
  routeScope,
}: {
  shadowed: NonNullable<SnapshotView['shadowed'][string]>;
  routeScope: string;
}) {
  const by = firstWinner(shadowed);
  const winner = by && winnerText(by, routeScope);
  return (
    <p className={css.own} data-testid="never-wins">
      <Mark state="warn" />
      <span>
        <b>This rule never wins.</b> {winner && <Link href={winner.href}>{winner.text}</Link>} takes all of its requests
        first.
      </span>
    </p>
  );
}

function OwnAnswers({ judged }: { judged: JudgedView | undefined }) {
  const own = judged?.measured.own ?? [];
  if (own.length === 0) return null;
  return (
    <p className={css.own}>
      <Mark state="warn" />
      <span>
        {own.map(({ status, reason, count: n }) => (
          <span key={`${status} ${reason}`}>
            {count(n)} {n === 1 ? 'request was' : 'requests were'} answered {status} by the proxy itself: {reason}.{' '}
          </span>
        ))}
      </span>
    </p>
  );
}

function Figures({ judged, recent, total, several }: Pick<Props, 'judged' | 'recent' | 'total' | 'several'>) {
  if (!judged) return null;
  const { requests } = judged.measured;
  return (
    <span className={css.figures}>
      {several && total > 0 && `${((requests / total) * 100).toFixed(0)} % of the route, `}
      {rateText(rateNow(recent, judged.measured.view.ids))}
    </span>
  );
}

function Latency({ judged }: Pick<Props, 'judged'>) {
  if (!judged) return null;
  const { requests, statuses, all } = judged.measured;
  const failed = (statuses[0] ?? 0) + (statuses[5] ?? 0);
  return (
    <span className={css.figures}>
      <span>
        p95 <b>{duration(latencyMs(all, 0.95))}</b>
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

/** A rule that sends nothing to endpoints: the proxy answers itself, or no listener has it. */
function Unserved({ rule, namespace, loaded }: { rule: Facts; namespace: string; loaded: boolean }) {
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

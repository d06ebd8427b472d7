'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import detail from '../../detail/detail.module.css';
import { Findings } from '../../detail/Findings.tsx';
import { NotActingSection } from '../../detail/NotActingSection.tsx';
import { rateNow, recentOf, WINDOW_SECONDS } from '../../detail/recent.ts';
import { EVERY_MS, SPOKEN } from '../../detail/VerdictSaid.tsx';
import { useSlow } from '../../detail/use-slow.ts';
import { keyText, type KubeObject } from '../../../server/model/object.ts';
import { useTraffic } from '../../live/LiveProvider.tsx';
import { useConsoleState } from '../../live/queries.ts';
import { routeSpecOf } from '../../live/served.ts';
import type { Finding } from '../../overview/finding.ts';
import { StaleNote } from '../../tables/StaleNote.tsx';
import { useUrlState } from '../../tables/url-state.ts';
import { judgeRule } from '../../traffic/judged.ts';
import { measure } from '../../traffic/rows.ts';
import { ConditionTable } from '../../ui/ConditionTable.tsx';
import { stateOf } from '../../ui/conditions.ts';
import { Section } from '../../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../../ui/States.tsx';
import { EffectivePolicy } from './EffectivePolicy.tsx';
import { FlowStrip } from './FlowStrip.tsx';
import { Parents } from './Parents.tsx';

import { RuleCard } from './RuleCard.tsx';
import { ruleScope } from './rule-facts.ts';
import type { RouteNow } from './use-route.ts';
import { later } from '../../ui/later.ts';

/** The generator is not what the page is opened for, and brings the matcher with it. */
const SendPanel = dynamic(
  later(() => import('./SendPanel.tsx').then((module) => module.SendPanel)),
  {
    ssr: false,
    loading: () => <Loading rows={9} />,
  },
);

interface Props {
  route: RouteNow;
  findings: readonly Finding[];
  onLine: (line: number) => void;
  /** Offers a name for a rule that has none. */
  onName: (index: number) => void;
}

/** Rules with their shares, the policy in force, and what is wrong. */
export function RouteOverview({ route, findings, onLine, onName }: Props) {
  const { object, objectKey, kind, view, rules, listeners } = route;
  const workers = useConsoleState().data?.proxy.workers ?? 1;
  const traffic = useTraffic(WINDOW_SECONDS + 5);
  const [search, change] = useUrlState();
  const recent = useMemo(() => recentOf(traffic), [traffic]);
  const judged = useMemo(
    () => rules.map((rule) => rule.view && judgeRule(rule.view, recent.samples, workers)),
    [rules, recent, workers],
  );
  const requests = useMemo(
    () => rules.map((rule) => (rule.view ? measure(rule.view, recent.samples).requests : 0)),
    [rules, recent],
  );
  const total = requests.reduce((sum, n) => sum + n, 0);
  const chosen = rules[Number(search.get('rule') ?? 0)] ?? rules[0];
  const choose = (index: number) => change({ rule: index === 0 ? null : String(index) });
  const spoken = useSlow(
    traffic.stale
      ? ''
      : rules
          .map((rule, i) => (judged[i] ? `${rule.label}: ${SPOKEN[judged[i].verdict.verdict]}` : ''))
          .filter(Boolean)
          .join('. '),
    EVERY_MS,
  );
  const state = stateOf(object);
  return (
    <>
      <p className={detail.sr} role="status">
        {spoken}
      </p>
      {view && (
        <FlowStrip
          route={{
            kind,
            namespace: objectKey.namespace,
            name: objectKey.name,
            hosts: routeSpecOf(object).hostnames ?? [],
          }}
          rules={rules}
          shares={total === 0 ? null : requests.map((n) => n / total)}
          listeners={listeners}
          asked={askedOf(object)}
          broken={state.worst?.condition.reason ?? null}
          perSecond={rateNow(
            recent,
            rules.flatMap((rule) => rule.view?.ids ?? []),
          )}
          view={view}
        />
      )}
      <div className={detail.columns}>
        <div className={detail.main}>
          <Section
            title="Rules"
            note={`in the order of the manifest; figures of the last ${recent.cut ? `${Math.round(recent.seconds)} s, since routing changed` : '60 s'}`}
          >
            <StaleNote stale={traffic.stale} lastAt={traffic.lastAt} />
            {route.error && !view ? (
              <ErrorState what="Could not read what the proxy serves" error={route.error} retry={route.reread} />
            ) : !view ? (
              <Loading rows={6} />
            ) : (
              rules.map((rule, i) => (
                <RuleCard
                  key={rule.index}
                  kind={kind}
                  routeKey={objectKey}
                  rule={rule}
                  scope={ruleScope(object, rule.index)}
                  view={view}
                  notActing={view.notActing[keyText(objectKey)] ?? []}
                  judged={judged[i]}
                  recent={recent}
                  total={total}
                  several={rules.length > 1}
                  stale={traffic.stale}
                  chosen={rule === chosen}
                  onSend={() => {
                    choose(rule.index);
                    focusStart(`${route.scope}/${rule.index}`);
                  }}
                  onName={onName}
                />
              ))
            )}
          </Section>
          <Findings findings={findings} />
          <NotActingSection objectKey={objectKey} onLine={onLine} />
          <Section title="Conditions" note="per parent, as the API gives them">
            <ConditionTable object={object} />
          </Section>
          <Section title="Parents" last>
            <Parents object={object} view={view} listeners={listeners} />
          </Section>
        </div>
        <aside className={detail.aside} aria-label="Policy and generator">
          {chosen && <EffectivePolicy route={route} chosen={chosen} onChoose={choose} />}
          {view && chosen && (
            <Section title="Send traffic" note={rules.length > 1 ? chosen.label : undefined} id="send" last>
              <SendPanel view={view} routeScope={route.scope} chosen={chosen} />
            </Section>
          )}
        </aside>
      </div>
    </>
  );
}

function askedOf(object: KubeObject): { gateway: string; listener: string } | undefined {
  const [ref] = routeSpecOf(object).parentRefs ?? [];
  return (
    ref && {
      gateway: `${ref.namespace ?? object.metadata.namespace ?? ''}/${ref.name}`,
      listener: ref.sectionName ?? '',
    }
  );
}

/** Frames to wait for the form of a rule, which may have to be loaded first. */
const FRAMES = 180;

/** Shows the generator of a rule and puts the focus on its button, once the form has taken over the rule. */
function focusStart(scope: string, frames = FRAMES): void {
  requestAnimationFrame(() => {
    const form = document.getElementById('send')?.querySelector(`[data-scope="${CSS.escape(scope)}"]`);
    const button = form?.querySelector<HTMLElement>('button[type=submit]');
    if (button) {
      button.focus({ preventScroll: true });
      button.scrollIntoView({ block: 'nearest' });
    } else if (frames > 0) focusStart(scope, frames - 1);
  });
}

'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { RouteKind } from '../../../server/gateway/shapes.ts';
import type { KubeObject, ObjectKey } from '../../../server/model/object.ts';
import { DetailActions } from '../../detail/DetailActions.tsx';
import { DetailFrame } from '../../detail/DetailFrame.tsx';
import detail from '../../detail/detail.module.css';
import { NotActingSection } from '../../detail/NotActingSection.tsx';
import { EffectiveFields } from '../../detail/EffectiveFields.tsx';
import { listenersOf, policyLevels } from '../../detail/policy-levels.ts';
import { PolicyTrack } from '../../detail/PolicyTrack.tsx';
import { rateNow, recentOf, WINDOW_SECONDS } from '../../detail/recent.ts';
import { TabPanel, Tabs, useTab, type Tab } from '../../detail/Tabs.tsx';
import { useSlow } from '../../detail/use-slow.ts';
import { YamlTab } from '../../detail/YamlTab.tsx';
import { useTraffic } from '../../live/LiveProvider.tsx';
import { keyFor } from '../../live/kinds.ts';
import { useConsoleState, useObject, useObjects, useSnapshot } from '../../live/queries.ts';
import { routeSpecOf } from '../../live/served.ts';
import { StateTag } from '../../share/Marks.tsx';
import { StaleNote } from '../../tables/StaleNote.tsx';
import { useUrlState } from '../../tables/url-state.ts';
import { measure } from '../../traffic/rows.ts';
import { judgeRule } from '../../traffic/judged.ts';
import { ruleViews } from '../../traffic/scope.ts';
import { ConditionTable } from '../../ui/ConditionTable.tsx';
import { stateOf } from '../../ui/conditions.ts';
import { PageHeader, Section } from '../../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../../ui/States.tsx';
import { Age, Mono } from '../../ui/text.tsx';
import { FlowStrip } from './FlowStrip.tsx';
import { Parents } from './Parents.tsx';
import { curlTo, RuleCard, trafficHref } from './RuleCard.tsx';
import { ruleScope, rulesOf } from './rule-facts.ts';

/** The generator is not what the page is opened for, and brings the matcher with it. */
const SendPanel = dynamic(() => import('./SendPanel.tsx').then((module) => module.SendPanel), {
  ssr: false,
  loading: () => <Loading rows={9} />,
});

const TABS: readonly Tab[] = [
  { id: 'overview', label: 'Overview' },
  { id: 'yaml', label: 'YAML', hotkey: 'y' },
];

/** Everything true about one route now. */
export function RoutePage({ kind, namespace, name }: { kind: RouteKind; namespace: string; name: string }) {
  const key = keyFor(kind, namespace, name);
  const query = useObject(key);
  return (
    <DetailFrame objectKey={key} query={query}>
      {(object) => <Route objectKey={key} object={object} />}
    </DetailFrame>
  );
}

function Route({ objectKey, object }: { objectKey: ObjectKey; object: KubeObject }) {
  const [tab, openTab] = useTab(TABS);
  const state = stateOf(object);
  const routeScope = `${objectKey.kind}/${objectKey.namespace}/${objectKey.name}`;
  const hosts = routeSpecOf(object).hostnames ?? [];
  const view = useSnapshot().data;
  const curl = useMemo(() => view && firstCurl(object, view), [object, view]);
  return (
    <>
      <div className={detail.head}>
        <PageHeader
          title={objectKey.name}
          kind={objectKey.kind}
          state={<StateTag state={state.level}>{state.word}</StateTag>}
          meta={
            <>
              <span>
                namespace <b>{objectKey.namespace}</b>
              </span>
              <span>{hosts.length === 0 ? 'every host of its listeners' : <Mono>{hosts.join(', ')}</Mono>}</span>
              <span>generation {object.metadata.generation ?? 1}</span>
              <span>
                created <Age at={object.metadata.creationTimestamp} suffix=" ago" />
              </span>
            </>
          }
          actions={<DetailActions objectKey={objectKey} traffic={trafficHref(routeScope)} curl={curl} />}
        />
        <Tabs tabs={TABS} current={tab} onChange={openTab} />
      </div>
      <TabPanel id={tab}>
        {tab === 'yaml' ? (
          <YamlTab objectKey={objectKey} />
        ) : (
          <Overview
            object={object}
            objectKey={objectKey}
            routeScope={routeScope}
            onLine={(line) => openTab('yaml', { line: String(line) })}
          />
        )}
      </TabPanel>
    </>
  );
}

interface OverviewProps {
  object: KubeObject;
  objectKey: ObjectKey;
  routeScope: string;
  onLine: (line: number) => void;
}

function Overview({ object, objectKey, routeScope, onLine }: OverviewProps) {
  const snapshot = useSnapshot();
  const workers = useConsoleState().data?.proxy.workers ?? 1;
  const policies = useObjects('BackendTrafficPolicy').data;
  const gateways = useObjects('Gateway').data;
  const traffic = useTraffic(WINDOW_SECONDS + 5);
  const [search, change] = useUrlState();
  const view = snapshot.data;
  const views = useMemo(
    () => (view ? ruleViews(view.snapshot).filter((entry) => entry.scope.startsWith(`${routeScope}/`)) : []),
    [view, routeScope],
  );
  const rules = useMemo(() => rulesOf(object, views), [object, views]);
  const recent = useMemo(() => recentOf(traffic), [traffic]);
  const judged = useMemo(
    () => rules.map((rule) => rule.view && judgeRule(rule.view, recent.samples, workers)),
    [rules, recent, workers],
  );
  const asked = Number(search.get('rule') ?? 0);
  const chosen = rules[asked] ?? rules[0];
  const total = useMemo(
    () => rules.reduce((sum, rule) => sum + (rule.view ? measure(rule.view, recent.samples).requests : 0), 0),
    [rules, recent],
  );
  const spoken = useSlow(
    rules
      .map((rule, i) => (judged[i] ? `${rule.label}: ${SPOKEN[judged[i].verdict.verdict]}` : ''))
      .filter(Boolean)
      .join('. '),
    10_000,
  );
  const choose = (index: number) => change({ rule: index === 0 ? null : String(index) });
  const listeners = view
    ? listenersOf(
        view.snapshot,
        rules.flatMap((rule) => rule.view?.ids ?? []),
      )
    : [];
  const labelsOf = (id: string) =>
    gateways?.find((entry) => `${entry.metadata.namespace ?? ''}/${entry.metadata.name ?? ''}` === id)?.metadata
      .labels ?? {};
  const levels =
    chosen &&
    policyLevels(
      {
        route: {
          kind: objectKey.kind === 'GRPCRoute' ? 'GRPCRoute' : 'HTTPRoute',
          namespace: objectKey.namespace,
          name: objectKey.name,
          labels: object.metadata.labels ?? {},
        },
        rule: chosen.spec.name,
        listeners,
        policy: chosen.view?.rule.policy,
      },
      policies ?? [],
      labelsOf,
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
            kind: objectKey.kind,
            namespace: objectKey.namespace,
            name: objectKey.name,
            hosts: routeSpecOf(object).hostnames ?? [],
          }}
          rules={rules}
          listeners={listeners}
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
            {snapshot.error && !view ? (
              <ErrorState
                what="Could not read what the proxy serves"
                error={snapshot.error}
                retry={() => void snapshot.refetch()}
              />
            ) : !view ? (
              <Loading rows={6} />
            ) : (
              rules.map((rule, i) => (
                <RuleCard
                  key={rule.index}
                  kind={objectKey.kind === 'GRPCRoute' ? 'GRPCRoute' : 'HTTPRoute'}
                  rule={rule}
                  namespace={objectKey.namespace}
                  scope={ruleScope(object, rule.index)}
                  view={view}
                  judged={judged[i]}
                  recent={recent}
                  total={total}
                  several={rules.length > 1}
                  stale={traffic.stale}
                  chosen={rule === chosen}
                  onSend={() => {
                    choose(rule.index);
                    focusStart();
                  }}
                />
              ))
            )}
          </Section>
          <NotActingSection objectKey={objectKey} onLine={onLine} />
          <Section title="Conditions" note="per parent, as the API gives them">
            <ConditionTable object={object} />
          </Section>
          <Section title="Parents" last>
            <Parents object={object} view={view} listeners={listeners} />
          </Section>
        </div>
        <aside className={detail.aside} aria-label="Generator and policy">
          {view && chosen && (
            <Section title="Send traffic" id="send">
              <SendPanel view={view} routeScope={routeScope} rules={rules} chosen={chosen} onChoose={choose} />
            </Section>
          )}
          {levels && (
            <Section title="Policy in force" note={rules.length > 1 ? chosen.label : undefined} last>
              <PolicyTrack rule={chosen.view?.rule} levels={levels} />
              {chosen.view && <EffectiveFields rule={chosen.view.rule} policies={policies ?? []} />}
              <p className={detail.hint}>The narrowest level counts as a whole, unless its policy asks for a merge.</p>
            </Section>
          )}
        </aside>
      </div>
    </>
  );
}

/** Shows the generator and puts the focus on its button, after the form has taken over the rule. */
function focusStart(): void {
  requestAnimationFrame(() => {
    const panel = document.getElementById('send');
    panel?.scrollIntoView({ block: 'nearest' });
    panel?.querySelector<HTMLElement>('button[type=submit]')?.focus({ preventScroll: false });
  });
}

/** The curl line of the first rule that can be reached. */
function firstCurl(object: KubeObject, view: SnapshotView): string | undefined {
  return rulesOf(object, [])
    .map(({ index }) => curlTo(view, ruleScope(object, index)))
    .find((line) => line !== undefined);
}

const SPOKEN = {
  on: 'traffic is balanced',
  off: 'a backend is off its share',
  design: 'shares differ by design',
  early: 'too early to tell',
  none: 'no traffic',
} as const;

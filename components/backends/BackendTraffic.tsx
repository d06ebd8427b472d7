'use client';

import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { useMemo, useState } from 'react';
import { recentOf, WINDOW_SECONDS } from '../detail/recent.ts';
import { pageOf } from '../live/kinds.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { useConsoleState, useSnapshot } from '../live/queries.ts';
import { ruleBalances } from '../tables/balance.ts';
import { ColumnsMenu } from '../tables/ColumnsMenu.tsx';
import { StaleNote } from '../tables/StaleNote.tsx';
import { useUrlState } from '../tables/url-state.ts';
import { count } from '../traffic/format.ts';
import { ruleViews } from '../traffic/scope.ts';
import { Section } from '../ui/PageHeader.tsx';
import ui from '../ui/ui.module.css';
import type { BackendFacts } from './backend-facts.ts';
import css from './backends.module.css';
import { endpointRows } from './endpoint-rows.ts';
import { endpointChoices, EndpointTable } from './EndpointTable.tsx';
import { LatencyChart } from './LatencyChart.tsx';
import { RotationLanes } from './RotationLanes.tsx';
import { VerdictBox } from '../traffic/VerdictBox.tsx';
import { UsedBy } from './UsedBy.tsx';
import { usersOf, type RuleUse } from './usage.ts';

const ALL = 'all';
/** Rules that stand side by side; of more, one is picked from a list. */
const SEGMENTS = 3;

/** Endpoints with their shares, and the rules that send here. */
export function BackendTraffic(props: {
  facts: BackendFacts;
  delays: ReadonlyMap<string, number>;
  /** Resource versions of its slices. */
  version: string;
}) {
  const { facts, delays, version } = props;
  const snapshot = useSnapshot().data;
  const workers = useConsoleState().data?.proxy.workers ?? 1;
  const traffic = useTraffic(WINDOW_SECONDS, 500);
  const [search, change] = useUrlState();
  const views = useMemo(() => (snapshot ? ruleViews(snapshot.snapshot) : []), [snapshot]);
  const recent = useMemo(() => recentOf(traffic), [traffic]);
  const usage = useMemo(() => {
    const own = views.filter(({ backends }) =>
      backends.some(
        ({ ref }) => ref.kind === 'Service' && ref.namespace === facts.namespace && ref.name === facts.name,
      ),
    );
    return usersOf('Service', facts.namespace, facts.name, ruleBalances(own, recent.samples, workers));
  }, [views, recent, workers, facts.namespace, facts.name]);
  const asked = search.get('rule') ?? ALL;
  const chosen = usage.rules.filter((use) => asked === ALL || use.balance.view.scope === asked);
  const uses = chosen.length > 0 ? chosen : usage.rules;
  const only = uses.length === 1 ? uses[0] : undefined;
  const rows = endpointRows(facts.endpoints, uses, workers);
  const requests = rows.reduce((sum, row) => sum + row.totals.requests, 0);
  const [port] = facts.ports;
  // what once had something to say keeps its place: verdicts at the edge of chance come and go with every sample
  const [kept, setKept] = useState<string>();
  const about = toldBy(uses, kept);
  const told = about ?? uses.find(({ balance }) => balance.view.scope === kept);
  if (about !== undefined && about.balance.view.scope !== kept) setKept(about.balance.view.scope);
  return (
    <>
      {told?.balance.verdict && (
        <section className={css.told} aria-label="Verdict">
          <VerdictBox verdict={told.balance.verdict} stale={traffic.stale}>
            <Button
              component={Link}
              variant="default"
              size="compact-sm"
              href={`/traffic?scope=${told.balance.view.scope}`}
            >
              Open the traffic of {told.balance.view.title.name} {told.balance.view.title.rule}
            </Button>
            {told.balance.view.rule.policy && (
              <Button
                component={Link}
                variant="default"
                size="compact-sm"
                href={pageOf({ kind: 'BackendTrafficPolicy', ...told.balance.view.rule.policy })}
              >
                {told.balance.view.rule.policy.namespace}/{told.balance.view.rule.policy.name}
              </Button>
            )}
          </VerdictBox>
        </section>
      )}
      <Section
        title="Endpoints"
        note={`last ${Math.min(WINDOW_SECONDS, Math.round(recent.seconds))} s${recent.cut ? ', since the last change' : ''}, ${count(requests)} requests; shares within this backend`}
        action={
          <span className={css.tools}>
            {usage.rules.length > 1 && (
              <RulePicker
                uses={usage.rules}
                value={chosen.length > 0 ? asked : ALL}
                onChange={(value) => change({ rule: value === ALL ? null : value })}
              />
            )}
            <ColumnsMenu columns={endpointChoices} />
          </span>
        }
      >
        <StaleNote stale={traffic.stale} lastAt={traffic.lastAt} />
        {rows.length === 0 ? (
          <p className={ui.second}>No address yet.</p>
        ) : (
          <EndpointTable
            rows={rows}
            delays={delays}
            seconds={recent.seconds}
            stale={traffic.stale}
            cols={search.get('cols')}
          />
        )}
        {requests === 0 && only && (
          <Button
            component={Link}
            href={`/traffic?scope=${only.balance.view.scope}&generator=open`}
            variant="default"
            size="xs"
            mt={12}
          >
            Send traffic
          </Button>
        )}
      </Section>
      <RotationLanes
        namespace={facts.namespace}
        name={facts.name}
        version={version}
        slots={new Map(rows.map(({ endpoint, slot }) => [endpoint, slot]))}
      />
      <div className={css.split}>
        {rows.length > 0 && <LatencyChart rows={rows} uses={uses} />}
        <UsedBy
          uses={usage.rules}
          backend={`${facts.namespace}/${facts.name}:${port?.port ?? 80}`}
          stale={traffic.stale}
        />
      </div>
    </>
  );
}

/** The rule that has something to say about the backend: one whose verdict is about an endpoint of it, else the only one. `first`: whom to ask first. */
function toldBy(uses: readonly RuleUse[], first: string | undefined): RuleUse | undefined {
  const telling = uses.filter(tells);
  const about = telling.find(({ balance }) => balance.view.scope === first) ?? telling[0];
  return about ?? (uses.length === 1 && uses[0]?.balance.view.backends.length === 1 ? uses[0] : undefined);
}

function tells({ balance: { verdict, view }, positions }: RuleUse): boolean {
  if (verdict?.endpoint === undefined || verdict.verdict === 'on') return false;
  let at = verdict.endpoint;
  return view.backends.some(({ endpoints }, position) => {
    const inside = at >= 0 && at < endpoints.length;
    at -= endpoints.length;
    return inside && positions.includes(position);
  });
}

function RulePicker(props: { uses: readonly RuleUse[]; value: string; onChange: (value: string) => void }) {
  const data = [
    { value: ALL, label: 'All rules' },
    ...props.uses.map(({ balance: { view } }) => ({
      value: view.scope,
      label: `${view.title.name} ${view.title.rule}`,
    })),
  ];
  if (props.uses.length <= SEGMENTS)
    return <SegmentedControl size="xs" aria-label="Rule" data={data} value={props.value} onChange={props.onChange} />;
  return (
    <NativeSelect
      aria-label="Rule"
      data={data}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      w={260}
    />
  );
}

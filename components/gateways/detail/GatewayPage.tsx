'use client';

import { useMemo } from 'react';
import type { KubeObject, ObjectKey } from '../../../server/model/object.ts';
import { DetailActions } from '../../detail/DetailActions.tsx';
import { DetailFrame } from '../../detail/DetailFrame.tsx';
import detail from '../../detail/detail.module.css';
import { NotActingSection } from '../../detail/NotActingSection.tsx';
import { WINDOW_SECONDS } from '../../detail/recent.ts';
import { TabPanel, Tabs, useTab, type Tab } from '../../detail/Tabs.tsx';
import { YamlTab } from '../../detail/YamlTab.tsx';
import { useTraffic } from '../../live/LiveProvider.tsx';
import { keyFor } from '../../live/kinds.ts';
import { useObject, useObjects, useRoutes, useSnapshot } from '../../live/queries.ts';
import { StateTag } from '../../share/Marks.tsx';
import { byListener } from '../../tables/listener-traffic.ts';
import { StaleNote } from '../../tables/StaleNote.tsx';
import { useUrlState } from '../../tables/url-state.ts';
import { useBalances } from '../../tables/use-balance.ts';
import { ConditionTable } from '../../ui/ConditionTable.tsx';
import { stateOf } from '../../ui/conditions.ts';
import { PageHeader, Section } from '../../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../../ui/States.tsx';
import { Age, Mono } from '../../ui/text.tsx';
import { gatewayFacts } from '../gateway.ts';
import { attachedRoutes, gatewayPolicies } from './gateway-routes.ts';
import { GatewayPolicies } from './GatewayPolicies.tsx';
import { GatewayRoutes } from './GatewayRoutes.tsx';
import { Listeners } from './Listeners.tsx';

const TABS: readonly Tab[] = [
  { id: 'listeners', label: 'Listeners' },
  { id: 'yaml', label: 'YAML', hotkey: 'y' },
];

/** One Gateway: its doors and who comes through. */
export function GatewayPage({ namespace, name }: { namespace: string; name: string }) {
  const key = keyFor('Gateway', namespace, name);
  const query = useObject(key);
  return (
    <DetailFrame objectKey={key} query={query}>
      {(object) => <Gateway objectKey={key} object={object} />}
    </DetailFrame>
  );
}

function Gateway({ objectKey, object }: { objectKey: ObjectKey; object: KubeObject }) {
  const [tab, openTab] = useTab(TABS);
  const state = stateOf(object);
  const view = useSnapshot().data;
  const facts = gatewayFacts(object, view);
  return (
    <>
      <div className={detail.head}>
        <PageHeader
          title={objectKey.name}
          kind="Gateway"
          state={<StateTag state={state.level}>{state.word}</StateTag>}
          meta={
            <>
              <span>
                namespace <b>{objectKey.namespace}</b>
              </span>
              <span>
                class <b>{facts.className}</b>
              </span>
              <span>{facts.addresses.length === 0 ? 'no address' : <Mono>{facts.addresses.join(', ')}</Mono>}</span>
              <span>generation {object.metadata.generation ?? 1}</span>
              <span>
                created <Age at={object.metadata.creationTimestamp} suffix=" ago" />
              </span>
            </>
          }
          actions={
            <DetailActions
              objectKey={objectKey}
              traffic={`/traffic?scope=Gateway/${objectKey.namespace}/${objectKey.name}`}
            />
          }
        />
        <Tabs tabs={TABS} current={tab} onChange={openTab} />
      </div>
      <TabPanel id={tab}>
        {tab === 'yaml' ? (
          <YamlTab objectKey={objectKey} />
        ) : (
          <Overview object={object} objectKey={objectKey} onLine={(line) => openTab('yaml', { line: String(line) })} />
        )}
      </TabPanel>
    </>
  );
}

function Overview(props: { object: KubeObject; objectKey: ObjectKey; onLine: (line: number) => void }) {
  const { object, objectKey, onLine } = props;
  const snapshot = useSnapshot();
  const routes = useRoutes();
  const policies = useObjects('BackendTrafficPolicy');
  const { samples } = useTraffic(WINDOW_SECONDS, 2000);
  const flows = useMemo(() => byListener(samples), [samples]);
  const balances = useBalances(WINDOW_SECONDS);
  const [search] = useUrlState();
  const facts = gatewayFacts(object, snapshot.data);
  const attached = attachedRoutes(objectKey, routes.data ?? [], snapshot.data);
  const targeting = gatewayPolicies(object, policies.data ?? []);
  return (
    <>
      <Section title="Listeners" note="rates of the last 60 s">
        <StaleNote stale={balances.stale} lastAt={balances.lastAt} />
        <Listeners object={object} facts={facts} flows={flows} active={search.get('listener')} />
      </Section>
      <Section title="Routes" note={routes.data && String(attached.length)}>
        {routes.error && !routes.data ? (
          <ErrorState what="Could not read the routes" error={routes.error} retry={() => void routes.refetch()} />
        ) : routes.data ? (
          <GatewayRoutes routes={attached} balances={balances} />
        ) : (
          <Loading rows={3} />
        )}
      </Section>
      <Section title="Policies" note="that target this Gateway or a listener of it">
        {policies.error && !policies.data ? (
          <ErrorState
            what="Could not read BackendTrafficPolicies"
            error={policies.error}
            retry={() => void policies.refetch()}
          />
        ) : policies.data ? (
          <GatewayPolicies policies={targeting} view={snapshot.data} />
        ) : (
          <Loading rows={2} />
        )}
      </Section>
      <NotActingSection objectKey={objectKey} onLine={onLine} />
      <Section title="Conditions" note="of the Gateway and of each listener, as the API gives them" last>
        <ConditionTable object={object} />
      </Section>
    </>
  );
}

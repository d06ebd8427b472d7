'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '../../ui/Link.tsx';
import { useMemo } from 'react';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { KubeObject, ObjectKey } from '../../../server/model/object.ts';
import { DetailActions } from '../../detail/DetailActions.tsx';
import { DetailFrame } from '../../detail/DetailFrame.tsx';
import detail from '../../detail/detail.module.css';
import { Findings } from '../../detail/Findings.tsx';
import { NotActingSection } from '../../detail/NotActingSection.tsx';
import { WINDOW_SECONDS } from '../../detail/recent.ts';
import { TabPanel, Tabs, useTab, type Tab } from '../../detail/Tabs.tsx';
import { useDraft } from '../../detail/use-draft.ts';
import { useFindings } from '../../detail/use-findings.ts';
import { YamlTab } from '../../detail/YamlTab.tsx';
import { newListener } from '../../forms/new-listener.ts';
import { useTraffic } from '../../live/LiveProvider.tsx';
import { keyFor } from '../../live/kinds.ts';
import { useObject, useObjects, useRoutes, useSnapshot } from '../../live/queries.ts';
import { specOf } from '../../live/served.ts';
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
import { gatewayFacts, type GatewayFacts } from '../gateway.ts';
import { attachedRoutes, gatewayPolicies, type AttachedRoute, type GatewayPolicy } from './gateway-routes.ts';
import { GatewayPolicies } from './GatewayPolicies.tsx';
import { GatewayRoutes } from './GatewayRoutes.tsx';
import { listenerShares } from './listener-shares.ts';
import { Listeners } from './Listeners.tsx';

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
  const view = useSnapshot().data;
  const routes = useRoutes();
  const policies = useObjects('BackendTrafficPolicy');
  const facts = useMemo(() => gatewayFacts(object, view), [object, view]);
  const attached = useMemo(
    () => routes.data && attachedRoutes(objectKey, routes.data, view),
    [objectKey, routes.data, view],
  );
  const targeting = policies.data && gatewayPolicies(object, policies.data);
  const tabs: Tab[] = [
    { id: 'listeners', label: 'Listeners', note: facts.listeners.length },
    { id: 'routes', label: 'Routes', note: attached?.length },
    { id: 'policies', label: 'Policies', note: targeting?.length },
    { id: 'yaml', label: 'YAML', hotkey: 'y' },
  ];
  const [tab, openTab] = useTab(tabs);
  const toLine = (line: number) => openTab('yaml', { line: String(line) });
  const state = stateOf(object);
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
        <Tabs tabs={tabs} current={tab} onChange={openTab} />
      </div>
      <TabPanel id={tab}>
        {tab === 'yaml' ? (
          <YamlTab objectKey={objectKey} />
        ) : tab === 'routes' ? (
          <RoutesTab routes={routes} attached={attached} open={facts.listeners.some(({ url }) => url !== null)} />
        ) : tab === 'policies' ? (
          <PoliciesTab policies={policies} targeting={targeting} objectKey={objectKey} view={view} />
        ) : (
          <ListenersTab object={object} objectKey={objectKey} facts={facts} view={view} onLine={toLine} />
        )}
      </TabPanel>
    </>
  );
}

interface ListenersTabProps {
  object: KubeObject;
  objectKey: ObjectKey;
  facts: GatewayFacts;
  view: SnapshotView | undefined;
  onLine: (line: number) => void;
}

function ListenersTab({ object, objectKey, facts, view, onLine }: ListenersTabProps) {
  const { samples, lastAt, stale } = useTraffic(WINDOW_SECONDS, 2000);
  const flows = useMemo(() => byListener(samples), [samples]);
  const shares = useMemo(() => (view ? listenerShares(view, samples) : new Map<string, []>()), [view, samples]);
  const [search] = useUrlState();
  const findings = useFindings(objectKey);
  const draft = useDraft(objectKey);
  return (
    <>
      <Findings findings={findings} />
      <Section
        title="Listeners"
        note="requests of the last 60 s, by route"
        action={
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={draft === undefined}
            onClick={() => void draft?.(newListener(specOf(object, 'Gateway').listeners))}
          >
            New listener
          </Button>
        }
      >
        <StaleNote stale={stale} lastAt={lastAt} />
        <Listeners
          facts={facts}
          generation={object.metadata.generation}
          flows={flows}
          shares={shares}
          stale={stale}
          active={search.get('listener')}
        />
      </Section>
      <NotActingSection objectKey={objectKey} onLine={onLine} />
      <Section title="Conditions" note="of the Gateway and of each listener, as the API gives them" last>
        <ConditionTable object={object} />
      </Section>
    </>
  );
}

interface RoutesTabProps {
  routes: ReturnType<typeof useRoutes>;
  attached: AttachedRoute[] | undefined;
  /** A listener answers. */
  open: boolean;
}

function RoutesTab({ routes, attached, open }: RoutesTabProps) {
  const balances = useBalances(WINDOW_SECONDS);
  return (
    <Section title="Routes" note="that name this Gateway; figures of the last 60 s" last>
      <StaleNote stale={balances.stale} lastAt={balances.lastAt} />
      {routes.error && !routes.data ? (
        <ErrorState what="Could not read the routes" error={routes.error} retry={() => void routes.refetch()} />
      ) : attached ? (
        <GatewayRoutes routes={attached} balances={balances} open={open} />
      ) : (
        <Loading rows={3} />
      )}
    </Section>
  );
}

interface PoliciesTabProps {
  policies: ReturnType<typeof useObjects>;
  targeting: GatewayPolicy[] | undefined;
  objectKey: ObjectKey;
  view: SnapshotView | undefined;
}

function PoliciesTab({ policies, targeting, objectKey, view }: PoliciesTabProps) {
  return (
    <Section
      title="Policies"
      note="that target this Gateway or a listener of it"
      action={
        <Button
          component={Link}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          href={`/policies/new?target=Gateway/${objectKey.namespace}/${objectKey.name}`}
        >
          New policy
        </Button>
      }
      last
    >
      {policies.error && !policies.data ? (
        <ErrorState
          what="Could not read BackendTrafficPolicies"
          error={policies.error}
          retry={() => void policies.refetch()}
        />
      ) : targeting ? (
        <GatewayPolicies policies={targeting} view={view} />
      ) : (
        <Loading rows={2} />
      )}
    </Section>
  );
}

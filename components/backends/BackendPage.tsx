'use client';

import { Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import type { KubeObject, ObjectKey } from '../../server/model/object.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import { DetailFrame } from '../detail/DetailFrame.tsx';
import detail from '../detail/detail.module.css';
import { TabPanel, Tabs, useTab } from '../detail/Tabs.tsx';
import { YamlTab } from '../detail/YamlTab.tsx';
import { CopyAs } from '../detail/CopyAs.tsx';
import { editPageOf } from '../editor/edit-pages.ts';
import { keyFor, pageOf } from '../live/kinds.ts';
import { useDemo, useObject, useObjects, useSnapshot } from '../live/queries.ts';
import { StateTag } from '../share/Marks.tsx';
import { ruleViews } from '../traffic/scope.ts';
import { handOver } from '../transfer/handover.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { Age } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import { useDelete } from '../ui/use-delete.tsx';
import { backendFacts, slicesByService, type BackendFacts } from './backend-facts.ts';
import { BackendTraffic } from './BackendTraffic.tsx';
import css from './backends.module.css';
import { DemoSection } from './DemoSwitch.tsx';
import { firstSlice } from './first-slice.ts';

/** One Service, endpoint by endpoint. */
export function BackendPage({ namespace, name }: { namespace: string; name: string }) {
  const key = keyFor('Service', namespace, name);
  const query = useObject(key);
  return (
    <DetailFrame objectKey={key} query={query}>
      {(object) => <Backend objectKey={key} object={object} />}
    </DetailFrame>
  );
}

function Backend({ objectKey, object }: { objectKey: ObjectKey; object: KubeObject }) {
  const slices = useObjects('EndpointSlice');
  const demo = useDemo().data ?? [];
  const confirmDelete = useDelete();
  const { namespace, name } = objectKey;
  const own = slices.data ? (slicesByService(slices.data).get(`${namespace}/${name}`) ?? []) : undefined;
  const facts = backendFacts(object, own ?? []);
  const ready = facts.endpoints.filter((endpoint) => endpoint.ready).length;
  const servers = demo.filter((server) => facts.endpoints.some(({ endpoint }) => endpoint === server.endpoint));
  const delays = new Map(servers.map(({ endpoint, delayMs }) => [endpoint, delayMs]));
  const [slice] = facts.slices;
  const tabs = [
    { id: 'endpoints', label: 'Endpoints', note: own ? facts.endpoints.length : undefined },
    { id: 'yaml', label: 'YAML', hotkey: 'y' },
  ];
  const [tab, openTab] = useTab(tabs);
  return (
    <>
      <div className={detail.head}>
        <PageHeader
          title={name}
          kind="Service"
          state={own && <StateTag {...tagOf(facts, ready)} />}
          meta={
            <>
              <span>
                namespace <b>{namespace}</b>
              </span>
              {own && <span>{endpointsText(facts)}</span>}
              <span>{facts.ports.map(portText).join(', ') || 'no port'}</span>
              <UsedIn namespace={namespace} name={name} />
              {servers.length > 0 && <span>demo servers of an example</span>}
              <span>
                created <Age at={object.metadata.creationTimestamp} suffix=" ago" />
              </span>
            </>
          }
          actions={
            <>
              <Button
                variant="default"
                leftSection={<IconTrash size={15} aria-hidden />}
                onClick={() => confirmDelete(objectKey)}
              >
                Delete
              </Button>
              <CopyAs objectKey={objectKey} />
              <Button component={Link} variant="default" href={editPageOf(objectKey)}>
                Edit Service
              </Button>
              {own?.length === 0 && <AddAddresses facts={facts} />}
              {slice !== undefined && (
                <Button
                  component={Link}
                  leftSection={<IconPencil size={15} aria-hidden />}
                  href={editPageOf(keyFor('EndpointSlice', namespace, slice))}
                  data-hotkey="e"
                >
                  Edit endpoints
                </Button>
              )}
            </>
          }
        />
        <Tabs tabs={tabs} current={tab} onChange={openTab} />
      </div>
      {tab === 'yaml' ? (
        <TabPanel id="yaml">
          <YamlTab objectKey={objectKey} />
          {facts.slices.map((slice) => (
            <YamlTab key={slice} objectKey={keyFor('EndpointSlice', namespace, slice)} />
          ))}
        </TabPanel>
      ) : (
        <TabPanel id="endpoints">
          {slices.error && (
            <Section>
              <ErrorState
                what="Could not read EndpointSlices"
                error={slices.error}
                retry={() => void slices.refetch()}
              />
            </Section>
          )}
          {!slices.error && !own && (
            <Section>
              <Loading rows={5} />
            </Section>
          )}
          {own && (
            <>
              {ready === 0 && <NoEndpoints facts={facts} />}
              <BackendTraffic
                facts={facts}
                delays={delays}
                version={own.map(({ metadata }) => metadata.resourceVersion ?? '').join(' ')}
              />
              {servers.length > 0 && <DemoSection servers={servers} />}
              <Slices facts={facts} own={own} />
            </>
          )}
        </TabPanel>
      )}
    </>
  );
}

function endpointsText({ endpoints }: BackendFacts): string {
  const zones = new Set(endpoints.flatMap(({ zone }) => (zone === '' ? [] : [zone])));
  const all = `${endpoints.length} ${endpoints.length === 1 ? 'endpoint' : 'endpoints'}`;
  return zones.size === 0 ? all : `${all} in ${zones.size} ${zones.size === 1 ? 'zone' : 'zones'}`;
}

/** The routes whose rules send here, with a link to each. */
function UsedIn({ namespace, name }: { namespace: string; name: string }) {
  const snapshot = useSnapshot().data;
  const uses = useMemo(() => {
    const found = new Map<string, { route: SnapshotRule['route']; rules: string[] }>();
    for (const { rule, title, backends } of snapshot ? ruleViews(snapshot.snapshot) : []) {
      if (!backends.some(({ ref }) => ref.kind === 'Service' && ref.namespace === namespace && ref.name === name))
        continue;
      const key = pageOf(rule.route);
      const known = found.get(key);
      if (known) known.rules.push(title.rule);
      else found.set(key, { route: rule.route, rules: [title.rule] });
    }
    return [...found];
  }, [snapshot, namespace, name]);
  const [first, ...more] = uses;
  if (!first) return null;
  const [href, { route, rules }] = first;
  return (
    <span>
      used by{' '}
      <Link href={href}>
        {route.namespace}/{route.name}
      </Link>{' '}
      {rules.join(' and ')}
      {more.length > 0 && `, and ${more.length} more`}
    </span>
  );
}

function portText(port: BackendFacts['ports'][number]): string {
  const target = port.targetPort === String(port.port) ? '' : `, at ${port.targetPort} of the endpoints`;
  return `port ${port.port}${port.name === '' ? '' : ` ${port.name}`}${target}`;
}

function tagOf(facts: BackendFacts, ready: number) {
  const all = facts.endpoints.length;
  if (ready === 0) return { state: 'bad' as const, children: all === 0 ? 'No endpoints' : `0 of ${all} ready` };
  return { state: ready < all ? ('warn' as const) : ('ok' as const), children: `${ready} of ${all} ready` };
}

function NoEndpoints({ facts }: { facts: BackendFacts }) {
  return (
    <Section>
      <p className={ui.second}>
        {facts.endpoints.length > 0 ? (
          `The Service exists, 0 of its ${facts.endpoints.length} endpoints are ready: rules that use it answer 503.`
        ) : (
          <>
            The Service exists, but no EndpointSlice with the label{' '}
            <code>kubernetes.io/service-name: {facts.name}</code> names an address: rules that use it answer 503.
          </>
        )}
      </p>
    </Section>
  );
}

/** Opens the import with an EndpointSlice for the Service, to be completed. */
function AddAddresses({ facts }: { facts: BackendFacts }) {
  const router = useRouter();
  return (
    <Button
      leftSection={<IconPlus size={15} aria-hidden />}
      onClick={() => {
        handOver({ text: firstSlice(facts), files: [] });
        router.push('/import');
      }}
    >
      Add addresses
    </Button>
  );
}

function Slices({ facts, own }: { facts: BackendFacts; own: readonly KubeObject[] }) {
  return (
    <Section title="EndpointSlices" note="Where the addresses stand." last>
      {own.length === 0 ? (
        <p className={ui.second}>None. Add one with the addresses of the servers; it is shown before it is written.</p>
      ) : (
        <ul className={css.list}>
          {own.map((slice) => {
            const key = keyFor('EndpointSlice', facts.namespace, slice.metadata.name ?? '');
            const n = facts.endpoints.filter((endpoint) => endpoint.slice === key.name).length;
            return (
              <li key={key.name}>
                <Link className={ui.name} href={`/objects/endpointslice/${key.namespace}/${key.name}`}>
                  {key.name}
                </Link>
                <span className={ui.meta}>
                  {n} {n === 1 ? 'endpoint' : 'endpoints'}
                </span>
                <Button component={Link} href={editPageOf(key)} variant="default" size="xs" ml="auto">
                  Edit
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

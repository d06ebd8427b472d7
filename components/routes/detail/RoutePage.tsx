'use client';

import { Button } from '@mantine/core';
import { IconArrowsSplit, IconCopyPlus } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { Link } from '../../ui/Link.tsx';
import { useMemo } from 'react';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { RouteKind } from '../../../server/gateway/shapes.ts';
import type { KubeObject, ObjectKey } from '../../../server/model/object.ts';
import { DetailActions } from '../../detail/DetailActions.tsx';
import { DetailFrame } from '../../detail/DetailFrame.tsx';
import detail from '../../detail/detail.module.css';
import { TabPanel, Tabs, useTab, type Tab } from '../../detail/Tabs.tsx';
import { useDraft } from '../../detail/use-draft.ts';
import { useFindings } from '../../detail/use-findings.ts';
import { YamlTab } from '../../detail/YamlTab.tsx';
import { keyFor } from '../../live/kinds.ts';
import { useObject } from '../../live/queries.ts';
import { routeSpecOf } from '../../live/served.ts';
import { StateTag } from '../../share/Marks.tsx';
import { conditionsOf, stateOf } from '../../ui/conditions.ts';
import { openDialog } from '../../ui/layers.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Age, Mono } from '../../ui/text.tsx';
import { stateWithFindings } from '../never-wins.ts';
import { lastManager } from '../route-facts.ts';
import { nameFor } from './rule-name.ts';
import { RouteOverview } from './RouteOverview.tsx';
import { RoutePolicies } from './RoutePolicies.tsx';
import { RouteTraffic } from './RouteTraffic.tsx';
import { curlTo } from './RuleCard.tsx';
import { ruleScope, rulesOf } from './rule-facts.ts';
import { useRoute } from './use-route.ts';
import { canMove } from './moved-weights.ts';
import { later } from '../../ui/later.ts';

const MoveTraffic = dynamic(
  later(() => import('./MoveTraffic.tsx').then((module) => module.MoveTraffic)),
  { ssr: false },
);

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
  const route = useRoute(object, objectKey);
  const { rules, view } = route;
  const findings = useFindings(objectKey);
  const draft = useDraft(objectKey);
  const tabs: Tab[] = [
    { id: 'overview', label: 'Overview' },
    { id: 'policies', label: 'Policies', note: route.own.length },
    { id: 'traffic', label: 'Traffic' },
    { id: 'yaml', label: 'YAML', hotkey: 'y' },
  ];
  const [tab, openTab] = useTab(tabs);
  const state = stateWithFindings(
    stateOf(object),
    findings,
    rules.every(({ index }) => view?.shadowed[`${route.scope}/${index}`]?.never),
  );
  const hosts = routeSpecOf(object).hostnames ?? [];
  const { generation = 1 } = object.metadata;
  const manager = lastManager(object);
  const curl = useMemo(() => view && firstCurl(object, view), [object, view]);
  const move = () => {
    if (!draft) return;
    openDialog({
      title: `Move traffic of ${objectKey.name}`,
      size: 'lg',
      children: (close) => <MoveTraffic rules={rules} namespace={objectKey.namespace} close={close} review={draft} />,
    });
  };
  const name = (index: number) =>
    void draft?.([{ op: 'set', path: ['spec', 'rules', index, 'name'], value: nameFor(rules, index) }]);
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
              <span>
                generation {generation}
                {observedText(object)}
              </span>
              {manager !== null && <span>changed by {manager}</span>}
              <span>
                created <Age at={object.metadata.creationTimestamp} suffix=" ago" />
              </span>
            </>
          }
          actions={
            <DetailActions objectKey={objectKey} curl={curl}>
              <Button
                component={Link}
                variant="default"
                leftSection={<IconCopyPlus size={15} />}
                href={`/routes/new?kind=${objectKey.kind.toLowerCase()}&from=${objectKey.namespace}/${objectKey.name}`}
              >
                Duplicate
              </Button>
              {rules.some(canMove) && (
                <Button
                  variant="default"
                  leftSection={<IconArrowsSplit size={15} />}
                  onClick={move}
                  disabled={draft === undefined}
                >
                  Move traffic
                </Button>
              )}
            </DetailActions>
          }
        />
        <Tabs tabs={tabs} current={tab} onChange={openTab} />
      </div>
      <TabPanel id={tab}>
        {tab === 'yaml' ? (
          <YamlTab objectKey={objectKey} />
        ) : tab === 'policies' ? (
          <RoutePolicies policies={route.own} several={rules.length > 1} />
        ) : tab === 'traffic' ? (
          <RouteTraffic route={route} />
        ) : (
          <RouteOverview
            route={route}
            findings={findings}
            onLine={(line) => openTab('yaml', { line: String(line) })}
            onName={name}
          />
        )}
      </TabPanel>
    </>
  );
}

/** Which generation the parents have looked at. */
function observedText(object: KubeObject): string {
  const seen = new Set(conditionsOf(object).flatMap(({ condition }) => condition.observedGeneration ?? []));
  return seen.size === 0 ? ', not looked at yet' : `, observed ${[...seen].sort((a, b) => a - b).join(' and ')}`;
}

/** The curl line of the first rule that can be reached. */
function firstCurl(object: KubeObject, view: SnapshotView): string | undefined {
  return rulesOf(object, [])
    .map(({ index }) => curlTo(view, ruleScope(object, index)))
    .find((line) => line !== undefined);
}

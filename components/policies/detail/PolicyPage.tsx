'use client';

import { Button } from '@mantine/core';
import { IconCopyPlus } from '@tabler/icons-react';
import { Link } from '../../ui/Link.tsx';
import { useMemo } from 'react';
import type { PolicySpec } from '../../../server/gateway/shapes.ts';
import type { KubeObject, ObjectKey } from '../../../server/model/object.ts';
import { DetailActions } from '../../detail/DetailActions.tsx';
import { DetailFrame } from '../../detail/DetailFrame.tsx';
import detail from '../../detail/detail.module.css';
import { Findings } from '../../detail/Findings.tsx';
import { NotActingSection } from '../../detail/NotActingSection.tsx';
import { WINDOW_SECONDS } from '../../detail/recent.ts';
import { TabPanel, Tabs, useTab, type Tab } from '../../detail/Tabs.tsx';
import { useFindings } from '../../detail/use-findings.ts';
import { YamlTab } from '../../detail/YamlTab.tsx';
import { trafficPageOf } from '../../editor/edit-pages.ts';
import { keyFor } from '../../live/kinds.ts';
import { useObject, useObjects, useRoutes, useSnapshot } from '../../live/queries.ts';
import { specOf } from '../../live/served.ts';
import { findingKinds } from '../../overview/finding-kinds.ts';
import type { Finding } from '../../overview/finding.ts';
import { StateTag } from '../../share/Marks.tsx';
import { StaleNote } from '../../tables/StaleNote.tsx';
import { useBalances } from '../../tables/use-balance.ts';
import { ConditionTable } from '../../ui/ConditionTable.tsx';
import { stateOf } from '../../ui/conditions.ts';
import { PageHeader, Section } from '../../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../../ui/States.tsx';
import { Age, Mono } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import { ConflictSection } from './ConflictSection.tsx';
import { FieldsSet } from './FieldsSet.tsx';
import { policyReach, type ReachedRule } from './policy-reach.ts';
import { policyWords } from './policy-words.ts';
import { Reach } from './Reach.tsx';
import { Targets } from './Targets.tsx';

const TABS: readonly Tab[] = [
  { id: 'reach', label: 'Reach' },
  { id: 'fields', label: 'Fields' },
  { id: 'yaml', label: 'YAML', hotkey: 'y' },
];

/** What one BackendTrafficPolicy does, and where. */
export function PolicyPage({ namespace, name }: { namespace: string; name: string }) {
  const key = keyFor('BackendTrafficPolicy', namespace, name);
  const query = useObject(key);
  return (
    <DetailFrame objectKey={key} query={query}>
      {(object) => <Policy objectKey={key} object={object} />}
    </DetailFrame>
  );
}

function Policy({ objectKey, object }: { objectKey: ObjectKey; object: KubeObject }) {
  const [tab, openTab] = useTab(TABS);
  const toLine = (line: number) => openTab('yaml', { line: String(line) });
  const findings = useFindings(objectKey);
  // a policy whose target is not there gets no status
  const lost = findings.some(({ code }) => code === findingKinds.targetNotFound.code);
  const state = lost ? { level: 'warn' as const, word: 'TargetNotFound' } : stateOf(object);
  const words = policyWords(specOf(object, 'BackendTrafficPolicy'));
  return (
    <>
      <div className={detail.head}>
        <PageHeader
          title={objectKey.name}
          kind="BackendTrafficPolicy"
          state={<StateTag state={state.level}>{state.word}</StateTag>}
          meta={
            <>
              <span>
                namespace <b>{objectKey.namespace}</b>
              </span>
              <span>
                <b>{words.algorithm}</b>
              </span>
              <span>generation {object.metadata.generation ?? 1}</span>
              <span>
                created <Age at={object.metadata.creationTimestamp} suffix=" ago" />
              </span>
            </>
          }
          actions={
            <DetailActions
              objectKey={objectKey}
              traffic={trafficPageOf(objectKey, specOf(object, 'BackendTrafficPolicy'))}
            >
              <Button
                component={Link}
                variant="default"
                leftSection={<IconCopyPlus size={15} />}
                href={`/policies/new?from=${objectKey.namespace}/${objectKey.name}`}
              >
                Duplicate
              </Button>
            </DetailActions>
          }
        />
        <Tabs tabs={TABS} current={tab} onChange={openTab} />
      </div>
      <TabPanel id={tab}>
        {tab === 'yaml' ? (
          <YamlTab objectKey={objectKey} />
        ) : tab === 'fields' ? (
          <Section title="Fields set" last>
            <FieldsSet object={object} objectKey={objectKey} onLine={toLine} />
          </Section>
        ) : (
          <Overview object={object} objectKey={objectKey} findings={findings} onLine={toLine} />
        )}
      </TabPanel>
    </>
  );
}

interface OverviewProps {
  object: KubeObject;
  objectKey: ObjectKey;
  findings: readonly Finding[];
  onLine: (line: number) => void;
}

function Overview({ object, objectKey, findings, onLine }: OverviewProps) {
  const spec = specOf(object, 'BackendTrafficPolicy');
  const snapshot = useSnapshot();
  const routes = useRoutes().data;
  const gateways = useObjects('Gateway').data;
  const policies = useObjects('BackendTrafficPolicy').data;
  const balances = useBalances(WINDOW_SECONDS);
  const view = snapshot.data;
  const reach = useMemo(
    () =>
      view
        ? policyReach(object, balances.rules, view.snapshot, {
            route: labelsIn(routes, (object) => `${object.kind}/`),
            gateway: labelsIn(gateways),
          })
        : [],
    [object, balances.rules, view, routes, gateways],
  );
  return (
    <>
      <Section title="What it says">
        <Words spec={spec} />
      </Section>
      <Findings findings={findings} />
      <Section title="Rules" note={view ? rulesNote(reach) : undefined}>
        <StaleNote stale={balances.stale} lastAt={balances.lastAt} />
        {snapshot.error && !view ? (
          <ErrorState
            what="Could not read what the proxy serves"
            error={snapshot.error}
            retry={() => void snapshot.refetch()}
          />
        ) : !view ? (
          <Loading rows={3} />
        ) : reach.length === 0 ? (
          <p className={ui.metaLine}>
            No rule that is served hangs on its targets, so that it changes nothing now. The targets and conditions
            below say why.
          </p>
        ) : (
          <Reach rules={reach} stale={balances.stale} />
        )}
      </Section>
      <ConflictSection policy={object} policies={policies ?? []} />
      <Section title="Fields set">
        <FieldsSet object={object} objectKey={objectKey} onLine={onLine} brief />
      </Section>
      <Section title="Targets">
        <Targets object={object} spec={spec} />
      </Section>
      <NotActingSection objectKey={objectKey} onLine={onLine} />
      <Section title="Conditions" note="per ancestor, as the API gives them" last>
        <ConditionTable object={object} />
      </Section>
    </>
  );
}

function Words({ spec }: { spec: PolicySpec }) {
  const words = policyWords(spec);
  return (
    <div className={detail.words}>
      <p className={detail.sentence}>
        <b>{words.algorithm}</b>
        {words.meaning !== '' && <>. {words.meaning}</>}
      </p>
      {!words.said && (
        <p className={detail.meta}>
          The policy says nothing about balancing, so that the default counts for its rules.
        </p>
      )}
      {spec.mergeType !== undefined && (
        <p className={detail.meta}>
          Merge: <Mono>{spec.mergeType}</Mono>. Fields that it leaves out come from the policy of the listener or
          Gateway.
        </p>
      )}
    </div>
  );
}

function rulesNote(reach: readonly ReachedRule[]): string {
  const counting = reach.filter(({ state }) => state === 'in force').length;
  const others = reach.length - counting;
  return `in force for ${counting}${others > 0 ? `, overridden for ${others}` : ''}`;
}

function labelsIn(
  objects: readonly KubeObject[] | undefined,
  prefix: (object: KubeObject) => string = () => '',
): (id: string) => Record<string, string> {
  return (id) =>
    objects?.find(
      (object) => `${prefix(object)}${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}` === id,
    )?.metadata.labels ?? {};
}

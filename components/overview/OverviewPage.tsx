'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { kubectlTo } from '../live/command.ts';
import { useConsoleState, useObjects, useRoutes } from '../live/queries.ts';
import { useNamespaceScope } from '../shell/scope.ts';
import { useUrlState } from '../tables/url-state.ts';
import { DropManifests } from '../transfer/DropManifests.tsx';
import { rangeText } from '../traffic/format.ts';
import { RANGES, readRange } from '../traffic/url-state.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { BalanceTable } from './BalanceTable.tsx';
import { EmptyOverview } from './EmptyOverview.tsx';
import { ExampleTable } from './ExampleTable.tsx';
import { FigureStrip } from './FigureStrip.tsx';
import { GatewayTable } from './GatewayTable.tsx';
import { useExample } from './use-example.ts';
import css from './overview.module.css';
import { ProblemList } from './ProblemList.tsx';
import { RecentChanges } from './RecentChanges.tsx';

/** Whether anything is wrong, and whether traffic is balanced. */
export function OverviewPage() {
  const state = useConsoleState();
  const gateways = useObjects('Gateway');
  const routes = useRoutes();
  const [search, change] = useUrlState();
  const [namespace] = useNamespaceScope();
  const example = useExample();
  const range = readRange(search.get('range'));

  // Lists that cannot be read fail in their own parts below. A list that is read again after an error is still known, or its parts
  // would come and go.
  const known = gateways.isFetched && routes.isFetched;
  if (!state.data || !known)
    return (
      <>
        <PageHeader title="Overview" />
        <Section last>
          {state.error ? (
            <ErrorState
              what="Could not read the state of the console"
              error={state.error}
              retry={() => void state.refetch()}
            />
          ) : (
            <Loading rows={6} />
          )}
        </Section>
      </>
    );
  if (gateways.data?.length === 0 && routes.data?.length === 0)
    return (
      <DropManifests>
        <EmptyOverview state={state.data} />
      </DropManifests>
    );
  return (
    <DropManifests>
      <PageHeader
        title="Overview"
        actions={
          <>
            <SegmentedControl
              size="xs"
              aria-label="Range"
              data={RANGES.map((value) => ({ value: String(value), label: rangeText(value) }))}
              value={String(range)}
              onChange={(value) => change({ range: value === '300' ? null : value })}
            />
            <Button
              component={Link}
              href="/routes/new"
              variant="default"
              data-hotkey="n"
              leftSection={<IconPlus size={15} aria-hidden />}
            >
              New route
            </Button>
          </>
        }
      />
      <FigureStrip range={range} namespace={namespace} />
      <ProblemList namespace={namespace} />
      <BalanceTable range={range} namespace={namespace} />
      <div className={css.split}>
        <GatewayTable range={range} namespace={namespace} />
        <RecentChanges />
      </div>
      <div className={css.examples}>
        <Section title="Examples" note="Removing one deletes what you did not change." last>
          <ExampleTable examples={state.data.examples} work={example} />
          <p className={css.terminal}>
            Prefer a terminal? This works as well:{' '}
            <CopyLine text={`${kubectlTo(state.data)} get gateways,httproutes -A`} label="Copy the command" />
          </p>
        </Section>
      </div>
    </DropManifests>
  );
}

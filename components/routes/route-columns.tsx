import { Link } from '../ui/Link.tsx';
import type { KubeObject, ObjectKey } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { StateText } from '../share/Marks.tsx';
import { Rails } from '../share/Rails.tsx';
import { groupOf, railSegments, type RuleBalance } from '../tables/balance.ts';
import type { Column } from '../tables/columns.ts';
import { ageColumn, labelsColumn, menuColumn, stateColumn } from '../tables/object-columns.tsx';
import { FailedShare } from '../tables/FailedShare.tsx';
import { perSecond, type Flow } from '../tables/listener-traffic.ts';
import { PolicyInForce } from '../tables/PolicyInForce.tsx';
import tables from '../tables/tables.module.css';
import type { StateSummary } from '../ui/conditions.ts';
import { addTotals, emptyTotals, latencyMs } from '../traffic/aggregate.ts';
import { duration } from '../traffic/format.ts';
import { Age, Mono, ObjectName, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import { isOlderThanDay, lastManager, type RouteFacts } from './route-facts.ts';
import css from './routes.module.css';

/** A route with what the proxy makes of it. */
export interface RouteRow {
  object: KubeObject;
  key: ObjectKey;
  facts: RouteFacts;
  /** `KIND/NAMESPACE/NAME`. */
  scope: string;
  state: StateSummary;
  /** Rules that never win. */
  never: number;
  /** Its rules as far as they are served. */
  rules: RuleBalance[];
  flow: Flow;
  /** Unix milliseconds, 0 when there was none in the range. */
  lastHit: number;
  search: string;
}

/** Columns of the routes list. `served`: what the proxy serves is known. */
export function routeColumns(served: boolean, stale: boolean): Column<RouteRow>[] {
  return [
    stateColumn(),
    {
      id: 'name',
      header: 'Route',
      sort: (row) => `${row.facts.namespace}/${row.facts.name}`,
      cell: (row) => (
        <div className={css.clip}>
          <Link className={ui.name} data-row href={pageOf(row.key)} title={`${row.facts.namespace}/${row.facts.name}`}>
            <ObjectName namespace={row.facts.namespace} name={row.facts.name} />
          </Link>
          <div className={ui.sub}>
            {row.key.kind},{' '}
            {row.state.level === 'ok' ? (
              `${row.facts.rules} ${row.facts.rules === 1 ? 'rule' : 'rules'}`
            ) : (
              <StateText state={row.state.level}>{row.state.word}</StateText>
            )}
          </div>
        </div>
      ),
      width: '21%',
    },
    {
      id: 'matches',
      choice: 'Hosts and matches',
      header: 'Hosts and matches',
      cell: (row) => <Matches facts={row.facts} />,
      width: '20%',
      small: 'full',
    },
    {
      id: 'rails',
      choice: 'Observed over expected',
      header: 'Observed over expected, 5 min',
      cell: (row) => <RouteRails row={row} served={served} stale={stale} />,
      width: '19%',
      small: 'full',
    },
    {
      id: 'policy',
      choice: 'Policy in force',
      header: 'Policy in force',
      sort: (row) => row.rules[0]?.view.rule.policy?.name ?? null,
      cell: (row) => (
        <div className={css.clip} title={policiesOf(row)}>
          {row.rules.length === 0 && row.state.level === 'pending' ? (
            <span className={ui.meta}>not evaluated yet</span>
          ) : (
            <PolicyInForce rules={row.rules} />
          )}
        </div>
      ),
      width: '16%',
      small: 'hide',
    },
    {
      id: 'requests',
      choice: 'Requests',
      header: <span title="Over the last 5 minutes">Requests</span>,
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => perSecond(row.flow),
      cell: (row) => <Rate value={perSecond(row.flow)} />,
      small: 'end',
    },
    {
      id: 'failed',
      choice: '5xx',
      header: '5xx',
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => (row.flow.requests === 0 ? 0 : row.flow.failed / row.flow.requests),
      cell: (row) => <FailedShare flow={row.flow} />,
      small: 'hide',
    },
    {
      id: 'p95',
      choice: 'p95',
      optional: true,
      header: 'p95',
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => p95(row),
      cell: (row) => duration(p95(row)),
      small: 'hide',
    },
    {
      id: 'rules',
      choice: 'Rules',
      optional: true,
      header: 'Rules',
      num: true,
      first: 'desc',
      sort: (row) => row.facts.rules,
      cell: (row) => row.facts.rules,
      small: 'hide',
    },
    {
      id: 'gateways',
      choice: 'Gateways',
      optional: true,
      header: 'Gateways',
      sort: (row) => row.facts.gateways.join(' '),
      cell: (row) => <span className={ui.second}>{row.facts.gateways.join(', ') || '–'}</span>,
      small: 'hide',
    },
    labelsColumn(),
    {
      id: 'manager',
      choice: 'Changed by',
      optional: true,
      header: 'Changed by',
      sort: (row) => lastManager(row.object),
      cell: (row) => <span className={ui.second}>{lastManager(row.object) ?? '–'}</span>,
      small: 'hide',
    },
    {
      id: 'hit',
      choice: 'Last hit',
      medium: 'hide',
      header: 'Last hit',
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => row.lastHit || null,
      cell: (row) =>
        row.lastHit === 0 ? (
          <span className={ui.meta} title="No request in the last 24 hours">
            {isOlderThanDay(row.object) ? '> 24 h' : 'never'}
          </span>
        ) : (
          <Age at={row.lastHit} />
        ),
      small: 'hide',
    },
    ageColumn({ choice: 'Age', medium: 'hide' }),
    menuColumn((row) => row.scope),
  ];
}

/** The policies in force, a line each. */
function policiesOf({ rules }: RouteRow): string {
  const lines = rules.map(({ view }) => {
    const { policy } = view.rule;
    return `${view.title.rule}: ${policy ? `${policy.namespace}/${policy.name}` : 'no policy'}`;
  });
  return lines.join('\n');
}

function p95(row: RouteRow): number | null {
  const all = emptyTotals();
  for (const { totals } of row.rules) addTotals(all, totals);
  return all.requests === 0 ? null : latencyMs(all, 0.95);
}

function Matches({ facts }: { facts: RouteFacts }) {
  const [host, ...hosts] = facts.hosts;
  const [match, ...matches] = facts.matches;
  return (
    <div className={css.clip}>
      <div className={ui.second} title={facts.hosts.join('\n')}>
        {host ?? 'every host'}
        {hosts.length > 0 && <span className={ui.meta}> and {hosts.length} more</span>}
      </div>
      {match && (
        <div
          className={`${ui.sub} ${css.match}`}
          title={facts.matches.map(({ path, more }) => [path, ...more].join(', ')).join('\n')}
        >
          <Mono>{[match.path, ...match.more].join(', ')}</Mono>
          {matches.length > 0 && <span> and {matches.length} more</span>}
        </div>
      )}
    </div>
  );
}

function RouteRails({ row, served, stale }: { row: RouteRow; served: boolean; stale: boolean }) {
  if (!served) return <span className={ui.meta}>–</span>;
  if (row.rules.length === 0) return <span className={ui.meta}>not served by any listener</span>;
  const segments = railSegments(row.rules);
  if (segments.length === 0) {
    const statuses = row.rules.flatMap(({ view }) =>
      view.rule.action.type === 'respond'
        ? [view.rule.action.status]
        : (groupOf(view)?.backends ?? []).map((backend) => backend.respond?.status ?? 503),
    );
    return (
      <span className={ui.second}>
        no backend{statuses.length > 0 && `, answers ${[...new Set(statuses)].join(' and ')}`}
      </span>
    );
  }
  return (
    <div className={tables.rails}>
      <Rails segments={segments} stale={stale} />
    </div>
  );
}

import { Link } from '../ui/Link.tsx';
import { Rails } from '../share/Rails.tsx';
import { FailedShare } from './FailedShare.tsx';
import { groupOf, railSegments, type RuleBalance } from './balance.ts';
import type { Column } from './columns.ts';
import { perSecond, type Flow } from './listener-traffic.ts';
import { PolicyInForce } from './PolicyInForce.tsx';
import { verdictWords, VerdictText } from './VerdictText.tsx';
import { ObjectName, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import tables from './tables.module.css';

/** A rule with its balance and its requests. */
export interface RuleRow {
  balance: RuleBalance;
  flow: Flow;
}

interface Asked {
  stale: boolean;
  /** What the rails are counted over: `5 min`. */
  span: string;
  /** Page that the name leads to. */
  href: (row: RuleRow) => string;
  /** The policy has a line of its own below the algorithm, where there is little room. */
  narrow?: boolean;
  /** Page that the verdict leads to; absent: it is no link. */
  verdictHref?: (row: RuleRow) => string;
}

/** Identity of a row: the scope of its rule. */
export function ruleRowId(row: RuleRow): string {
  return row.balance.view.scope;
}

/** Columns of a list of rules: who got what, by which policy, and whether that is as it should be. */
export function ruleColumns({ stale, span, href, verdictHref, narrow = false }: Asked): Column<RuleRow>[] {
  return [
    {
      id: 'rule',
      header: 'Rule',
      width: '19%',
      sort: ({ balance: { view } }) => `${view.title.namespace}/${view.title.name}/${view.rule.index}`,
      cell: (row) => (
        <Link
          className={`${ui.name} ${tables.clamp}`}
          title={`${row.balance.view.title.name} ${row.balance.view.title.rule}`}
          data-row
          href={href(row)}
        >
          <ObjectName namespace={row.balance.view.title.namespace} name={row.balance.view.title.name} />{' '}
          <span className={ui.ns}>{row.balance.view.title.rule}</span>
        </Link>
      ),
    },
    {
      id: 'policy',
      header: 'Policy in force',
      ...(narrow ? { width: '22%' } : {}),
      cell: ({ balance }) => <PolicyInForce rules={[balance]} inline={!narrow} />,
      small: 'full',
    },
    {
      id: 'rails',
      header: `Observed over expected, ${span}`,
      width: narrow ? '15%' : '26%',
      cell: ({ balance }) => <RuleRails balance={balance} stale={stale} />,
      small: 'full',
    },
    {
      id: 'requests',
      header: 'Requests',
      ...(narrow ? { width: '9%' } : {}),
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => row.flow.requests,
      cell: (row) => <Rate value={perSecond(row.flow)} />,
      small: 'end',
    },
    {
      id: 'failed',
      header: '5xx',
      ...(narrow ? { width: '7%' } : {}),
      num: true,
      live: true,
      first: 'desc',
      sort: (row) => (row.flow.requests === 0 ? 0 : row.flow.failed / row.flow.requests),
      cell: (row) => <FailedShare flow={row.flow} />,
      small: 'hide',
    },
    {
      id: 'verdict',
      header: 'Verdict',
      ...(narrow ? { width: '25%' } : {}),
      sort: (row) => verdictWords(row.balance).words,
      cell: (row) =>
        verdictHref ? (
          <Link className={tables.plain} href={verdictHref(row)}>
            <VerdictText balance={row.balance} stale={stale} />
          </Link>
        ) : (
          <VerdictText balance={row.balance} stale={stale} />
        ),
      small: 'full',
    },
  ];
}

function RuleRails({ balance, stale }: { balance: RuleBalance; stale: boolean }) {
  const { action } = balance.view.rule;
  if (action.type === 'respond') return <span className={ui.meta}>the proxy answers {action.status} itself</span>;
  const segments = railSegments([balance]);
  if (segments.length === 0 || (groupOf(balance.view)?.backends.length ?? 0) === 0)
    return <span className={ui.meta}>no backend to send to</span>;
  return (
    <div className={tables.rails}>
      <Rails segments={segments} stale={stale} />
    </div>
  );
}

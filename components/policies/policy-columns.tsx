import { Link } from '../ui/Link.tsx';
import { keyOf, type KubeObject } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { specOf } from '../live/served.ts';
import routes from '../routes/routes.module.css';
import { StateText } from '../share/Marks.tsx';
import type { Column } from '../tables/columns.ts';
import { ageColumn, labelsColumn, menuColumn, stateColumn } from '../tables/object-columns.tsx';
import type { StateSummary } from '../ui/conditions.ts';
import { ObjectName } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import { LevelTrack } from './LevelTrack.tsx';
import { SECTIONS, type PolicyFacts } from './policy-facts.ts';
import type { PolicyRules } from './reach-of-all.ts';

/** A policy with what it is for the rules that it reaches. */
export interface PolicyRow {
  object: KubeObject;
  facts: PolicyFacts;
  state: StateSummary;
  rules: PolicyRules;
}

function idOf(row: PolicyRow): string {
  return `${row.facts.namespace}/${row.facts.name}`;
}

/** How it is merged with a broader policy, '' for not at all. */
export function mergeOf(row: PolicyRow): string {
  return specOf(row.object, 'BackendTrafficPolicy').mergeType ?? '';
}

function Targets({ facts }: { facts: PolicyFacts }) {
  const texts = [
    ...facts.targets.map(
      (target) => `${target.kind} ${target.name}${target.section === '' ? '' : `, ${target.section}`}`,
    ),
    ...facts.selectors,
  ];
  const [first, ...more] = texts;
  if (first === undefined) return <span className={ui.meta}>no target</span>;
  return (
    <div className={routes.clip} title={texts.join('\n')}>
      <span className={ui.second}>
        {first}
        {more.length > 0 && <span className={ui.meta}> and {more.length} more</span>}
      </span>
    </div>
  );
}

/** Columns of the policies list. */
export const policyColumns: Column<PolicyRow>[] = [
  stateColumn(),
  {
    id: 'name',
    header: 'Policy',
    sort: idOf,
    cell: (row) => (
      <div className={routes.clip}>
        <Link
          className={ui.name}
          data-row
          href={pageOf(keyOf(row.object))}
          title={`${row.facts.namespace}/${row.facts.name}`}
        >
          <ObjectName namespace={row.facts.namespace} name={row.facts.name} />
        </Link>
        <div className={ui.sub}>
          BackendTrafficPolicy
          {row.state.level !== 'ok' && (
            <>
              , <StateText state={row.state.level}>{row.state.word}</StateText>
            </>
          )}
        </div>
      </div>
    ),
    width: '22%',
  },
  {
    id: 'targets',
    choice: 'Targets',
    header: 'Targets',
    cell: (row) => <Targets facts={row.facts} />,
    width: '18%',
    small: 'full',
  },
  {
    id: 'level',
    choice: 'Level',
    header: 'Level',
    cell: (row) => <LevelTrack levels={row.facts.levels} />,
    sort: (row) => row.facts.levels.join(' '),
    small: 'hide',
  },
  {
    id: 'algorithm',
    choice: 'Algorithm',
    header: 'Algorithm',
    sort: (row) => row.facts.algorithm,
    cell: (row) =>
      row.facts.algorithm === null ? (
        <span className={ui.meta}>not set</span>
      ) : (
        <div className={routes.clip} title={row.facts.algorithm}>
          <b className={ui.strong}>{row.facts.algorithm}</b>
        </div>
      ),
    width: '18%',
    small: 'full',
  },
  {
    id: 'fields',
    choice: 'Fields set',
    medium: 'hide',
    header: 'Fields set',
    num: true,
    first: 'desc',
    sort: ({ facts }) => facts.fields.length,
    cell: ({ facts }) => (
      <span title={facts.fields.join(', ') || 'none'}>
        {facts.fields.length} <span className={ui.meta}>of {SECTIONS}</span>
      </span>
    ),
    small: 'hide',
  },
  {
    id: 'rules',
    choice: 'Rules in force',
    header: 'In force',
    num: true,
    first: 'desc',
    sort: ({ rules }) => rules.inForce.size,
    cell: ({ rules }) =>
      rules.inForce.size === 0 ? (
        <span className={ui.meta}>{rules.base.size > 0 ? 'merged' : 'no rule'}</span>
      ) : (
        <>
          {rules.inForce.size} <span className={ui.meta}>{rules.inForce.size === 1 ? 'rule' : 'rules'}</span>
        </>
      ),
    small: 'end',
  },
  {
    id: 'overridden',
    choice: 'Rules overridden',
    header: 'Overridden',
    num: true,
    first: 'desc',
    sort: ({ rules }) => rules.overridden.size,
    cell: ({ rules }) => (rules.overridden.size === 0 ? <span className={ui.meta}>0</span> : rules.overridden.size),
    small: 'hide',
  },
  {
    id: 'merge',
    choice: 'Merge',
    medium: 'hide',
    header: 'Merge',
    sort: (row) => mergeOf(row),
    cell: (row) => <span className={ui.second}>{mergeOf(row) || '–'}</span>,
    small: 'hide',
  },
  labelsColumn(),
  ageColumn({ choice: 'Age' }),
  menuColumn(),
];

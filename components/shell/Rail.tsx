'use client';

import { Link } from '../ui/Link.tsx';
import { usePathname } from 'next/navigation';
import { useConsoleState, useObjects } from '../live/queries.ts';
import { useProblems } from '../overview/use-problems.ts';
import { Logo } from './Logo.tsx';
import { isCurrent, navGroups, type NavItem } from './nav.ts';
import { releasesOf } from './releases.ts';
import { useNamespaceScope, withScope } from './scope.ts';
import { SignOut } from './SignOut.tsx';
import css from './Rail.module.css';

/** The main navigation with counts, and at its foot what the store and the workers are at, and which releases are followed. */
export function Rail() {
  const pathname = usePathname();
  const [namespace] = useNamespaceScope();
  return (
    <nav className={css.rail} aria-label="Main">
      <Link className={css.brand} href="/" aria-label="Switchyard, overview">
        <Logo />
        <b>Switchyard</b>
      </Link>
      {navGroups.map((group) => (
        <ul key={group.label} className={css.group} aria-label={group.label}>
          {group.items.map((item) => (
            <li key={item.href}>
              <Link
                className={css.link}
                href={withScope(item.href, namespace)}
                title={item.label}
                aria-current={isCurrent(item, pathname) ? 'page' : undefined}
              >
                <item.icon size={16} stroke={1.75} aria-hidden />
                <span>{item.label}</span>
                {item.href === '/' ? <ProblemCount /> : item.kinds && <Count item={item} namespace={namespace} />}
              </Link>
            </li>
          ))}
        </ul>
      ))}
      <Foot />
      <SignOut />
    </nav>
  );
}

function Count({ item, namespace }: { item: NavItem; namespace: string }) {
  const [first = '', second = first] = item.kinds ?? [];
  const lists = [useObjects(first).data, useObjects(second).data];
  if (lists.some((list) => list === undefined)) return null;
  const data = (first === second ? lists.slice(1) : lists).flatMap((list) => list ?? []);
  const shown = namespace === '' ? data : data.filter((object) => object.metadata.namespace === namespace);
  return shown.length === 0 ? null : <span className={css.count}>{shown.length}</span>;
}

function ProblemCount() {
  const { problems } = useProblems();
  if (problems.length === 0) return null;
  const level = problems.some((problem) => problem.level === 'bad') ? 'bad' : 'warn';
  return (
    <span className={css.count} data-level={level} aria-label={`${problems.length} problems`}>
      {problems.length}
    </span>
  );
}

const WORKERS =
  'Processes of the proxy, and the revision that they serve. One is the default, so that a rotation is one rotation; SWITCHYARD_WORKERS sets another number at the start.';

function Foot() {
  const { data: state } = useConsoleState();
  const proxy = state?.proxy;
  return (
    <div className={css.foot}>
      <dl>
        <div>
          <dt>Store</dt>
          <dd>{state ? (state.revision === 0 ? 'empty' : `revision ${state.revision}`) : '–'}</dd>
        </div>
        <div title={WORKERS}>
          <dt>Workers</dt>
          <dd data-level={proxy && (!proxy.connected || proxy.refused !== null) ? 'bad' : undefined}>
            {!proxy
              ? '–'
              : !proxy.connected
                ? 'no answer'
                : proxy.revision === null
                  ? `${proxy.workers}, nothing served`
                  : proxy.revision === 0
                    ? `${proxy.workers} ready`
                    : `${proxy.workers} on ${proxy.revision}`}
          </dd>
        </div>
        {releasesOf(state).map(({ name, release }) => (
          <div key={name} title={`Schemas, verdicts and behaviour are those of ${name} ${release}.`}>
            <dt>{name}</dt>
            <dd>{release}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

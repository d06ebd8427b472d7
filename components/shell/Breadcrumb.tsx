'use client';

import { Link } from '../ui/Link.tsx';
import { usePathname } from 'next/navigation';
import { pageKind } from '../live/kinds.ts';
import { navItems } from './nav.ts';
import { useNamespaceScope, withScope } from './scope.ts';
import css from './Shell.module.css';

interface Crumb {
  label: string;
  href?: string;
}

/** What has fewer letters is shown whole, while longer names give way. */
const SHORT = 16;

/** The trail of a path; empty for top-level pages, whose title says it. */
function crumbsOf(pathname: string): Crumb[] {
  const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const [first, ...rest] = parts;
  if (first === undefined || rest.length === 0) return [];
  if (first === 'objects') {
    const kind = pageKind(rest[0] ?? '');
    const label = kind?.kind ?? rest[0] ?? '';
    if (rest.length === 1) return [];
    return [
      { label, href: `/objects/${rest[0]}` },
      ...(rest[1] === '-' ? [] : [{ label: rest[1] ?? '' }]),
      { label: rest[2] ?? '' },
    ];
  }
  const item = navItems.find((entry) => entry.href === `/${first}`);
  const top: Crumb = { label: item?.label ?? first, href: `/${first}` };
  if (rest.length === 1) return [top, { label: rest[0] === 'new' ? 'New' : (rest[0] ?? '') }];
  const names = first === 'gateways' ? rest : rest.slice(1);
  const [namespace = '', name = '', action] = names;
  const object = first === 'gateways' ? `/gateways/${namespace}/${name}` : `/${first}/${rest[0]}/${namespace}/${name}`;
  const trail: Crumb[] = [top, { label: namespace }, { label: name, ...(action ? { href: object } : {}) }];
  return action ? [...trail, { label: action === 'edit' ? 'Edit' : action }] : trail;
}

/** Where a page stands. */
export function Breadcrumb() {
  const crumbs = crumbsOf(usePathname());
  const [namespace] = useNamespaceScope();
  if (crumbs.length === 0) return null;
  return (
    <nav aria-label="Breadcrumb" style={{ minWidth: 0 }}>
      <ol className={css.trail}>
        {crumbs.map((crumb, i) => (
          <li key={`${crumb.label}/${crumb.href ?? ''}`} data-short={crumb.label.length < SHORT || undefined}>
            {i === crumbs.length - 1 ? (
              <b aria-current="page">{crumb.label}</b>
            ) : crumb.href ? (
              <Link href={withScope(crumb.href, namespace)}>{crumb.label}</Link>
            ) : (
              <span>{crumb.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

'use client';

import { IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { Snapshot } from '../../server/routing/snapshot.ts';
import type { RuleView } from './scope.ts';
import { later } from '../ui/later.ts';
import css from './TrafficPage.module.css';

/** The searchable list is loaded when it is first opened, and stands in the place of the button from then on. */
const ScopeSelect = lazy(later(async () => ({ default: (await import('./ScopeSelect.tsx')).ScopeSelect })));

/** Chooses what the page is about: everything, a Gateway, a listener, a route or one of its rules. */
export function ScopePicker({
  views,
  snapshot,
  scope,
  onChange,
}: {
  views: RuleView[];
  snapshot: Snapshot;
  scope: string;
  onChange: (scope: string) => void;
}) {
  const perRoute = new Map<string, RuleView[]>();
  for (const view of views) {
    const route = view.scope.slice(0, view.scope.lastIndexOf('/'));
    perRoute.set(route, [...(perRoute.get(route) ?? []), view]);
  }
  const routes = [...perRoute].flatMap(([route, rules]) => {
    const { namespace, name } = rules[0]!.title;
    if (rules.length === 1) return [{ value: rules[0]!.scope, label: `${namespace}/${name}` }];
    return [
      { value: route, label: `${namespace}/${name}` },
      ...rules.map((view) => ({ value: view.scope, label: `${namespace}/${name}, ${ruleText(view)}` })),
    ];
  });
  const gateways = snapshot.gateways.map((gateway) => ({
    value: `Gateway/${gateway.namespace}/${gateway.name}`,
    label: `${gateway.namespace}/${gateway.name}`,
  }));
  const listeners = snapshot.gateways.flatMap((gateway) =>
    gateway.ports.flatMap((port) =>
      port.listeners.map((listener) => ({
        value: `Gateway/${gateway.namespace}/${gateway.name}/${listener.name}`,
        label: `${gateway.namespace}/${gateway.name} ${listener.name}`,
      })),
    ),
  );
  const known = [...routes, ...gateways, ...listeners].some((option) => option.value === scope);
  // a route with one rule is that rule, whichever of the two the address names
  const alias = routes.find((option) => option.value.startsWith(`${scope}/`))?.value;
  const value = scope === '' ? 'all' : known ? scope : (alias ?? null);
  const groups = [
    { group: '', items: [{ value: 'all', label: 'All rules' }] },
    { group: 'Gateways', items: gateways },
    { group: 'Listeners', items: listeners },
    { group: 'Routes and rules', items: routes },
  ];
  const named = groups.flatMap(({ items }) => items).find((item) => item.value === value);
  const [asked, setAsked] = useState(false);
  const button = (
    <button
      type="button"
      className={css.scope}
      aria-label={`Scope ${named?.label ?? scope}`}
      aria-haspopup="listbox"
      onClick={() => setAsked(true)}
    >
      <span>{named?.label ?? scope}</span>
      <IconChevronDown size={15} aria-hidden />
    </button>
  );
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <ScopeSelect
        groups={groups}
        views={views}
        snapshot={snapshot}
        value={value}
        placeholder={scope}
        onChange={(next) => onChange(next === 'all' ? '' : next)}
      />
    </Suspense>
  );
}

function ruleText({ rule, title }: RuleView): string {
  return rule.name === undefined ? title.rule : `rule ${rule.name}`;
}

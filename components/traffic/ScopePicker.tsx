'use client';

import { Select } from '@mantine/core';
import type { Snapshot } from '../../server/routing/snapshot.ts';
import type { RuleView } from './scope.ts';

/** Chooses what the page is about: everything, a listener, a route or one of its rules. */
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
      ...rules.map((view) => ({ value: view.scope, label: `${namespace}/${name}, ${view.title.rule}` })),
    ];
  });
  const listeners = snapshot.gateways.flatMap((gateway) =>
    gateway.ports.flatMap((port) =>
      port.listeners.map((listener) => ({
        value: `Gateway/${gateway.namespace}/${gateway.name}/${listener.name}`,
        label: `${gateway.namespace}/${gateway.name} ${listener.name}`,
      })),
    ),
  );
  const known = [...routes, ...listeners].some((option) => option.value === scope);
  // a route with one rule is that rule, whichever of the two the address names
  const alias = routes.find((option) => option.value.startsWith(`${scope}/`))?.value;
  const value = scope === '' ? 'all' : known ? scope : (alias ?? null);
  return (
    <Select
      aria-label="Scope"
      searchable
      limit={100}
      allowDeselect={false}
      w={300}
      maw="100%"
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      placeholder={scope}
      data={[
        { group: '', items: [{ value: 'all', label: 'All rules' }] },
        { group: 'Routes', items: routes },
        { group: 'Listeners', items: listeners },
      ]}
      value={value}
      onChange={(next) => next !== null && onChange(next === 'all' ? '' : next)}
    />
  );
}

'use client';

import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTraffic } from '../live/LiveProvider.tsx';
import type { Snapshot } from '../../server/routing/snapshot.ts';
import { rate } from './format.ts';
import { resolveScope, type RuleView } from './scope.ts';
import css from './TrafficPage.module.css';

interface Props {
  groups: { group: string; items: { value: string; label: string }[] }[];
  views: RuleView[];
  snapshot: Snapshot;
  value: string | null;
  placeholder: string;
  onChange: (value: string) => void;
}

/** Seconds that a rate is counted over. */
const WINDOW_S = 10;

/** The list of scopes, each with its rate, open at once and searchable: there may be thousands. */
export function ScopeSelect({ groups, views, snapshot, value, placeholder, onChange }: Props) {
  const rateOf = useRates(views, snapshot);
  return (
    <Select
      aria-label="Scope"
      // it takes the place of the button that was pressed
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      defaultDropdownOpened
      searchable
      limit={100}
      maxDropdownHeight={420}
      // what is typed looks for another scope
      onFocus={({ currentTarget }) => requestAnimationFrame(() => currentTarget.select())}
      allowDeselect={false}
      w={300}
      maw="100%"
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      placeholder={placeholder}
      data={groups}
      renderOption={({ option }) => (
        <span className={css.option}>
          <span>{option.label}</span>
          <span className={css.meta}>{rateOf(option.value)}</span>
        </span>
      )}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

/** Requests per second by scope, over the last seconds. Only what is drawn is counted. */
function useRates(views: RuleView[], snapshot: Snapshot): (scope: string) => string {
  const { samples } = useTraffic(WINDOW_S, 2000);
  return useMemo(() => {
    const byRule = new Map<string, number>();
    let seconds = 0;
    for (const { intervalMs, rules } of samples) {
      seconds += intervalMs / 1000;
      for (const { ruleId, requests } of rules) byRule.set(ruleId, (byRule.get(ruleId) ?? 0) + requests);
    }
    return (scope) => {
      const chosen = resolveScope(scope, views, snapshot);
      const some =
        chosen.type === 'all'
          ? views
          : chosen.type === 'rule'
            ? [chosen.view]
            : chosen.type === 'some'
              ? chosen.views
              : [];
      const requests = some.reduce((sum, { ids }) => sum + ids.reduce((own, id) => own + (byRule.get(id) ?? 0), 0), 0);
      return seconds === 0 || requests === 0 ? '0' : `${rate(requests / seconds)} /s`;
    };
  }, [samples, views, snapshot]);
}

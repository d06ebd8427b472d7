'use client';

import { useMemo } from 'react';
import type { RouteKind } from '../../server/gateway/shapes.ts';
import { useForm } from './context.ts';
import { equalRules } from './equal-rules.ts';
import css from './forms.module.css';
import { asList, asMap, asText } from './shapes.ts';

/** Says where the order of rules decides, which it does only between equals. */
export function OrderCounts({ kind, index }: { kind: RouteKind; index: number }) {
  const { document } = useForm();
  const rules = asList(document.get(['spec', 'rules']));
  const others = useMemo(() => equalRules(rules).get(index) ?? [], [rules, index]);
  if (others.length === 0) return null;
  const names = others.map((other) => asText(asMap(rules[other])['name']) || `rule ${other + 1}`).join(', ');
  const what = kind === 'HTTPRoute' ? 'path' : 'method';
  return (
    <p className={css.help}>
      Order counts here: this rule and {names} match the same {what} with as many conditions. Where both match, the
      upper one wins.
    </p>
  );
}

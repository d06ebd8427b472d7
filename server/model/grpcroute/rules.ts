import { atomicList, labelled, object } from '../schema/dsl.ts';
import { weightedBackendProperties, weightedBackendRules } from '../shared/references.ts';
import { MAX_RULES, ruleListRules } from '../shared/route-rules.ts';
import { subdomain } from '../shared/scalars.ts';
import { sessionPersistence } from '../shared/session-persistence.ts';
import { filters } from './filters.ts';
import { matches } from './matches.ts';

const backendRefs = labelled(
  'Backends',
  atomicList(
    'Backends that share the calls by weight.',
    object('A backend and its weight.', { ...weightedBackendProperties, filters }, { rules: weightedBackendRules }),
    { maxItems: 16 },
  ),
);

const routeRule = object('What happens to calls that match.', {
  name: subdomain('Name of the rule, unique in the route; policies can point at it.'),
  matches,
  filters,
  backendRefs,
  sessionPersistence,
});

const countOf = (rule: string): string => `(has(${rule}.matches) ? size(${rule}.matches) : 0)`;

/** Rules of a route; the most specific match of all rules takes a call. */
export const rules = atomicList('What happens to which calls.', routeRule, {
  maxItems: MAX_RULES,
  rules: ruleListRules(countOf),
});

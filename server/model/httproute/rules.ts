import { atomicList, labelled, object, rule, withDefault } from '../schema/dsl.ts';
import { implies } from '../schema/logic.ts';
import type { Rule } from '../schema/types.ts';
import { weightedBackendProperties, weightedBackendRules } from '../shared/references.ts';
import { MAX_RULES, ruleListRules } from '../shared/route-rules.ts';
import { subdomain } from '../shared/scalars.ts';
import { sessionPersistence } from '../shared/session-persistence.ts';
import { filters } from './filters.ts';
import { defaultRules, matches } from './matches.ts';
import { retry, timeouts } from './tuning.ts';

const replacesPrefix = (member: string): string =>
  `has(one.${member}) && has(one.${member}.path) && has(one.${member}.path.replacePrefixMatch) && one.${member}.path.type == 'ReplacePrefixMatch'`;

const onePrefix = "(size(self.matches) == 1 && has(self.matches[0].path) && self.matches[0].path.type == 'PathPrefix')";

/** The prefix that is replaced must be known: the rule has one match, and that a prefix. */
function prefixRules(
  member: 'requestRedirect' | 'urlRewrite',
  title: string,
  inBackends: string,
): readonly [Rule, Rule] {
  const said = `${title} filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified`;
  return [
    rule(
      `When using ${said}`,
      implies(`has(self.filters) && self.filters.exists_one(one, ${replacesPrefix(member)})`, onePrefix),
    ),
    rule(
      `Within backendRefs, ${inBackends} using ${said}`,
      implies(
        `has(self.backendRefs) && self.backendRefs.exists_one(backend, has(backend.filters) && backend.filters.exists_one(one, ${replacesPrefix(member)}))`,
        onePrefix,
      ),
    ),
  ];
}

const [redirectRule, redirectInBackends] = prefixRules('requestRedirect', 'RequestRedirect', 'when');
const [rewriteRule, rewriteInBackends] = prefixRules('urlRewrite', 'URLRewrite', 'When');

const backendRefs = labelled(
  'Backends',
  atomicList(
    'Backends that share the requests by weight.',
    object('A backend and its weight.', { ...weightedBackendProperties, filters }, { rules: weightedBackendRules }),
    { maxItems: 16 },
  ),
);

const routeRule = object(
  'What happens to requests that match.',
  {
    name: subdomain('Name of the rule, unique in the route; policies can point at it.'),
    matches,
    filters,
    backendRefs,
    timeouts,
    retry,
    sessionPersistence,
  },
  {
    rules: [
      rule(
        'RequestRedirect filter must not be used together with backendRefs',
        implies(
          'has(self.backendRefs) && self.backendRefs.size() > 0',
          '!has(self.filters) || !self.filters.exists(one, has(one.requestRedirect))',
        ),
      ),
      redirectRule,
      rewriteRule,
      redirectInBackends,
      rewriteInBackends,
    ],
  },
);

/** Rules of a route; the most specific match of all rules takes a request. */
export const rules = withDefault(
  defaultRules,
  atomicList('What happens to which requests.', routeRule, {
    minItems: 1,
    maxItems: MAX_RULES,
    rules: ruleListRules((one) => `size(${one}.matches)`),
  }),
);

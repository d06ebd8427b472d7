import { expectedShares } from '../../server/balancing/shares.ts';
import type { SnapshotView } from '../../server/contract/console.ts';
import type { NotActing } from '../../server/model/kind.ts';
import type { ShadowedRule } from '../../server/routing/shadowed.ts';
import type { BackendGroup, SnapshotRule } from '../../server/routing/snapshot.ts';
import { parseFieldPath } from '../editor/values.ts';
import { pageOf, yamlPageOf } from '../live/kinds.ts';
import { winnerText } from '../routes/never-wins.ts';
import { percent } from '../traffic/format.ts';
import { scopeOfRule } from '../traffic/scope.ts';
import { codeOf, type Finding } from './finding.ts';

interface Named {
  kind: string;
  namespace: string;
  name: string;
}

/** `rule pay`, or by number where it has no name. */
export function ruleName(rule: Pick<SnapshotRule, 'name' | 'index'>): string {
  return `rule ${rule.name ?? rule.index + 1}`;
}

/** One of each rule: variants by listener differ in their policy alone. */
function rulesOf(view: SnapshotView): SnapshotRule[] {
  const found = new Map<string, SnapshotRule>();
  for (const rule of Object.values(view.snapshot.rules)) {
    const scope = scopeOfRule(rule.id);
    if (!found.has(scope)) found.set(scope, rule);
  }
  return [...found.values()];
}

/** What a rule says to requests that it cannot serve, undefined when it serves all: `rule pay answers 500 to 10.0 % of its requests`. */
export function answeredBy(view: SnapshotView, route: Named, index: number): string | undefined {
  const rule = rulesOf(view).find(
    (one) =>
      one.index === index &&
      one.route.kind === route.kind &&
      one.route.namespace === route.namespace &&
      one.route.name === route.name,
  );
  if (!rule) return undefined;
  if (rule.action.type === 'respond') return `${ruleName(rule)} answers ${rule.action.status}`;
  const { backends } = rule.action.group;
  const all = backends.reduce((sum, { weight }) => sum + weight, 0);
  const lost = backends.reduce((sum, { weight, respond }) => sum + (respond?.status === 500 ? weight : 0), 0);
  return all === 0 || lost === 0
    ? undefined
    : `${ruleName(rule)} answers 500 to ${percent(lost / all)} % of its requests`;
}

/**
 * What the proxy has to answer itself, weights without effect, and what is kept but does not act.
 * @param explained routes `KIND/NAMESPACE/NAME` of which another finding says why they answer 500
 */
export function snapshotFindings(view: SnapshotView, explained: ReadonlySet<string>): Finding[] {
  const found = new Map<string, Finding>();
  for (const rule of rulesOf(view)) {
    const one =
      rule.action.type === 'respond'
        ? explained.has(`${rule.route.kind}/${rule.route.namespace}/${rule.route.name}`)
          ? undefined
          : ownAnswer(rule, rule.action)
        : weightsIgnored(rule, rule.action.group);
    if (one) found.set(one.id, one);
    if (rule.action.type === 'forward')
      for (const { ref, respond } of rule.action.group.backends)
        if (respond?.status === 503) {
          const empty = noEndpoints(ref, respond.reason);
          found.set(empty.id, empty);
        }
  }
  for (const [key, fields] of Object.entries(view.notActing)) {
    const [, kind = '', namespace = '', name = ''] = key.split('/');
    const rest = fields.filter(({ path }) => !isAnswered(view, { kind, namespace, name }, path));
    const one = notActing({ kind, namespace, name }, rest);
    if (one) found.set(one.id, one);
  }
  for (const [scope, shadowed] of Object.entries(view.shadowed)) {
    const one = neverWins(scope, shadowed);
    if (one) found.set(one.id, one);
  }
  return [...found.values()];
}

function neverWins(scope: string, { name: ruleName, never, matches }: ShadowedRule): Finding | undefined {
  const [first] = matches;
  if (!never || first === undefined) return undefined;
  const [kind = '', namespace = '', name = '', index = '0'] = scope.split('/');
  const route = pageOf({ kind, namespace, name });
  return {
    kind,
    namespace,
    name,
    ...codeOf('neverWins'),
    id: `neverwins|${scope}`,
    sentence: `has a rule that never wins: rule ${ruleName ?? Number(index) + 1}`,
    evidence: `${winnerText(first.by, `${kind}/${namespace}/${name}`).text} takes all of its requests first.`,
    link: { label: 'Open', href: index === '0' ? route : `${route}?rule=${index}` },
    place: ['spec', 'rules', Number(index)],
    since: '',
  };
}

function ownAnswer(rule: SnapshotRule, action: { status: number; reason: string }): Finding | undefined {
  if (action.status < 500) return undefined;
  const filter = action.reason.startsWith('Filter');
  return {
    ...rule.route,
    ...codeOf('answers500'),
    id: `answers|${scopeOfRule(rule.id)}`,
    sentence: `${ruleName(rule)} answers ${action.status}`,
    evidence: `${action.reason}.`,
    link: { label: 'Open', href: pageOf(rule.route) },
    place: ['spec', 'rules', rule.index, ...(filter ? ['filters'] : [])],
    since: '',
  };
}

/** A difference of shares that somebody who set weights would want to know of. */
const NOTICED = 0.02;

/** One table over all endpoints: weights count only where they happen to say the same. */
function weightsIgnored(rule: SnapshotRule, group: BackendGroup): Finding | undefined {
  if (group.loadBalancer.type !== 'ConsistentHash' || group.structure !== 'localities') return undefined;
  const used = group.backends.filter(({ weight, endpoints }) => weight > 0 && endpoints.length > 0);
  const all = used.reduce((sum, { weight }) => sum + weight, 0);
  if (used.length < 2) return undefined;
  const { localities } = expectedShares({ ...group, localities: group.backends });
  const far = used.some((backend) => {
    const share = localities[group.backends.indexOf(backend)] ?? 0;
    return Math.abs(share - backend.weight / all) > NOTICED;
  });
  if (!far) return undefined;
  const split = used.map((backend) => percent(localities[group.backends.indexOf(backend)] ?? 0)).join('/');
  const counts = new Intl.ListFormat('en').format(used.map(({ endpoints }) => String(endpoints.length)));
  return {
    ...rule.route,
    ...codeOf('weightsIgnored'),
    id: `weights|${scopeOfRule(rule.id)}`,
    sentence: `ignores its weights ${used.map(({ weight }) => weight).join('/')} in ${ruleName(rule)}`,
    evidence: `ConsistentHash places by endpoint, so the split follows the ${counts} endpoints: ${split}.`,
    link: { label: 'Open traffic', href: `/traffic?scope=${scopeOfRule(rule.id)}&level=backends` },
    place: ['spec', 'rules', rule.index, 'backendRefs', used[0] ? used[0].index : 0, 'weight'],
    since: '',
  };
}

function noEndpoints(ref: Named, reason: string): Finding {
  const named = { kind: ref.kind, namespace: ref.namespace, name: ref.name };
  return {
    ...named,
    ...codeOf('noEndpoints'),
    id: `endpoints|${ref.namespace}/${ref.name}`,
    sentence: 'has no endpoint that is ready',
    evidence: `Rules that use it answer 503. ${reason}`,
    link: { label: 'Open', href: pageOf(named) },
    since: '',
  };
}

/** Whether a field is a filter of a rule that answers 500 for it, of which a finding of its own speaks. */
function isAnswered(view: SnapshotView, route: Named, path: string): boolean {
  const index = /^spec\.rules\[(\d+)\]\.filters\[/.exec(path)?.[1];
  return index !== undefined && answeredBy(view, route, Number(index)) !== undefined;
}

function notActing(named: Named, fields: readonly NotActing[]): Finding | undefined {
  const [first] = fields;
  if (!first) return undefined;
  return {
    ...named,
    ...codeOf('notActing'),
    id: `notacting|${named.kind}/${named.namespace}/${named.name}`,
    sentence: fields.length === 1 ? 'has a field that does not act' : `has ${fields.length} fields that do not act`,
    evidence: `${first.path}: ${first.message}`,
    link: { label: 'Show YAML', href: yamlPageOf(named) },
    place: parseFieldPath(first.path),
    since: '',
  };
}

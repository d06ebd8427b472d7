// BackendTrafficPolicies of a world.
import type { KubeObject } from '../server/model/object.ts';
import {
  GATEWAY_API,
  GATEWAY_NAMES,
  LABELS,
  labelSelector,
  LISTENER_NAMES,
  metadata,
  type Mood,
  perhaps,
  ROUTE_NAMES,
  RULE_NAMES,
  several,
} from './status-compare.mood.ts';
import { settings } from './status-compare.settings.ts';

const ROUTE_KINDS = ['HTTPRoute', 'HTTPRoute', 'HTTPRoute', 'GRPCRoute'];

function targetRef({ roll, astray, grpc }: Mood, kinds: readonly string[], known: readonly KubeObject[]): object {
  const kind = roll.pick(roll.chance(grpc) ? [...kinds, ...kinds.filter((one) => one === 'GRPCRoute')] : kinds);
  const candidates = known.filter((object) => object.kind === kind);
  const lost = candidates.length === 0 || roll.chance(astray / 2);
  const sections =
    kind === 'Gateway' ? LISTENER_NAMES.slice(0, lost ? 5 : 2) : [...RULE_NAMES, ...(lost ? ['nope'] : [])];
  return {
    group: GATEWAY_API,
    kind,
    name: lost ? roll.pick(kind === 'Gateway' ? GATEWAY_NAMES : ROUTE_NAMES) : roll.pick(candidates).metadata.name,
    ...perhaps(roll, 0.4, 'sectionName', () => roll.pick(sections)),
  };
}

function targetSelector({ roll }: Mood, kinds: readonly string[]): object {
  return {
    kind: roll.pick(kinds),
    ...perhaps(roll, 0.2, 'group', () => GATEWAY_API),
    ...roll.pick([labelSelector(roll), { matchLabels: { app: roll.pick(LABELS) } }]),
    ...perhaps(roll, 0.5, 'namespaces', () =>
      roll.pick([
        { from: 'Same' },
        { from: 'All' },
        { from: 'All' },
        {},
        { from: 'Selector', selector: labelSelector(roll) },
        { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'team' } } },
      ]),
    ),
  };
}

function policy(mood: Mood, index: number, known: readonly KubeObject[]): KubeObject {
  const { roll } = mood;
  const merges = roll.chance(mood.merging);
  const kinds = merges ? ROUTE_KINDS : roll.pick([ROUTE_KINDS, ['Gateway'], [...ROUTE_KINDS, 'Gateway', 'Gateway']]);
  // what it names is nearly always in its own namespace
  const namespace = roll.chance(0.85) ? (roll.pick(known).metadata.namespace ?? 'default') : roll.pick(mood.namespaces);
  const near = known.filter((object) => object.metadata.namespace === namespace);
  const target = (): object => targetRef(mood, kinds, near.length === 0 ? known : near);
  const form = roll.below(10);
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: metadata(mood, `p${(index * 7) % 10}`, namespace),
    spec: {
      ...(form < 5 ? { targetRefs: several(roll, 1, roll.chance(0.3) ? 3 : 1, target) } : {}),
      ...(form === 5 || form === 6 || form === 9 ? { targetRef: target() } : {}),
      ...(form === 0 || form > 6 ? { targetSelectors: several(roll, 1, 2, () => targetSelector(mood, kinds)) } : {}),
      ...(merges
        ? {
            mergeType: roll.pick([
              'StrategicMerge',
              'StrategicMerge',
              'JSONMerge',
              'JSONMerge',
              ...(roll.chance(0.2) ? ['Foo'] : []),
            ]),
          }
        : {}),
      ...settings(mood),
    },
  };
}

/** Up to eight policies over the routes and Gateways of the world. */
export function policies(mood: Mood, known: readonly KubeObject[]): KubeObject[] {
  const { roll } = mood;
  const count = roll.chance(mood.policies) ? 2 + roll.below(7) : roll.below(3);
  const found = new Map<string, KubeObject>();
  for (let index = 0; index < count; index++) {
    const made = policy(mood, index, known);
    found.set(`${made.metadata.namespace}/${made.metadata.name}`, made);
  }
  return [...found.values()];
}

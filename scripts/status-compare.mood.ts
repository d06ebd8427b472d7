// What a world of the status comparison is mostly about, and the few names that everything in it picks from.
import { dice, type Dice } from './dice.ts';

/** Likelihoods by which a world is filled. Each world stresses one or two subjects, so that odd things meet. */
export interface Mood {
  roll: Dice;
  namespaces: readonly string[];
  /** Several listeners on few ports, of all protocols. */
  listeners: number;
  /** References and sections that lead nowhere. */
  astray: number;
  filters: number;
  /** Services, slices and backendRefs that are no good. */
  backends: number;
  policies: number;
  /** Settings of policies that translation refuses. */
  invalid: number;
  merging: number;
  grpc: number;
  /** Everything has the same age. */
  ties: boolean;
}

const NAMESPACES = ['default', 'team', 'team-a', 'infra'];

/** The mood of a world. */
export function mood(seed: number, index: number): Mood {
  const roll = dice(`status ${seed} ${index}`);
  // in a calm world most things are good, so that policies reach traffic
  const calm = roll.chance(0.4);
  const often = (likelihood: number): number => (calm ? 0.03 : roll.chance(likelihood) ? 0.6 : 0.12);
  return {
    roll,
    namespaces: roll.pick([['default'], ['default', 'team'], NAMESPACES, NAMESPACES]),
    listeners: often(0.35),
    astray: often(0.25),
    filters: often(0.25),
    backends: often(0.35),
    policies: calm ? 0.9 : often(0.6),
    invalid: roll.pick([0, 0.05, 0.05, 0.4]),
    merging: roll.pick([0, 0.3, 0.6]),
    grpc: roll.pick([0, 0.3, 0.5, 1]),
    ties: roll.chance(0.25),
  };
}

export const GATEWAY_API = 'gateway.networking.k8s.io';
export const GATEWAY_NAMES = ['eg', 'web', 'edge', 'gw-0'];
export const LISTENER_NAMES = ['http', 'web', 'alt', 'tls', 'x'];
export const ROUTE_NAMES = ['web', 'api', 'shop', 'a', 'b'];
export const RULE_NAMES = ['one', 'two', 'three'];
export const SERVICE_NAMES = ['blue', 'green', 'red', 'empty', 'gone'];
export const LABELS = ['web', 'api', 'infra'];
export const HOSTNAMES = [
  'www.example.com',
  '*.example.com',
  '*.com',
  'a.b.example.com',
  '*.b.example.com',
  'foo.org',
  '*.org',
  'example.com',
];

/** A field that is there with this likelihood. */
export function perhaps(roll: Dice, likelihood: number, field: string, make: () => unknown): object {
  return roll.chance(likelihood) ? { [field]: make() } : {};
}

/** A list of `least` to `most` items. */
export function several<Item>(roll: Dice, least: number, most: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: least + roll.below(most - least + 1) }, (_, index) => make(index));
}

const TIMES = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-02T00:00:00Z', '2025-12-31T23:59:59Z'];

/** Name, age, generation and labels of an object. */
export function metadata({ roll, ties }: Mood, name: string, namespace?: string): Record<string, unknown> {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: ties ? TIMES[0] : roll.pick(TIMES),
    generation: 1 + roll.below(4),
    ...perhaps(roll, 0.5, 'labels', () => ({
      app: roll.pick(LABELS),
      ...perhaps(roll, 0.3, 'tier', () => roll.pick(['front', 'back'])),
    })),
  };
}

/** A selector over the labels that `metadata` gives; now and then one that selects all, nothing, or does not parse. */
export function labelSelector(roll: Dice): object {
  const expression = (): object =>
    roll.pick([
      { key: 'app', operator: 'In', values: ['web', 'api'] },
      { key: 'app', operator: 'NotIn', values: ['infra'] },
      { key: 'tier', operator: 'Exists' },
      { key: 'tier', operator: 'DoesNotExist' },
      { key: 'app', operator: 'In', values: ['nobody'] },
      { key: 'app', operator: 'In' },
      { key: 'app', operator: 'Exists', values: ['web'] },
      { key: 'app', operator: 'Near', values: ['web'] },
    ]);
  return roll.pick([
    {},
    { matchLabels: { app: roll.pick(LABELS) } },
    { matchLabels: { app: roll.pick(LABELS) } },
    { matchExpressions: [expression()] },
    { matchLabels: { app: roll.pick(LABELS) }, matchExpressions: [expression()] },
  ]);
}

import type { Patch } from '../editor/document-model.ts';
import type { DocumentModel } from '../editor/document-model.ts';
import { asMap, asText } from './shapes.ts';

export const BALANCER = ['spec', 'loadBalancer'];
export const HASH = [...BALANCER, 'consistentHash'];

/** What a new input starts with, by the field that says where the value is; SourceIP needs none. */
const INPUT: Record<string, unknown> = {
  headers: [{ name: 'x-user-id' }],
  header: { name: 'x-user-id' },
  cookie: { name: 'session', ttl: '1h' },
  queryParams: [{ name: 'user' }],
};

/** Blocks that belong to one algorithm, and what each starts with. */
const BLOCK: Record<string, { name: string; fresh: unknown }> = {
  ConsistentHash: { name: 'consistentHash', fresh: { type: 'SourceIP' } },
  BackendUtilization: { name: 'backendUtilization', fresh: {} },
  DynamicModule: { name: 'dynamicModule', fresh: { name: '', lbPolicyName: '' } },
};

/** The block that an algorithm has to itself. */
export function blockOf(type: string): string | undefined {
  return BLOCK[type]?.name;
}

/**
 * Chooses an algorithm. A block that belongs to another one is removed in the same step of the history, since the API refuses it beside
 * this one. Everything else stays, and what does not fit becomes a problem.
 */
export function chooseAlgorithm(document: DocumentModel, type: string): Patch[] {
  const patches: Patch[] = [{ op: 'set', path: [...BALANCER, 'type'], value: type }];
  const own = BLOCK[type];
  if (own && document.get([...BALANCER, own.name]) === undefined)
    patches.push({ op: 'set', path: [...BALANCER, own.name], value: own.fresh });
  for (const name of foreignBlocks(document, type)) patches.push({ op: 'remove', path: [...BALANCER, name] });
  return patches;
}

/** Blocks in the text that belong to another algorithm. */
export function foreignBlocks(document: DocumentModel, type: string): string[] {
  return Object.entries(BLOCK).flatMap(([algorithm, { name }]) =>
    algorithm !== type && document.get([...BALANCER, name]) !== undefined ? [name] : [],
  );
}

/** Chooses what is hashed: the input of the type before is removed, that of the new one made where there is none. */
export function chooseHashType(document: DocumentModel, type: string): Patch[] {
  const patches: Patch[] = [{ op: 'set', path: [...HASH, 'type'], value: type }];
  const before = asMap(document.get(HASH));
  const field = inputOf(type);
  if (field !== null && before[field] === undefined) {
    const names = hashNames(before);
    const input =
      names.length === 0 || field === 'cookie'
        ? INPUT[field]
        : field === 'header'
          ? { name: names[0] }
          : names.map((name) => ({ name }));
    patches.push({ op: 'set', path: [...HASH, field], value: input });
  }
  for (const other of Object.keys(INPUT))
    if (other !== field && before[other] !== undefined) patches.push({ op: 'remove', path: [...HASH, other] });
  return patches;
}

/** The field of a type: `queryParams` of QueryParams, null where there is none. */
function inputOf(type: string): string | null {
  const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  return name in INPUT ? name : null;
}

/** Header names stay when a choice moves between Header and Headers. */
function hashNames(hash: Record<string, unknown>): string[] {
  const single = asText(asMap(hash['header'])['name']);
  if (single !== '') return [single];
  return (Array.isArray(hash['headers']) ? (hash['headers'] as unknown[]) : [])
    .map((entry) => asText(asMap(entry)['name']))
    .filter(Boolean);
}

/** The primes next to a number that is none, the lower one first, as far as there are any within the limits. */
export function nearestPrimes(value: number, { min = 2, max = Infinity }: { min?: number; max?: number }): number[] {
  if (isPrime(value) && value >= min && value <= max) return [];
  let [below, above] = [Math.min(value, max + 1) - 1, Math.max(value, min - 1) + 1];
  while (below >= min && !isPrime(below)) below--;
  while (above <= max && !isPrime(above)) above++;
  return [...(below >= min ? [below] : []), ...(above <= max ? [above] : [])];
}

function isPrime(value: number): boolean {
  if (!Number.isInteger(value) || value < 2) return false;
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return false;
  return true;
}

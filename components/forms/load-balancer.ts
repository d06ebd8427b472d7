import type { Patch } from '../editor/document-model.ts';
import type { DocumentModel } from '../editor/document-model.ts';
import { asMap, asText } from './shapes.ts';

/** Types of the load balancer that the proxy runs, in the order of the cards. */
export const algorithms = [
  { value: 'LeastRequest', meaning: 'Two at random, the less busy wins. Default.' },
  { value: 'RoundRobin', meaning: 'Each in turn, per worker.' },
  { value: 'Random', meaning: 'No memory at all.' },
  { value: 'ConsistentHash', meaning: 'Same key, same endpoint.' },
] as const;

/** What ConsistentHash reads from a request, and the field that says where. */
export const hashTypes = [
  { value: 'SourceIP', label: 'Source IP', field: null },
  { value: 'Headers', label: 'Headers', field: 'headers' },
  { value: 'Header', label: 'Header', field: 'header' },
  { value: 'Cookie', label: 'Cookie', field: 'cookie' },
  { value: 'QueryParams', label: 'Query', field: 'queryParams' },
] as const;

export const BALANCER = ['spec', 'loadBalancer'];
export const HASH = [...BALANCER, 'consistentHash'];

const INPUT: Record<string, unknown> = {
  headers: [{ name: 'x-user-id' }],
  header: { name: 'x-user-id' },
  cookie: { name: 'session', ttl: '1h' },
  queryParams: [{ name: 'user' }],
};

/**
 * Chooses an algorithm. The block `consistentHash` goes with ConsistentHash: the API refuses it beside any other type, so it is removed in
 * the same step of the history. Everything else stays, and what does not fit becomes a problem.
 */
export function chooseAlgorithm(document: DocumentModel, type: string): Patch[] {
  const patches: Patch[] = [{ op: 'set', path: [...BALANCER, 'type'], value: type }];
  const has = document.get(HASH) !== undefined;
  if (type === 'ConsistentHash' && !has) patches.push({ op: 'set', path: HASH, value: { type: 'SourceIP' } });
  if (type !== 'ConsistentHash' && has) patches.push({ op: 'remove', path: HASH });
  return patches;
}

/** Chooses what is hashed: the input of the type before is removed, that of the new one made where there is none. */
export function chooseHashType(document: DocumentModel, type: string): Patch[] {
  const patches: Patch[] = [{ op: 'set', path: [...HASH, 'type'], value: type }];
  const before = asMap(document.get(HASH));
  const field = hashTypes.find((entry) => entry.value === type)?.field ?? null;
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
  for (const other of hashTypes)
    if (other.field !== null && other.field !== field && before[other.field] !== undefined)
      patches.push({ op: 'remove', path: [...HASH, other.field] });
  return patches;
}

/** Header names stay when a choice moves between Header and Headers. */
function hashNames(hash: Record<string, unknown>): string[] {
  const single = asText(asMap(hash['header'])['name']);
  if (single !== '') return [single];
  return (Array.isArray(hash['headers']) ? (hash['headers'] as unknown[]) : [])
    .map((entry) => asText(asMap(entry)['name']))
    .filter(Boolean);
}

/** The primes next to a number, the lower one first; the API takes primes from 2 to 5000011. */
export function nearestPrimes(value: number): number[] {
  if (isPrime(value)) return [];
  let [below, above] = [Math.min(value, 5_000_011) - 1, Math.max(value, 1) + 1];
  while (below >= 2 && !isPrime(below)) below--;
  while (above <= 5_000_011 && !isPrime(above)) above++;
  if (value > 5_000_011) return [5_000_011];
  return [...(below >= 2 ? [below] : []), ...(above <= 5_000_011 ? [above] : [])];
}

function isPrime(value: number): boolean {
  if (!Number.isInteger(value) || value < 2) return false;
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return false;
  return true;
}

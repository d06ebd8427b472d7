import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyDelta, deltaOf, type SnapshotDelta } from '../server/routing/snapshot-delta.ts';
import { translate, type TranslateOptions } from '../server/gateway/translate.ts';
import { keyOf, keyText, type StoredObject } from '../server/model/object.ts';
import { compile, type Router } from '../server/routing/match.ts';
import type { Snapshot } from '../server/routing/snapshot.ts';
import { opened } from './status-compare.answers.ts';
import { documents, stored } from './status-compare.worlds.ts';

const NONE: Snapshot = { revision: 0, gateways: [], rules: {} };
const keyed = (objects: readonly StoredObject[]): [string, StoredObject][] =>
  objects.map((object) => [keyText(keyOf(object)), object]);
const worlds = new Map<string, [string, StoredObject][]>();

function world(seed: number, index: number): [string, StoredObject][] {
  const name = `${seed} ${index}`;
  let found = worlds.get(name);
  if (found === undefined) worlds.set(name, (found = keyed(stored(documents(seed, index)).objects)));
  return found;
}

/** One write or several, made of the objects of a world: `pick` says which. */
interface Step {
  index: number;
  what: 'put one' | 'put many' | 'delete' | 'write statuses' | 'open sockets';
  pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  index: fc.integer({ min: 0, max: 30 }),
  what: fc.constantFrom('put one', 'put one', 'put many', 'delete', 'write statuses', 'open sockets'),
  pick: fc.nat(),
});

/** What a router says about a request for each hostname and path that a snapshot names. */
function routed(router: Router, { gateways, rules }: Snapshot): unknown[] {
  const paths = ['/', '/a', '/a/b', '/api/x', ...Object.keys(rules).slice(0, 2)];
  return gateways.flatMap(({ ports }, gateway) =>
    ports.flatMap(({ port, listeners }) =>
      listeners.flatMap(({ virtualHosts }) =>
        virtualHosts.flatMap(({ hostname }) =>
          paths.map((path) => {
            const host = hostname.replace('*', 'any');
            return router.match(gateway, port, { method: 'GET', host, path, search: '', headerValues: () => [] });
          }),
        ),
      ),
    ),
  );
}

it('gives after any changes what a translation from nothing gives, and deltas lead to the same snapshot', () => {
  let served = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), fc.array(step, { minLength: 1, maxLength: 8 }), (seed, steps) => {
      const objects = new Map([0, 1, 2, 3].flatMap((index) => world(seed, index)));
      let options: TranslateOptions = { revision: 0, pool: '127.77.0.0/16', bindings: [], now: '2026-05-01T12:00:00Z' };
      let last = translate([...objects.values()], options);
      // the console's, the proxy's (through JSON) and the router of the proxy's
      let proxied = NONE;
      let router = compile(NONE);
      for (const { index, what, pick } of steps) {
        const others = world(seed, index);
        if (what === 'put one') {
          const [key, object] = others[pick % others.length]!;
          objects.set(key, object);
        } else if (what === 'put many') for (const [key, object] of others.slice(pick % 7)) objects.set(key, object);
        else if (what === 'delete') objects.delete([...objects.keys()][pick % objects.size] ?? '');
        else if (what === 'open sockets') options = { ...options, bindings: opened(last.snapshot) };
        else {
          for (const { key, status } of last.statuses) {
            const object = objects.get(keyText(key));
            if (object !== undefined) objects.set(keyText(key), { ...object, status });
          }
        }
        const before = last.snapshot;
        options = { ...options, revision: options.revision + 1, previous: before };
        last = translate([...objects.values()], options);
        // nothing is known about copies
        const anew = translate(structuredClone([...objects.values()]), structuredClone(options));
        expect(last).toEqual(anew);
        expect(JSON.stringify(last.snapshot.gateways)).toBe(JSON.stringify(anew.snapshot.gateways));

        const delta = JSON.parse(JSON.stringify(deltaOf(before, last.snapshot))) as SnapshotDelta;
        proxied = applyDelta(proxied === NONE ? before : proxied, delta);
        expect(proxied).toEqual(last.snapshot);
        expect(JSON.stringify(proxied.gateways)).toBe(JSON.stringify(last.snapshot.gateways));
        router = compile(proxied, router);
        const answers = routed(router, proxied);
        served += answers.length;
        expect(answers).toEqual(routed(compile(last.snapshot), last.snapshot));
      }
    }),
    { numRuns: 40 },
  );
  expect(served).toBeGreaterThan(500);
});

it('shares what stands, so that a delta is as long as the change', () => {
  const objects = [...new Map([0, 1, 2, 3].flatMap((index) => world(1, index))).values()];
  const options: TranslateOptions = { revision: 1, pool: '127.77.0.0/16', bindings: [] };
  const { snapshot } = translate(objects, options);
  const again = translate(structuredClone(objects), { ...options, revision: 2, previous: snapshot }).snapshot;
  expect(Object.keys(snapshot.rules).length).toBeGreaterThan(0);
  expect(again.gateways).toBe(snapshot.gateways);
  expect(again.rules).toBe(snapshot.rules);
  expect(deltaOf(snapshot, again)).toEqual({ from: 1, revision: 2, hosts: [], rules: { set: [], gone: [] } });
});

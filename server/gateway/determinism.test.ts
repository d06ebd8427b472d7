import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredObject } from '../model/object.ts';
import { compile } from '../routing/match.ts';
import { backend, GATEWAY, opened, run, stored, withStatuses } from './manifests.fixture.ts';

const HOSTS = ['www.example.com', '*.example.com', '*.com', 'a.b.example.com', 'foo.org'];
const day = fc.integer({ min: 1, max: 3 }).map((value) => `2026-01-0${value}T00:00:00Z`);
const group = 'gateway.networking.k8s.io';

function object(kind: string, name: string, creationTimestamp: string, spec: object): StoredObject[] {
  const version = kind === 'BackendTrafficPolicy' ? 'gateway.envoyproxy.io/v1alpha1' : `${group}/v1`;
  return stored(JSON.stringify({ apiVersion: version, kind, metadata: { name, creationTimestamp }, spec }));
}

const listener = fc.record(
  {
    name: fc.constantFrom('http', 'web', 'alt'),
    protocol: fc.constant('HTTP'),
    port: fc.constantFrom(80, 8080),
    hostname: fc.constantFrom(...HOSTS),
  },
  { requiredKeys: ['name', 'protocol', 'port'] },
);
const gateways = fc
  .array(fc.tuple(day, fc.uniqueArray(listener, { selector: ({ name }) => name, minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) =>
    list.flatMap(([created, listeners], index) =>
      object('Gateway', `gw${index}`, created, { gatewayClassName: 'eg', listeners }),
    ),
  );

const rule = fc.record(
  {
    name: fc.constantFrom('one', 'two'),
    matches: fc.array(
      fc.record({
        path: fc.record({
          type: fc.constantFrom('Exact', 'PathPrefix', 'RegularExpression'),
          value: fc.constantFrom('/', '/a', '/a/b'),
        }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    backendRefs: fc.array(
      fc.record({
        name: fc.constantFrom('backend', 'empty', 'missing'),
        port: fc.constant(3000),
        weight: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['backendRefs'] },
);
const routes = fc
  .array(
    fc.tuple(
      day,
      fc.record(
        {
          parentRefs: fc.uniqueArray(
            fc.record(
              {
                name: fc.constantFrom('gw0', 'gw1', 'gw2', 'gone'),
                sectionName: fc.constantFrom('http', 'web', 'nope'),
              },
              { requiredKeys: ['name'] },
            ),
            { selector: ({ name, sectionName }) => `${name}/${sectionName}`, minLength: 1, maxLength: 3 },
          ),
          hostnames: fc.uniqueArray(fc.constantFrom(...HOSTS), { maxLength: 2 }),
          rules: fc.uniqueArray(rule, { selector: ({ name }) => name ?? {}, minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: ['parentRefs', 'rules'] },
      ),
    ),
    { maxLength: 4 },
  )
  .map((list) => list.flatMap(([created, spec], index) => object('HTTPRoute', `r${index}`, created, spec)));

const target = fc.oneof(
  fc.record(
    {
      group: fc.constant(group),
      kind: fc.constant('HTTPRoute'),
      name: fc.constantFrom('r0', 'r1', 'r2'),
      sectionName: fc.constantFrom('one', 'nope'),
    },
    { requiredKeys: ['group', 'kind', 'name'] },
  ),
  fc.record(
    {
      group: fc.constant(group),
      kind: fc.constant('Gateway'),
      name: fc.constantFrom('gw0', 'gw1'),
      sectionName: fc.constantFrom('http', 'alt'),
    },
    { requiredKeys: ['group', 'kind', 'name'] },
  ),
);
const policies = fc
  .array(
    fc.tuple(
      day,
      fc.record(
        {
          targetRefs: fc.array(target, { minLength: 1, maxLength: 2 }),
          mergeType: fc.constantFrom('StrategicMerge', 'JSONMerge', 'Unknown'),
          loadBalancer: fc.constantFrom(
            { type: 'RoundRobin' },
            { type: 'ConsistentHash', consistentHash: { type: 'SourceIP', tableSize: 100 } },
            { type: 'Random', zoneAware: { preferLocal: {} } },
          ),
        },
        { requiredKeys: ['targetRefs'] },
      ),
    ),
    { maxLength: 5 },
  )
  .map((list) => list.flatMap(([created, spec], index) => object('BackendTrafficPolicy', `p${index}`, created, spec)));

const FIXED = stored(
  GATEWAY.split('---')[0] ?? '',
  backend('backend', ['127.0.1.1', '127.0.1.2']),
  backend('empty', []),
);
const worlds = fc
  .tuple(gateways, routes, policies)
  .map((parts) => [...FIXED, ...parts.flat()])
  .chain((objects) =>
    fc.record({
      objects: fc.constant(objects),
      shuffled: fc.shuffledSubarray(objects, { minLength: objects.length, maxLength: objects.length }),
    }),
  );

test('the order of the objects does not matter', () => {
  fc.assert(
    fc.property(worlds, ({ objects, shuffled }) => {
      expect(JSON.stringify(run(shuffled))).toBe(JSON.stringify(run(objects)));
    }),
    { numRuns: 60 },
  );
});

test('statuses never flap: once stored they give no further change, and the snapshot stays', () => {
  fc.assert(
    fc.property(worlds, ({ objects }) => {
      const first = run(objects);
      const settled = withStatuses(objects, first.statuses);
      const bindings = opened(first.snapshot);
      const again = run(settled, { previous: first.snapshot, bindings, now: '2026-06-01T00:00:00Z' });
      expect(again).toEqual({ snapshot: first.snapshot, statuses: [] });
    }),
    { numRuns: 60 },
  );
});

test('every snapshot can be served: candidates have rules, and no host of a listener comes twice', () => {
  fc.assert(
    fc.property(worlds, ({ objects }) => {
      const { snapshot } = run(objects);
      compile(snapshot);
      const used = new Set<string>();
      for (const { listeners } of snapshot.gateways.flatMap(({ ports }) => ports)) {
        for (const { virtualHosts } of listeners) {
          expect(new Set(virtualHosts.map(({ hostname }) => hostname)).size).toBe(virtualHosts.length);
          for (const { ruleId } of virtualHosts.flatMap(({ candidates }) => candidates)) used.add(ruleId);
        }
      }
      expect(Object.keys(snapshot.rules).sort()).toEqual([...used].sort());
    }),
    { numRuns: 60 },
  );
});

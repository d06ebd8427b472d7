import { expect, test } from 'vitest';
import type { LoadBalancer } from '../../balancing/types.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import { forward, ruleId, snapshotOf } from '../testing/snapshot.ts';
import { deltaOf } from '../../routing/snapshot-delta.ts';
import { checkDelta, checkSnapshot, DeltaGap } from './check-snapshot.ts';

function good(loadBalancer: LoadBalancer = { type: 'RoundRobin' }): Snapshot {
  const action = forward(loadBalancer, [{ address: '127.0.0.1', port: 80 }]);
  return snapshotOf([{ path: '/', action }], { address: '127.78.8.1', port: 80 });
}

/** A good snapshot with the value at a path of keys replaced. */
function changed(keys: (string | number)[], value: unknown, from: Snapshot = good()): unknown {
  const copy = structuredClone(from) as unknown;
  let at = copy as Record<string | number, unknown>;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[keys.at(-1)!] = value;
  return copy;
}

const LISTENER = ['gateways', 0, 'ports', 0, 'listeners', 0];
const CANDIDATE = [...LISTENER, 'virtualHosts', 0, 'candidates', 0];
const RULE = ['rules', ruleId('/')];
const GROUP = [...RULE, 'action', 'group'];

test('a snapshot that can be served passes as it is', () => {
  const snapshot = good();
  expect(checkSnapshot(snapshot).snapshot).toBe(snapshot);
  checkSnapshot({ revision: 0, gateways: [], rules: {} });
});

test.each<[unknown, string]>([
  [[], 'snapshot must be an object.'],
  [changed(['revision'], -1), 'snapshot.revision must be a whole number from 0'],
  [changed(['gateways'], {}), 'gateways must be a list.'],
  [changed(['gateways', 0, 'address'], '127.0.0'), 'gateways[0].address must be an IP address.'],
  [changed(['gateways', 0, 'mirrorLoopback'], 1), 'gateways[0].mirrorLoopback must be true or false.'],
  [
    changed(['gateways', 0, 'ports', 0, 'port'], 65_536),
    'gateways[0].ports[0].port must be a whole number from 1 to 65535.',
  ],
  [changed(['gateways', 0, 'ports', 0, 'protocol'], 'UDP'), 'protocol must be HTTP.'],
  [changed([...LISTENER, 'virtualHosts'], null), 'virtualHosts must be a list.'],
  [changed([...CANDIDATE, 'ruleId'], 'nope'), 'the snapshot has no rule nope'],
  [changed([...CANDIDATE, 'match', 'path', 'type'], 'Glob'), 'must be one of Exact, PathPrefix, RegularExpression'],
  [
    changed([...CANDIDATE, 'match', 'headers'], [{ type: 'RegularExpression', name: 'a', value: '(' }]),
    'is not a valid RE2',
  ],
  [changed([...RULE, 'id'], 'other'), 'must be the key of the rule'],
  [changed([...RULE, 'action'], { type: 'drop' }), 'must be respond or forward'],
  [changed([...RULE, 'action'], { type: 'respond', status: 99, reason: 'x' }), 'from 200 to 599'],
  [changed([...GROUP, 'backends', 0, 'weight'], 1.5), 'weight must be a whole number from 0'],
  [
    changed([...GROUP, 'backends', 0, 'endpoints', 0, 'address'], 'a.example'),
    'endpoints[0].address must be an IP address',
  ],
  [
    changed([...GROUP, 'loadBalancer'], { type: 'ConsistentHash', inputs: [], tableSize: 100 }),
    '100 is not a prime number',
  ],
  [
    changed([...GROUP, 'loadBalancer'], {
      type: 'ConsistentHash',
      tableSize: 11,
      inputs: [{ type: 'Cookie', name: 'a', ttl: 1, attributes: { Path: 1 } }],
    }),
    'attributes.Path must be a text',
  ],
])('%# what cannot be served is refused with its place', (value, reason) => {
  expect(() => checkSnapshot(value)).toThrow(reason);
});

const respond = { type: 'respond', status: 204, reason: '' };
const base = checkSnapshot(good());
const delta = deltaOf(base.snapshot, { ...(changed([...RULE, 'action'], respond) as Snapshot), revision: 2 });

test('a delta that can be served gives the snapshot that it was made of', () => {
  const { snapshot } = checkDelta(base, JSON.parse(JSON.stringify(delta)));
  expect(snapshot).toEqual({ ...(changed([...RULE, 'action'], respond) as Snapshot), revision: 2 });
  expect(checkDelta(base, { from: 1, revision: 3, hosts: [], rules: { set: [], gone: [] } }).snapshot).toEqual({
    ...base.snapshot,
    revision: 3,
  });
});

test.each<[object, string]>([
  [{ revision: -1 }, 'delta.revision must be a whole number'],
  [{ frame: {} }, 'gateways must be a list'],
  [{ frame: { gateways: [{ namespace: 'a', name: 'b', address: 'c' }] } }, 'gateways[0].address must be an IP address'],
  [{ hosts: [{ listener: 'default/eg/http', set: [{ hostname: '' }], gone: [] }] }, 'hosts[0].set[0].hostname must be'],
  [{ hosts: [{ listener: 'default/eg/http', set: [], gone: [1] }] }, 'hosts[0].gone[0] must be a text'],
  [{ rules: { set: [{ id: 'a', action: { type: 'drop' } }], gone: [] } }, 'rules["a"].action.type must be'],
  [{ rules: { set: [], gone: [ruleId('/')] } }, `the snapshot has no rule ${ruleId('/')}`],
])('%# a delta that gives what cannot be served is refused with its place', (change, reason) => {
  expect(() => checkDelta(base, { ...delta, ...change })).toThrow(reason);
});

test('a delta that starts from another snapshot is told from one that is no good', () => {
  expect(() => checkDelta(base, { ...delta, from: 2 })).toThrow(DeltaGap);
});

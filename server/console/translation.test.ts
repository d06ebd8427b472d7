import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { backend, GATEWAY, opened, POOL, route, stored } from '../gateway/manifests.fixture.ts';
import { keyOf, type StoredObject } from '../model/object.ts';
import { folder } from '../store/store.fixture.ts';
import { openStore } from '../store/store.ts';
import type { StoreEvent } from '../store/types.ts';
import { Translation } from './translation.ts';

interface Entry {
  conditions: { type: string; status: string; lastTransitionTime: string }[];
}

test('statuses settle, are not written again, and keep their times while nothing changes', async () => {
  const store = await openStore({ file: path.join(folder(), 'switchyard.db') });
  const events: StoreEvent[] = [];
  store.subscribe((batch) => {
    events.push(...batch.filter(({ statusOnly }) => statusOnly));
  });
  const failures: unknown[] = [];
  let snapshots = 0;
  const translation = new Translation(store, POOL, {
    snapshot: (snapshot) => {
      snapshots += 1;
      translation.bound(opened(snapshot));
    },
    unchanged: () => undefined,
    failed: (error) => failures.push(error),
  });
  /** Statuses written until none has come for a while. */
  const settled = async (): Promise<string[]> => {
    let before = -1;
    while (before !== events.length) {
      before = events.length;
      await sleep(400);
    }
    return events.splice(0).map(({ key }) => key.kind);
  };
  const find = (kind: string): StoredObject => store.all().find((object) => object.kind === kind)!;
  const conditions = (): Entry['conditions'] =>
    (find('HTTPRoute').status as { parents: Entry[] }).parents.flatMap((entry) => entry.conditions);

  const manifests = stored(
    GATEWAY,
    backend('blue', ['127.77.0.9']),
    route('web', [{ name: 'blue', port: 3000 }]),
    JSON.stringify({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'BackendTrafficPolicy',
      metadata: { name: 'policy' },
      spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'eg' }] },
    }),
  );
  await store.write(manifests.map((object) => ({ type: 'put', key: keyOf(object), object, by: 'test' })));
  const kinds = await settled();
  expect(new Set(kinds)).toEqual(new Set(['GatewayClass', 'Gateway', 'HTTPRoute', 'BackendTrafficPolicy']));

  // nothing has changed: whatever starts another round writes nothing
  const was = snapshots;
  for (let round = 0; round < 3; round++) {
    translation.bound(opened(translation.snapshot!));
    expect(await settled()).toEqual([]);
  }
  expect(snapshots).toBe(was);

  // a Service goes: only the condition that changes its status has another time
  const first = conditions();
  await sleep(1_100);
  await store.write([{ type: 'delete', key: keyOf(find('Service')), by: 'test' }]);
  expect(await settled()).toEqual(['HTTPRoute']);
  const changed = conditions().filter(
    ({ type, lastTransitionTime }) => first.find((one) => one.type === type)?.lastTransitionTime !== lastTransitionTime,
  );
  expect(changed.map(({ type, status }) => [type, status])).toEqual([['ResolvedRefs', 'False']]);
  expect(failures).toEqual([]);
  await translation.close();
  await store.close();
});

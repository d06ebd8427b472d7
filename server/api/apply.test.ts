import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, ROUTES, route, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const GATEWAYS = '/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways';

function apply(path: string, manager: string, object: object, query = ''): Promise<Answer> {
  const type = { 'content-type': 'application/apply-patch+yaml' };
  return served.call('PATCH', `${path}?fieldManager=${manager}${query}`, object, type);
}

function gateway(name: string, ports: Record<string, number>, metadata: object = {}): object {
  const listeners = Object.entries(ports).map(([listener, port]) => ({ name: listener, protocol: 'HTTP', port }));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, ...metadata },
    spec: { gatewayClassName: 'eg', listeners },
  };
}

interface Managed {
  metadata: {
    resourceVersion: string;
    labels?: object;
    managedFields: { manager: string; operation: string; fieldsV1: object }[];
  };
  spec: { listeners: { name: string; port: number }[] };
}

test('creates what is not there, and says who manages what', async () => {
  const { code, body } = await apply(`${ROUTES}/a`, 'me', route('a', {}, { labels: { x: '1' } }));
  expect(code).toBe(201);
  expect((body as unknown as Managed).metadata.managedFields).toEqual([
    expect.objectContaining({
      manager: 'me',
      operation: 'Apply',
      fieldsV1: { 'f:metadata': { 'f:labels': { 'f:x': {} } }, 'f:spec': { 'f:hostnames': {}, 'f:parentRefs': {} } },
    }),
  ]);
});

test('changes nothing when it is applied again', async () => {
  const object = route('same', {}, { labels: { x: '1' } });
  const first = await apply(`${ROUTES}/same`, 'me', object);
  const second = await apply(`${ROUTES}/same`, 'me', object);
  expect(second.code).toBe(200);
  expect(second.body).toEqual(first.body);
});

test('merges lists by their key, and removes what the manager no longer applies', async () => {
  await apply(`${GATEWAYS}/eg`, 'one', gateway('eg', { http: 80, extra: 81 }, { labels: { mine: 'x' } }));
  await apply(`${GATEWAYS}/eg`, 'two', gateway('eg', { admin: 82 }));
  const { body } = await apply(`${GATEWAYS}/eg`, 'one', gateway('eg', { http: 8080 }));
  const { spec, metadata } = body as unknown as Managed;
  expect(spec.listeners.map(({ name, port }) => [name, port])).toEqual([
    ['http', 8080],
    ['admin', 82],
  ]);
  expect(metadata.labels).toBeUndefined();
});

test('conflicts with what another manager wrote, unless forced', async () => {
  await served.call('POST', GATEWAYS, gateway('taken', { http: 80 }, { labels: { x: '1' } }), {
    'user-agent': 'curl/8',
  });
  const wanted = gateway('taken', { http: 81 });
  const { code, body } = await apply(`${GATEWAYS}/taken`, 'me', wanted);
  expect(code).toBe(409);
  expect(body).toMatchObject({
    reason: 'Conflict',
    message:
      'Apply failed with 1 conflict: conflict with "curl" using gateway.networking.k8s.io/v1: .spec.listeners[name="http"].port',
    details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.listeners[name="http"].port' }] },
  });
  const forced = await apply(`${GATEWAYS}/taken`, 'me', wanted, '&force=true');
  expect(forced.body).toMatchObject({ spec: { listeners: [{ port: 81 }] }, metadata: { labels: { x: '1' } } });
});

test('conflicts over atomic lists that another manager wrote and that have defaults, as the API server does', async () => {
  const object = route('defaulted', { rules: [{ backendRefs: [{ name: 'backend', port: 3000 }] }] });
  await served.call('POST', ROUTES, object, { 'user-agent': 'curl/8' });
  const by = 'conflicts with "curl" using gateway.networking.k8s.io/v1';
  expect((await apply(`${ROUTES}/defaulted`, 'me', object)).body).toMatchObject({
    code: 409,
    message: `Apply failed with 2 conflicts: ${by}:\n- .spec.parentRefs\n- .spec.rules`,
  });
});

test('kubectl takes over what it applied on the client', async () => {
  const applied = {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(gateway('taken-over', { http: 80 })),
  };
  const made = gateway('taken-over', { http: 80 }, { annotations: applied });
  await served.call('POST', `${GATEWAYS}?fieldManager=kubectl-client-side-apply`, made);
  const wanted = gateway('taken-over', { http: 81 });
  expect((await apply(`${GATEWAYS}/taken-over`, 'other', wanted)).code).toBe(409);
  expect((await apply(`${GATEWAYS}/taken-over`, 'kubectl', wanted)).body).toMatchObject({
    spec: { listeners: [{ port: 81 }] },
  });
});

test('no more than ten updates are told apart', async () => {
  await served.call('POST', `${ROUTES}?fieldManager=m0`, route('busy'));
  const type = { 'content-type': 'application/merge-patch+json' };
  for (let index = 1; index < 15; index += 1) {
    const patch = { metadata: { labels: { [`l${index}`]: 'x' } } };
    await served.call('PATCH', `${ROUTES}/busy?fieldManager=m${index}`, patch, type);
  }
  const { body } = await served.call('GET', `${ROUTES}/busy`);
  const { managedFields } = (body as unknown as Managed).metadata;
  expect(managedFields).toHaveLength(10);
  expect(managedFields.map(({ manager }) => manager)).toContain('ancient-changes');
});

test('a write that is no apply takes what it changes from its manager', async () => {
  await apply(`${GATEWAYS}/moved`, 'me', gateway('moved', { http: 80 }));
  const patch = [{ op: 'replace', path: '/spec/listeners/0/port', value: 90 }];
  const type = { 'content-type': 'application/json-patch+json' };
  await served.call('PATCH', `${GATEWAYS}/moved?fieldManager=you`, patch, type);
  const { body } = await apply(`${GATEWAYS}/moved`, 'me', gateway('moved', { http: 80 }));
  expect(body).toMatchObject({ code: 409, message: expect.stringContaining('conflict with "you"') });
});

test('what only the server writes is left to it, unless it says when something is to end', async () => {
  const odd = { generation: 1.5, creationTimestamp: true, deletionGracePeriodSeconds: 1.5, deletionTimestamp: 5 };
  expect((await apply(`${ROUTES}/odd`, 'me', route('odd', {}, odd))).body).toMatchObject({
    metadata: { name: 'odd', generation: 1, creationTimestamp: expect.stringMatching(/Z$/) },
  });
  const ending = { deletionTimestamp: '2020-01-01T00:00:00Z', deletionGracePeriodSeconds: 30 };
  expect((await apply(`${ROUTES}/odd`, 'me', route('odd', {}, ending))).body).toMatchObject({
    code: 422,
    message: expect.stringContaining(
      'metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable',
    ),
  });
  expect((await apply(`${ROUTES}/doomed`, 'me', route('doomed', {}, ending))).body).toMatchObject({ metadata: ending });
});

test('metadata has to be readable where a cluster keeps another version', async () => {
  const spec = { from: [{ group: 'a', kind: 'B', namespace: 'c' }], to: [{ group: '', kind: 'Service' }] };
  const grant = (metadata: object): object => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ReferenceGrant',
    metadata: { name: 'g', ...metadata },
    spec,
  });
  const said = async (metadata: object): Promise<unknown> => {
    const path = '/apis/gateway.networking.k8s.io/v1/namespaces/default/referencegrants/g';
    const { code, body } = await apply(path, 'me', grant(metadata));
    return [code, body.message];
  };
  expect(await said({ deletionTimestamp: 'x' })).toEqual([
    500,
    'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
  ]);
  expect(await said({ deletionTimestamp: 5 })).toEqual([
    500,
    'json: cannot unmarshal number into Go struct field ObjectMeta.deletionTimestamp of type string',
  ]);
  expect(await said({ deletionTimestamp: 5, labels: { 'a b': 'c' } })).toEqual([422, expect.any(String)]);
  expect(await said({ generation: 1.5, creationTimestamp: 'x' })).toEqual([201, undefined]);
});

test('a link to itself is a change that is not stored, but has its time', async () => {
  const linked = gateway('linked', { http: 80 });
  await served.call('POST', GATEWAYS, linked, { 'user-agent': 'me/1' });
  const first = await apply(`${GATEWAYS}/linked`, 'one', linked, '&force=true');
  const managers = ({ body }: Answer): object[] => (body as unknown as Managed).metadata.managedFields;
  expect(managers(first).find((entry) => 'operation' in entry && entry.operation === 'Apply')).not.toHaveProperty(
    'time',
  );
  const second = await apply(
    `${GATEWAYS}/linked`,
    'one',
    gateway('linked', { http: 80 }, { selfLink: '/a' }),
    '&force=true',
  );
  expect(second.body).not.toHaveProperty('metadata.selfLink');
  expect(managers(second).find((entry) => 'operation' in entry && entry.operation === 'Apply')).toHaveProperty('time');
});

test('needs a field manager', async () => {
  const type = { 'content-type': 'application/apply-patch+yaml' };
  const { body } = await served.call('PATCH', `${ROUTES}/b`, route('b'), type);
  expect(body).toMatchObject({ code: 422, details: { kind: 'PatchOptions', causes: [{ field: 'fieldManager' }] } });
});

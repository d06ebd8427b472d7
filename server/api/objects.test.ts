import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES, route, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const MERGE = { 'content-type': 'application/merge-patch+json' };
const JSON_PATCH = { 'content-type': 'application/json-patch+json' };
const SERVICES = '/api/v1/namespaces/default/services';

describe('create', () => {
  test('fills in identity and defaults', async () => {
    const { code, body } = await served.call('POST', ROUTES, route('created'));
    expect(code).toBe(201);
    expect(body).toMatchObject({
      metadata: { name: 'created', namespace: 'default', generation: 1, uid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      spec: { parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'eg' }] },
    });
    expect(served.store.revision).toBe(
      Number((body as { metadata: { resourceVersion: string } }).metadata.resourceVersion),
    );
  });

  test('refuses a name that is taken, as the API server words it', async () => {
    await served.call('POST', ROUTES, route('taken'));
    const { code, body } = await served.call('POST', ROUTES, route('taken'));
    expect(code).toBe(409);
    expect(body).toMatchObject({
      reason: 'AlreadyExists',
      message: 'httproutes.gateway.networking.k8s.io "taken" already exists',
      details: { name: 'taken', group: 'gateway.networking.k8s.io', kind: 'httproutes' },
    });
  });

  test('makes names from generateName', async () => {
    const body = { ...route(''), metadata: { generateName: 'web-' } };
    const made = await served.call('POST', ROUTES, body);
    expect(made.body).toMatchObject({ metadata: { name: expect.stringMatching(/^web-[a-z0-9]{5}$/) } });
  });

  test('needs the namespace, but default is always there', async () => {
    const missing = await served.call('POST', ROUTES.replace('default', 'nowhere'), route('a'));
    expect([missing.code, missing.body.message]).toEqual([404, 'namespaces "nowhere" not found']);
    const found = await served.call('GET', '/api/v1/namespaces/default');
    expect(found.body).toMatchObject({ kind: 'Namespace', status: { phase: 'Active' } });
    const deleted = await served.call('DELETE', '/api/v1/namespaces/default');
    expect(deleted.code).toBe(403);
  });

  test('warns of unknown fields, refuses them when strict', async () => {
    const input = route('bogus', { bogus: 1 });
    const warned = await served.call('POST', `${ROUTES}?dryRun=All`, input);
    expect(warned.headers.get('warning')).toBe(String.raw`299 - "unknown field \"spec.bogus\""`);
    const strict = await served.call('POST', `${ROUTES}?fieldValidation=Strict`, input);
    expect([strict.code, strict.body.reason]).toEqual([400, 'BadRequest']);
    expect((await served.call('GET', `${ROUTES}/bogus`)).code).toBe(404);
  });

  test('warns of each field that is kept but does not act', async () => {
    const filter = { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: 'b' }] } };
    const made = await served.call('POST', ROUTES, route('filtered', { rules: [{ filters: [filter] }] }));
    expect(made.code).toBe(201);
    expect(made.headers.get('warning')).toMatch(/^299 switchyard "spec\.rules\[0\]\.filters\[0\][^"]*: [^"]*500/);
    expect(made.body).toMatchObject({ spec: { rules: [{ filters: [filter] }] } });
  });

  test('warns of keys that stand twice, refuses them when strict', async () => {
    const text = JSON.stringify(route('twice')).replace('"spec":{', '"spec":{"hostnames":[],');
    const warned = await served.call('POST', `${ROUTES}?dryRun=All`, text);
    expect(warned.headers.get('warning')).toBe(String.raw`299 - "duplicate field \"spec.hostnames\""`);
    const strict = await served.call('POST', `${ROUTES}?fieldValidation=Strict`, text);
    expect([strict.code, strict.body.message]).toEqual([400, expect.stringContaining('strict decoding error')]);
  });

  test('says of repeated keys what kind the body says, and of a wrong type what kind was asked for', async () => {
    const text = JSON.stringify({ ...route('a'), kind: 'Foo' }).replace('"spec":{', '"spec":{"hostnames":[],');
    const strict = await served.call('POST', `${ROUTES}?fieldValidation=Strict`, text);
    expect(strict.body.message).toBe(
      'Foo in version "v1" cannot be handled as a Foo: strict decoding error: duplicate field "spec.hostnames"',
    );
    const wrong = await served.call('POST', ROUTES, { ...route('a'), kind: 'Foo', metadata: 3 });
    expect(wrong.body.message).toMatch(/^Foo in version "v1" cannot be handled as a HTTPRoute: /);
  });

  test('refuses what is nested without end', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect((await served.call('POST', ROUTES, deep)).code).toBe(400);
    await served.call('POST', ROUTES, route('deep'));
    expect((await served.call('PATCH', `${ROUTES}/deep`, deep, MERGE)).code).toBe(400);
  });

  test('reads YAML, refuses other types and bodies that are too long', async () => {
    const yaml = 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: from-yaml}\n';
    const type = { 'content-type': 'application/yaml' };
    expect((await served.call('POST', ROUTES, `${yaml}spec: {parentRefs: [{name: eg}]}\n`, type)).code).toBe(201);
    expect((await served.call('POST', ROUTES, yaml, { 'content-type': 'text/plain' })).code).toBe(415);
    expect((await served.call('POST', ROUTES, `"${'x'.repeat(3 << 20)}"`)).code).toBe(413);
    const broken = await served.call('POST', ROUTES, '{"apiVersion":');
    expect([broken.code, broken.body.reason]).toEqual([400, 'BadRequest']);
  });

  test('names every wrong field', async () => {
    const { code, body } = await served.call('POST', ROUTES, route('wrong', { rules: [] }));
    expect(code).toBe(422);
    expect(body).toMatchObject({
      reason: 'Invalid',
      details: { kind: 'HTTPRoute', causes: [{ field: 'spec.rules', reason: 'FieldValueInvalid' }] },
    });
  });
});

test('of several labels that are wrong the first by name is told of, also where names are numbers', async () => {
  const labels = { '': [], 0: 1 };
  expect((await served.call('POST', ROUTES, route('a', {}, { labels }))).body.message).toMatch(
    /cannot unmarshal array into Go struct field ObjectMeta\.labels of type string$/,
  );
});

describe('update', () => {
  test('needs the newest resourceVersion, and counts generations', async () => {
    const made = await served.call('POST', ROUTES, route('updated'));
    const object = made.body as unknown as { metadata: Record<string, unknown>; spec: Record<string, unknown> };
    const path = `${ROUTES}/updated`;
    const labelled = { ...object, metadata: { ...object.metadata, labels: { a: 'b' } } };
    const second = await served.call('PUT', path, labelled);
    expect(second.body).toMatchObject({ metadata: { generation: 1, labels: { a: 'b' } } });
    expect((await served.call('PUT', path, labelled)).body).toMatchObject({ reason: 'Conflict', code: 409 });
    const { metadata } = second.body as unknown as { metadata: object };
    const third = await served.call('PUT', path, {
      ...object,
      metadata,
      spec: { ...object.spec, hostnames: ['a.example.com'] },
    });
    expect(third.body).toMatchObject({ metadata: { generation: 2 } });
    const { resourceVersion: _revision, ...without } = object.metadata;
    const unversioned = await served.call('PUT', path, { ...object, metadata: without });
    expect(unversioned.body).toMatchObject({
      code: 422,
      details: { kind: 'httproutes', causes: [{ field: 'metadata.resourceVersion' }] },
    });
  });

  test('writes nothing when nothing changes, and takes status only from /status', async () => {
    const made = await served.call('POST', ROUTES, route('quiet'));
    const again = await served.call('PUT', `${ROUTES}/quiet`, {
      ...made.body,
      status: { parents: [{ controllerName: 'garbage' }] },
    });
    expect(again.body).toEqual(made.body);
    const status = { parents: [] };
    const written = await served.call('PUT', `${ROUTES}/quiet/status`, { ...made.body, spec: {}, status });
    expect(written.body).toMatchObject({
      metadata: { generation: 1 },
      status,
      spec: { hostnames: ['www.example.com'] },
    });
  });

  test('keeps core kinds without a resourceVersion: the last write wins', async () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'last' }, spec: { ports: [{ port: 80 }] } };
    await served.call('POST', SERVICES, service);
    const { code } = await served.call('PUT', `${SERVICES}/last`, { ...service, spec: { ports: [{ port: 81 }] } });
    expect(code).toBe(200);
  });
});

describe('patch', () => {
  test('merges, with null to delete', async () => {
    await served.call('POST', ROUTES, route('merged', {}, { labels: { a: 'b', c: 'd' } }));
    const { body } = await served.call('PATCH', `${ROUTES}/merged`, { metadata: { labels: { a: null } } }, MERGE);
    expect(body).toMatchObject({ metadata: { labels: { c: 'd' } } });
  });

  test('runs a JSON patch, all of it or nothing', async () => {
    await served.call('POST', ROUTES, route('patched'));
    const path = `${ROUTES}/patched`;
    const replace = { op: 'replace', path: '/spec/hostnames/0', value: 'b.example.com' };
    const done = await served.call('PATCH', path, [replace], JSON_PATCH);
    expect(done.body).toMatchObject({ spec: { hostnames: ['b.example.com'] } });
    const test = { op: 'test', path: '/spec/hostnames/0', value: 'c.example.com' };
    const failed = await served.call('PATCH', path, [{ ...replace, value: 'd.example.com' }, test], JSON_PATCH);
    expect(failed.code).toBe(422);
    expect((await served.call('GET', path)).body).toMatchObject({ spec: { hostnames: ['b.example.com'] } });
  });

  test('merges ports of a Service by number, and is 415 for custom resources', async () => {
    const strategic = { 'content-type': 'application/strategic-merge-patch+json' };
    await served.call('POST', SERVICES, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ports' },
      spec: {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81 },
        ],
      },
    });
    const patch = {
      spec: {
        ports: [
          { port: 81, targetPort: 8081 },
          { port: 80, $patch: 'delete' },
        ],
      },
    };
    const { body } = await served.call('PATCH', `${SERVICES}/ports`, patch, strategic);
    expect(body).toMatchObject({ spec: { ports: [{ name: 'b', port: 81, targetPort: 8081 }] } });
    const refused = await served.call('PATCH', `${ROUTES}/patched`, {}, strategic);
    expect(refused.body).toMatchObject({ code: 415, reason: 'UnsupportedMediaType' });
  });

  test('goes on from the newest state when many come at once', async () => {
    await served.call('POST', ROUTES, route('crowd'));
    const labels = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(
      labels.map((label) => served.call('PATCH', `${ROUTES}/crowd`, { metadata: { labels: { [label]: 'x' } } }, MERGE)),
    );
    expect(answers.map(({ code }) => code)).toEqual([200, 200, 200, 200, 200]);
    const { body } = await served.call('GET', `${ROUTES}/crowd`);
    expect(Object.keys((body as unknown as { metadata: { labels: object } }).metadata.labels).sort()).toEqual(labels);
  });
});

describe('delete', () => {
  test('answers with a Status, and 404 afterwards', async () => {
    await served.call('POST', ROUTES, route('gone'));
    const { code, body } = await served.call('DELETE', `${ROUTES}/gone`, { propagationPolicy: 'Background' });
    expect(code).toBe(200);
    expect(body).toMatchObject({ kind: 'Status', status: 'Success', details: { kind: 'httproutes', name: 'gone' } });
    expect((await served.call('DELETE', `${ROUTES}/gone`)).code).toBe(404);
  });

  test('waits for finalizers', async () => {
    await served.call('POST', ROUTES, route('held', {}, { finalizers: ['example.com/hold'] }));
    const marked = await served.call('DELETE', `${ROUTES}/held`);
    expect(marked.body).toMatchObject({ kind: 'HTTPRoute', metadata: { deletionTimestamp: expect.any(String) } });
    expect((await served.call('GET', `${ROUTES}/held`)).code).toBe(200);
    await served.call('PATCH', `${ROUTES}/held`, { metadata: { finalizers: null } }, MERGE);
    expect((await served.call('GET', `${ROUTES}/held`)).code).toBe(404);
  });

  test('of a namespace takes what is in it', async () => {
    const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
    await served.call('POST', '/api/v1/namespaces', shop);
    const routes = ROUTES.replace('default', 'shop');
    await served.call('POST', routes, route('a'));
    await served.call('POST', routes, route('b', {}, { finalizers: ['example.com/hold'] }));
    await served.call('DELETE', '/api/v1/namespaces/shop');
    expect((await served.call('GET', `${routes}/a`)).code).toBe(404);
    expect((await served.call('GET', '/api/v1/namespaces/shop')).body).toMatchObject({
      status: { phase: 'Terminating' },
    });
    expect((await served.call('POST', routes, route('c'))).code).toBe(403);
    await served.call('PATCH', `${routes}/b`, { metadata: { finalizers: null } }, MERGE);
    expect((await served.call('GET', '/api/v1/namespaces/shop')).code).toBe(404);
  });

  test('of a collection follows the selector', async () => {
    await served.call('POST', ROUTES, route('batch-1', {}, { labels: { batch: 'x' } }));
    await served.call('POST', ROUTES, route('batch-2', {}, { labels: { batch: 'x' } }));
    const { body } = await served.call('DELETE', `${ROUTES}?labelSelector=batch%3Dx`);
    expect((body as unknown as { items: object[] }).items).toHaveLength(2);
    expect((await served.call('GET', `${ROUTES}/taken`)).code).toBe(200);
    expect((await served.call('GET', `${ROUTES}/batch-1`)).code).toBe(404);
  });
});

test('a verb or path that is not served answers with a Status', async () => {
  const verb = await served.call('POST', `${ROUTES}/created`, {});
  expect(verb.body).toMatchObject({ kind: 'Status', code: 405 });
  expect(verb.headers.get('allow')).toBe('GET, PUT, PATCH, DELETE');
  const path = await served.call('GET', '/apis/gateway.networking.k8s.io/v1/nothings');
  expect([path.code, path.text]).toEqual([404, '404 page not found\n']);
  expect((await served.call('GET', '/api/v1/nothings')).body).toMatchObject({ kind: 'Status', code: 404 });
  const type = await served.call('GET', ROUTES, undefined, { accept: 'application/vnd.kubernetes.protobuf' });
  expect(type.body).toMatchObject({ kind: 'Status', code: 406 });
  expect((await served.call('GET', '/routes')).code).toBe(418);
});

test('a dry run says what would be, and writes nothing', async () => {
  const { revision } = served.store;
  expect((await served.call('POST', `${ROUTES}?dryRun=All`, route('dry'))).code).toBe(201);
  expect((await served.call('DELETE', `${ROUTES}/taken?dryRun=All`)).code).toBe(200);
  expect((await served.call('POST', `${ROUTES}?dryRun=Some`, route('dry'))).code).toBe(422);
  expect(served.store.revision).toBe(revision);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AuthoredText, ImportResult, SaveResult, Verdict } from '../contract/console.ts';
import { ROUTES, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const YAML = { 'content-type': 'application/yaml' };
const TEXT = '/console/v1/text/gateway.networking.k8s.io/HTTPRoute/default';

function manifest(name: string, comment = 'as written', host = 'www.example.com'): string {
  return `# ${comment}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: ${name}
  namespace: default
spec:
  parentRefs: [ {name: eg} ]   # odd spaces stay
  hostnames:
    - "${host}"
`;
}

function put(name: string, text: string, match?: string): ReturnType<Served['call']> {
  return served.call('PUT', `${TEXT}/${name}`, text, match === undefined ? YAML : { ...YAML, 'if-match': match });
}

function validate(text: string): Promise<Verdict> {
  return served.call('POST', '/console/v1/validate', text, YAML).then(({ body }) => body as unknown as Verdict);
}

function importText(text: string, query = ''): Promise<ImportResult> {
  return served
    .call('POST', `/console/v1/import${query}`, text, YAML)
    .then(({ body }) => body as unknown as ImportResult);
}

describe('text', () => {
  test('is kept byte for byte, and not written again when nothing changed', async () => {
    const text = manifest('kept');
    const saved = await put('kept', text, '0');
    expect(saved.code).toBe(201);
    const { object, revision } = saved.body as unknown as SaveResult;
    const read = (await served.call('GET', `${TEXT}/kept`)).body as unknown as AuthoredText;
    expect(read).toMatchObject({ text, exact: true, resourceVersion: object.metadata.resourceVersion, object });
    // without what the API fills in
    expect(read.written).toEqual(parse(text));
    expect((await put('kept', text)).body).toMatchObject({ created: false, revision });
    expect((await put('kept', manifest('kept', 'another comment'))).body).toMatchObject({ revision: revision + 1 });
  });

  test('tells the line of a field, and of the nearest one above it', async () => {
    await put('lines', manifest('lines'), '0');
    const lineOf = async (field: string): Promise<unknown> =>
      (await served.call('GET', `${TEXT}/lines?line=${encodeURIComponent(field)}`)).body;
    expect(await lineOf('spec.hostnames[0]')).toEqual({ line: 10 });
    expect(await lineOf('spec.parentRefs[0].name')).toEqual({ line: 8 });
    expect(await lineOf('spec.hostnames[4].x')).toEqual({ line: 9 });
  });

  test('is refused when the object was changed since, but not for its status', async () => {
    const first = (await put('raced', manifest('raced'), '0')).body as unknown as SaveResult;
    const was = first.object.metadata.resourceVersion ?? '';
    await served.call('PUT', `${ROUTES}/raced/status`, { ...first.object, status: { parents: [] } });
    expect((await put('raced', manifest('raced', 'mine'), was)).code).toBe(200);
    const late = await put('raced', manifest('raced', 'late'), was);
    expect(late.body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await put('raced', manifest('raced'), '0')).body).toMatchObject({ code: 409, reason: 'AlreadyExists' });
  });

  test('survives a status write, and goes with a write that says something else', async () => {
    const text = manifest('lost');
    const { object } = (await put('lost', text)).body as unknown as SaveResult;
    await served.call('PUT', `${ROUTES}/lost/status`, { ...object, status: { parents: [] } });
    expect((await served.call('GET', `${TEXT}/lost`)).body).toMatchObject({ exact: true, text });
    const patch = { spec: { hostnames: ['other.example.com'] } };
    await served.call('PATCH', `${ROUTES}/lost`, patch, { 'content-type': 'application/merge-patch+json' });
    const { body } = await served.call('GET', `${TEXT}/lost`);
    expect(body).toMatchObject({ exact: false, text: expect.stringContaining('other.example.com') });
  });

  test('names the line of everything that is wrong', async () => {
    const { code, body } = await put(
      'wrong',
      manifest('wrong', 'x', 'Not A Host').replace('spec:', 'spec:\n  bogus: 1'),
    );
    expect(code).toBe(422);
    expect(body).toMatchObject({ reason: 'Invalid' });
    const { causes } = (body as unknown as { details: { causes: { field: string; line: number }[] } }).details;
    expect(causes).toContainEqual(expect.objectContaining({ field: 'spec.bogus', line: 8 }));
    expect(causes).toContainEqual(expect.objectContaining({ field: 'spec.hostnames[0]', line: 11 }));
  });

  test('has to be what its address says', async () => {
    expect((await put('here', manifest('there'))).body).toMatchObject({
      code: 422,
      details: { causes: [{ field: 'metadata.name', line: 5 }] },
    });
    const kind = manifest('here').replace('HTTPRoute', 'Gateway');
    expect((await put('here', kind)).body).toMatchObject({ details: { causes: [{ field: 'kind', line: 3 }] } });
    expect((await put('here', `${manifest('here')}---\n${manifest('b')}`)).body).toMatchObject({
      details: { causes: [{ message: expect.stringContaining('more than one document') }] },
    });
    expect((await put('here', 'a: [')).body).toMatchObject({
      code: 422,
      details: { causes: [{ line: expect.any(Number) }] },
    });
    expect((await put('here', '')).code).toBe(422);
  });
});

describe('validate', () => {
  test('accepts what the API accepts, and says what does not act', async () => {
    expect(await validate(manifest('fine'))).toMatchObject({ accepted: true, problems: [], warnings: [] });
  });

  test('never fails, whatever it gets', async () => {
    for (const text of [
      '',
      'a: [',
      '[]',
      'null',
      'kind: HTTPRoute',
      'kind: 5\napiVersion: []',
      'metadata: x\nkind: HTTPRoute',
    ])
      expect(await validate(text), text).toMatchObject({ accepted: false, problems: [expect.anything()] });
  });

  test('knows missing namespaces and kinds that are not served', async () => {
    const nowhere = await validate(manifest('a').replace('namespace: default', 'namespace: nowhere'));
    expect(nowhere.problems).toMatchObject([
      { field: 'metadata.namespace', message: 'namespaces "nowhere" not found', line: 6 },
    ]);
    const pod = await validate('apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n');
    expect(pod.problems).toMatchObject([{ message: 'the kind Pod is not served here', line: 1 }]);
  });
});

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n';

describe('import', () => {
  test('writes all documents at once, in a namespace of its own', async () => {
    const text = `${manifest('shopped').replace('default', 'shop')}---\n${POD}---\n${NAMESPACE}`;
    const dry = await importText(text, '?dryRun=All');
    expect(dry).toMatchObject({
      applied: false,
      documents: [{ result: 'new' }, { result: 'kept out' }, { result: 'new' }],
    });
    expect(served.store.get({ group: '', kind: 'Namespace', namespace: '', name: 'shop' })).toBeUndefined();
    const real = await importText(text);
    expect(real).toMatchObject({
      applied: true,
      revision: served.store.revision,
      documents: [
        { index: 0, line: 2, kind: 'HTTPRoute', namespace: 'shop', name: 'shopped', result: 'new' },
        { index: 1, kind: 'Pod', name: 'p', result: 'kept out' },
        { index: 2, kind: 'Namespace', namespace: '', name: 'shop', result: 'new' },
      ],
    });
    const again = await importText(text.replace('www.', 'shop.'));
    expect(again.documents.map(({ result }) => result)).toEqual(['changed', 'kept out', 'same']);
  });

  test('keeps a text of which comments alone have changed, and calls the same text the same', async () => {
    const text = manifest('commented');
    await importText(text);
    const again = await importText(`${text}\n\n`);
    expect(again.documents.map(({ result }) => result)).toEqual(['same']);
    const commented = `# why: see the runbook\n${text}`;
    const changed = await importText(commented);
    expect(changed.documents.map(({ result }) => result)).toEqual(['changed']);
    const { text: all } = await served.call('GET', '/console/v1/export');
    expect(all).toContain(commented);
    const exported = await importText(all);
    expect(new Set(exported.documents.map(({ result }) => result))).toEqual(new Set(['same']));
  });

  test('writes nothing when one document is refused', async () => {
    const { revision } = served.store;
    const text = `${manifest('ok')}---\n${manifest('ok')}---\n${manifest('b').replace('default', 'nowhere')}---\na: [\n`;
    const result = await importText(text);
    expect(result).toMatchObject({ applied: false, revision });
    expect(result.documents.map(({ result }) => result)).toEqual(['new', 'refused', 'refused', 'refused']);
    expect(result.documents[1]?.problems).toMatchObject([
      { message: expect.stringContaining('twice, first on line 2') },
    ]);
    expect(result.documents[2]?.problems).toMatchObject([{ field: 'metadata.namespace', line: 28 }]);
    expect(served.store.revision).toBe(revision);
  });

  test('unrolls a List, also one that kubectl printed', async () => {
    const items = [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'listed', namespace: 'default', uid: 'x', resourceVersion: '7', managedFields: [{}] },
        spec: { parentRefs: [{ name: 'eg' }] },
        status: { parents: [] },
      },
    ];
    const result = await importText(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    expect(result).toMatchObject({ applied: true, documents: [{ name: 'listed', result: 'new', problems: [] }] });
    expect((await served.call('GET', `${TEXT}/listed`)).body).toMatchObject({ exact: false });
  });
});

describe('export', () => {
  test('gives every text as it was saved, in apply order, and can be imported elsewhere', async () => {
    const { text, headers } = await served.call('GET', '/console/v1/export');
    expect(headers.get('content-type')).toBe('text/yaml; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="switchyard.yaml"');
    expect(text.startsWith(NAMESPACE)).toBe(true);
    expect(text).toContain(`---\n${manifest('kept', 'another comment')}`);
    expect(text).not.toContain('name: default\n');
    const other = await serve();
    const options = { headers: YAML, method: 'POST', body: text };
    const imported = (await (await fetch(`${other.url}/console/v1/import`, options)).json()) as ImportResult;
    expect(imported.documents.flatMap(({ problems }) => problems)).toEqual([]);
    expect(imported.applied).toBe(true);
    expect((await other.call('GET', '/console/v1/export')).text).toBe(text);
    await other.close();
  });

  test('takes only what is asked for', async () => {
    const key = 'gateway.networking.k8s.io/HTTPRoute/default/kept';
    const one = await served.call('GET', `/console/v1/export?objects=${encodeURIComponent(key)}`);
    expect(one.text).toBe(manifest('kept', 'another comment'));
    expect(one.headers.get('x-switchyard-as-saved')).toBe('1/1');
    const json = await served.call('GET', `/console/v1/export?format=json&objects=${key}`);
    expect(json.body).toMatchObject({ kind: 'List', items: [{ kind: 'HTTPRoute', metadata: { name: 'kept' } }] });
    expect((await served.call('GET', '/console/v1/export?objects=a/b/c/d')).code).toBe(404);
    expect((await served.call('GET', '/console/v1/export?format=xml')).code).toBe(400);
  });
});

describe('backends', () => {
  const backend = {
    namespace: 'default',
    name: 'made',
    port: 80,
    endpoints: [
      { address: '10.0.0.1', port: 8080 },
      { address: '10.0.0.2', port: 8080 },
    ],
  };

  test('become a Service and its EndpointSlice', async () => {
    const made = await served.call('POST', '/console/v1/backends', backend);
    expect(made.code).toBe(201);
    expect(made.body).toMatchObject({
      service: { kind: 'Service', spec: { ports: [{ port: 80, targetPort: 8080 }] } },
      endpointSlice: {
        metadata: { name: 'made-1', labels: { 'kubernetes.io/service-name': 'made' } },
        addressType: 'IPv4',
        ports: [{ port: 8080 }],
        endpoints: [{ addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.2'] }],
      },
    });
    expect((await served.call('POST', '/console/v1/backends', backend)).body).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
    });
    const without = await served.call('GET', '/console/v1/export?endpointSlices=false');
    expect(without.text).toContain('kind: Service');
    expect(without.text).not.toContain('kind: EndpointSlice');
  });

  test.each([
    ['port', { ...backend, port: 0 }],
    ['name', { ...backend, name: 'B_ad' }],
    ['endpoints', { ...backend, endpoints: [] }],
    ['endpoints[1].address', { ...backend, endpoints: [backend.endpoints[0], { address: 'host', port: 8080 }] }],
    ['endpoints[1].port', { ...backend, endpoints: [backend.endpoints[0], { address: '10.0.0.3', port: 1 }] }],
  ])('with a wrong %s are refused', async (field, body) => {
    const refused = await served.call(
      'POST',
      '/console/v1/backends',
      body.name === 'made' ? { ...body, name: 'refused' } : body,
    );
    expect(refused.body).toMatchObject({ code: 422, details: { causes: [{ field }] } });
  });
});

test('a method that is not possible answers 405', async () => {
  const { code, headers } = await served.call('GET', '/console/v1/import');
  expect([code, headers.get('allow')]).toEqual([405, 'POST']);
});

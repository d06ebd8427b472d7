import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, ROUTES, route, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const SPACES = '/api/v1/namespaces';
const SERVICES = '/api/v1/namespaces/default/services';
const MERGE = { 'content-type': 'application/merge-patch+json' };

interface Shown {
  metadata: { uid: string; resourceVersion: string; finalizers?: string[] };
  spec: { finalizers?: string[] };
  status: { phase: string };
}

const shown = ({ body }: Answer): Shown => body as unknown as Shown;

async function service(name: string, finalizers: string[] = []): Promise<Answer> {
  const metadata = { name, finalizers };
  return served.call('POST', SERVICES, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { ports: [{ port: 80 }] },
  });
}

const gone = async (path: string): Promise<boolean> => (await served.call('GET', path)).code === 404;

describe('options of a deletion', () => {
  it.each([
    ['{', 400, "couldn't get version/kind; json parse error: unexpected end of JSON input"],
    [
      '{"dryRun":"All"}',
      400,
      'json: cannot unmarshal string into Go struct field DeleteOptions.dryRun of type []string',
    ],
    [
      '{"kind":"Pod","apiVersion":"v1"}',
      400,
      'no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
    ],
    [
      '{"propagationPolicy":"x"}',
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "x": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    [
      '{"orphanDependents":true,"propagationPolicy":"Orphan"}',
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    ],
    [
      '{"dryRun":["All","Some"]}',
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["All","Some"]: supported values: "All"',
    ],
  ])('%s is refused', async (body, code, message) => {
    await service('asked');
    expect((await served.call('DELETE', `${SERVICES}/asked`, body)).body).toMatchObject({ code, message });
    expect(await gone(`${SERVICES}/asked`)).toBe(false);
  });

  it('are those of the query where there is no body', async () => {
    await service('queried');
    const number = await served.call('DELETE', `${SERVICES}/queried?gracePeriodSeconds=x`);
    expect(number.body).toMatchObject({ code: 400, message: 'strconv.ParseInt: parsing "x": invalid syntax' });
    expect((await served.call('DELETE', `${SERVICES}/queried?dryRun=All`)).code).toBe(200);
    // a body alone counts
    expect((await served.call('DELETE', `${SERVICES}/queried?dryRun=Some`, { dryRun: ['All'] })).code).toBe(200);
    expect(await gone(`${SERVICES}/queried`)).toBe(false);
  });

  it('name the object and the version that is meant', async () => {
    const { metadata } = shown(await service('meant'));
    const wrong = await served.call('DELETE', `${SERVICES}/meant`, { preconditions: { uid: 'x' } });
    expect(wrong.body).toMatchObject({
      code: 409,
      message: `Operation cannot be fulfilled on Service "meant": the UID in the precondition (x) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
      details: { name: 'meant', kind: 'Service' },
    });
    const { uid, resourceVersion } = metadata;
    const right = await served.call('DELETE', `${SERVICES}/meant`, { preconditions: { uid, resourceVersion } });
    expect(right.code).toBe(200);
  });
});

describe('a deletion', () => {
  it('that wants what an object owns to go first answers as a cluster does, and is done at once', async () => {
    await service('owner');
    const answer = await served.call('DELETE', `${SERVICES}/owner?propagationPolicy=Foreground`);
    expect(shown(answer).metadata).toMatchObject({
      finalizers: ['foregroundDeletion'],
      deletionTimestamp: expect.any(String),
    });
    expect(await gone(`${SERVICES}/owner`)).toBe(true);
  });

  it('of an object that is held marks it once, and refuses its name until it is gone', async () => {
    await served.call('POST', ROUTES, route('once', {}, { finalizers: ['a.example/b'] }));
    const first = await served.call('DELETE', `${ROUTES}/once`);
    expect(first.body).toMatchObject({ metadata: { generation: 2, deletionGracePeriodSeconds: 0 } });
    expect(shown(await served.call('DELETE', `${ROUTES}/once`))).toEqual(shown(first));
    await service('taken', ['a.example/b']);
    await served.call('DELETE', `${SERVICES}/taken`);
    expect((await service('taken')).body).toMatchObject({
      message: 'object is being deleted: services "taken" already exists',
    });
    const freed = await served.call('PATCH', `${SERVICES}/taken`, { metadata: { finalizers: null } }, MERGE);
    expect(shown(freed).metadata.finalizers).toBeUndefined();
    expect(await gone(`${SERVICES}/taken`)).toBe(true);
  });
});

describe('a namespace', () => {
  async function make(name: string, metadata: object = {}, spec: object = {}): Promise<Shown> {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...metadata }, spec };
    return shown(await served.call('POST', SPACES, object));
  }

  it('is shown terminating when it is deleted, though it is gone', async () => {
    await make('brief');
    expect(shown(await served.call('DELETE', `${SPACES}/brief`))).toMatchObject({
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Terminating' },
    });
    expect(await gone(`${SPACES}/brief`)).toBe(true);
  });

  it('stays until its finalizers are taken off by the subresource finalize', async () => {
    await make('kept', {}, { finalizers: ['kubernetes', 'a.example/b'] });
    await served.call('DELETE', `${SPACES}/kept`);
    const held = shown(await served.call('GET', `${SPACES}/kept`));
    expect(held).toMatchObject({ spec: { finalizers: ['a.example/b'] }, status: { phase: 'Terminating' } });
    // an update does not touch them
    await served.call('PUT', `${SPACES}/kept`, { ...held, spec: {} });
    expect(await gone(`${SPACES}/kept`)).toBe(false);
    const current = shown(await served.call('GET', `${SPACES}/kept`));
    const freed = await served.call('PUT', `${SPACES}/kept/finalize`, { ...current, spec: {} });
    expect([freed.code, shown(freed).spec]).toEqual([200, {}]);
    expect(await gone(`${SPACES}/kept`)).toBe(true);
  });

  it('takes nothing but PUT at finalize', async () => {
    const { code, headers } = await served.call('GET', `${SPACES}/default/finalize`);
    expect([code, headers.get('allow')]).toEqual([405, 'PUT']);
  });
});

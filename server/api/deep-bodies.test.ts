import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { route, ROUTES, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
  await served.call('POST', ROUTES, route('deep'));
  await served.call('POST', SERVICES, { ...SERVICE, spec: { ports: [{ port: 80 }] } });
});
afterAll(() => served.close());

const SERVICES = '/api/v1/namespaces/default/services';
const SERVICE = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'deep' } };
const DEPTH = 9000;
const lists = '['.repeat(DEPTH) + ']'.repeat(DEPTH);
const objects = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;

/** A manifest with something deep in its specification. */
const deep = (object: object, spec: string): string =>
  JSON.stringify({ ...object, spec: 0 }).replace('"spec":0', `"spec":${spec}`);

describe.each([
  ['lists', lists],
  ['objects', objects],
])('%s that are nested 9000 deep', (_name, value) => {
  it.each(['application/json', 'application/yaml'])('are judged like any other value in %s', async (type) => {
    const headers = { 'content-type': type };
    const hostnames = deep(route('new'), `{"hostnames":[${value}]}`);
    expect((await served.call('POST', ROUTES, hostnames, headers)).body).toMatchObject({
      code: 422,
      details: { causes: expect.arrayContaining([expect.objectContaining({ field: 'spec.hostnames[0]' })]) },
    });
    const unknown = deep({ ...SERVICE, metadata: { name: 'new' } }, `{"ports":[{"port":80}],"x":${value}}`);
    const { code, headers: answer } = await served.call('POST', `${SERVICES}?dryRun=All`, unknown, headers);
    expect([code, answer.get('warning')]).toEqual([201, String.raw`299 - "unknown field \"spec.x\""`]);
  });

  it('are told of in whole where an apply cannot have them', async () => {
    const body = deep(route('deep'), `{"hostnames":[${value}]}`);
    const type = { 'content-type': 'application/apply-patch+yaml' };
    const { body: status } = await served.call('PATCH', `${ROUTES}/deep?fieldManager=me`, body, type);
    expect(status.message).toContain('.spec.hostnames[0]: expected string, got &value.valueUnstructured');
  });

  it.each([
    ['merge-patch', `{"spec":{"x":${value}}}`],
    ['strategic-merge-patch', `{"spec":{"x":${value}}}`],
    ['json-patch', `[{"op":"add","path":"/spec/x","value":${value}}]`],
  ])('are unknown members in a %s', async (type, patch) => {
    const { code, headers } = await served.call('PATCH', `${SERVICES}/deep`, patch, {
      'content-type': `application/${type}+json`,
    });
    expect([code, headers.get('warning')]).toEqual([200, String.raw`299 - "unknown field \"spec.x\""`]);
  });

  it('are no labels', async () => {
    for (const path of [`${SERVICES}/deep`, `${ROUTES}/deep`]) {
      const patch = `{"metadata":{"labels":${value}}}`;
      const type = { 'content-type': 'application/merge-patch+json' };
      expect((await served.call('PATCH', path, patch, type)).body).toMatchObject({
        code: 422,
        details: { causes: [{ field: 'patch' }] },
      });
    }
  });
});

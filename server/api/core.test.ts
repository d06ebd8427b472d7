import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const SERVICES = '/api/v1/namespaces/default/services';
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
const MERGE = { 'content-type': 'application/merge-patch+json' };

const service = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});

describe('writes of core kinds', () => {
  it('name the numbers that do not fit as they were written', async () => {
    const body = JSON.stringify(service('a')).replace('80', '1e20');
    expect((await served.call('POST', SERVICES, body)).body).toMatchObject({
      code: 400,
      message: expect.stringContaining('cannot unmarshal number 1e20 into Go struct field ServicePort.spec.ports.port'),
    });
  });

  it('read YAML in the order of its names, whatever the order of its lines', async () => {
    const body = 'kind: Service\nspec: {type: 1, clusterIP: 2}\nmetadata: {name: 3}\n';
    const { body: status } = await served.call('POST', SERVICES, body, { 'content-type': 'application/yaml' });
    expect(status.message).toMatch(/Go struct field ObjectMeta\.metadata\.name of type string$/);
  });

  it('a patch that takes the version away leaves nothing that can be named', async () => {
    await served.call('POST', SERVICES, service('versioned'));
    const { body, headers } = await served.call('PATCH', `${SERVICES}/versioned`, { apiVersion: null }, MERGE);
    expect(body.message).toBe(
      'the name of the object (versioned based on URL) was undeterminable: name must be provided',
    );
    expect(headers.get('warning')).toContain('unknown field \\"spec\\"');
  });

  it('copies in a JSON patch what the way to its place has opened, in the order of names', async () => {
    await served.call('POST', SERVICES, service('copied'));
    const patch = [
      { op: 'copy', from: '/spec', path: '/spec/ports/1' },
      { op: 'replace', path: '/spec/ports/1/port', value: 81 },
    ];
    const type = { 'content-type': 'application/json-patch+json' };
    const { headers } = await served.call('PATCH', `${SERVICES}/copied`, patch, type);
    const unknown = [...(headers.get('warning') ?? '').matchAll(/spec\.ports\[1\]\.(\w+)/g)].map(([, name]) => name);
    expect(unknown).toEqual([...unknown].sort());
    expect(unknown).toContain('clusterIP');
  });

  it('a status of a Service that is not there makes one, without an address', async () => {
    const { code, body } = await served.call('PUT', `${SERVICES}/early/status`, service('early'));
    expect([code, body.spec]).toEqual([201, expect.not.objectContaining({ clusterIP: expect.anything() })]);
  });

  it('a name for elsewhere has no policy for traffic inside', async () => {
    const spec = { type: 'ExternalName', externalName: 'a.example', internalTrafficPolicy: 'Local' };
    const { body } = await served.call('POST', SERVICES, service('elsewhere', spec));
    expect(body.spec).not.toHaveProperty('internalTrafficPolicy');
  });

  it('an address wants a Service with a name', async () => {
    const { body } = await served.call('POST', SERVICES, service(''));
    expect(body.message).toMatch(
      /failed to allocate IP: IPAddress\.networking\.k8s\.io "10\.0\.0\.\d+" is invalid: spec\.parentRef\.name: Required value$/,
    );
  });

  it('the generation of a slice counts what is dropped as well', async () => {
    const slice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'counted' },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'] }],
      ports: [],
    };
    await served.call('POST', SLICES, slice);
    const endpoints = [{ addresses: ['10.1.2.3'], deprecatedTopology: { a: 'b' } }];
    const { body } = await served.call('PUT', `${SLICES}/counted`, { ...slice, endpoints });
    expect(body).toMatchObject({ metadata: { generation: 2 }, endpoints: [{ addresses: ['10.1.2.3'] }] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const SERVICES = '/api/v1/namespaces/default/services';
const NAMESPACES = '/api/v1/namespaces';

function apply(path: string, object: object, query = 'fieldManager=me'): Promise<Answer> {
  return served.call('PATCH', `${path}?${query}`, object, { 'content-type': 'application/apply-patch+yaml' });
}

const service = (name: string, rest: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  ...rest,
});
const namespace = (name: string, rest: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  ...rest,
});

describe('server-side apply of core kinds', () => {
  it('names what does not fit its Go type once it is merged', async () => {
    const { code, body } = await apply(`${SERVICES}/a`, service('a', { spec: { ports: [{ targetPort: [0] }] } }));
    expect([code, body.message]).toEqual([
      500,
      'failed to convert new object (/a; /v1, Kind=Service) to proper version: unable to convert unstructured object to /v1, Kind=Service: json: cannot unmarshal array into Go value of type int32',
    ]);
  });

  it('takes no target port beyond 32 bits', async () => {
    const ports = [{ port: 80, targetPort: 2 ** 31 }];
    const { body } = await apply(`${SERVICES}/a`, service('a', { spec: { ports } }));
    expect(body.message).toMatch(/cannot unmarshal number 2147483648 into Go value of type int32$/);
  });

  it('leaves no manager where nothing is applied any more', async () => {
    const made = await apply(
      `${NAMESPACES}/emptied`,
      namespace('emptied', { metadata: { name: 'emptied', labels: { a: 'b' } } }),
    );
    expect(made.body).toMatchObject({ metadata: { managedFields: [{ manager: 'me' }] } });
    const { body } = await apply(`${NAMESPACES}/emptied`, namespace('emptied'));
    expect((body as { metadata?: object }).metadata).not.toHaveProperty('managedFields');
  });

  it('finds elements of lists by keys that are not written, as Go has them', async () => {
    const { code } = await apply(`${NAMESPACES}/default`, namespace('default', { status: { conditions: [{}] } }));
    expect(code).toBe(200);
    const twice = service('a', { spec: { ports: [{ name: 'a' }, { name: 'b' }] } });
    expect((await apply(`${SERVICES}/a`, twice)).body.message).toMatch(
      /\.spec\.ports: duplicate entries for key \[port=0,protocol="TCP"\]$/,
    );
    const owners = { metadata: { name: 'a', ownerReferences: [{ name: 'a' }, { name: 'b' }] } };
    expect((await apply(`${SERVICES}/a`, service('a', owners))).body.message).toMatch(
      /\.metadata\.ownerReferences: duplicate entries for key \[uid=""\]$/,
    );
  });

  it('reads what an object says it is as Go does', async () => {
    const said = async (apiVersion: string): Promise<unknown> =>
      (await apply(`${SERVICES}/a`, { ...service('a'), apiVersion })).body.message;
    expect(await said('a/b/c')).toBe('invalid object type: /, Kind=');
    expect(await said('v1/')).toBe('invalid object type: v1/, Kind=Service');
    expect(await said('/v1')).toBe('Service "a" is invalid: spec.ports: Required value');
  });

  it('refuses managers that are said, even none', async () => {
    const { body } = await apply(`${SERVICES}/a`, service('a', { metadata: { name: 'a', managedFields: [] } }));
    expect(body).toMatchObject({ code: 400, message: 'metadata.managedFields must be nil' });
  });

  it('creates a Service through its status, or tells why it cannot', async () => {
    const { body } = await apply(`${SERVICES}/missing/status`, service('missing', { status: {} }));
    expect(body).toMatchObject({ code: 422, details: { causes: [{ field: 'spec.ports' }] } });
    expect((await apply(`${NAMESPACES}/missing/status`, namespace('missing', { status: {} }))).code).toBe(404);
  });
});

describe('writes of core kinds', () => {
  it('say that no unique name could be made where a beginning is given too', async () => {
    const object = namespace('twice', { metadata: { name: 'twice', generateName: 't-' } });
    await served.call('POST', NAMESPACES, object);
    expect((await served.call('POST', NAMESPACES, object)).body).toMatchObject({
      code: 409,
      message: 'namespaces "twice" already exists, the server was not able to generate a unique name for the object',
      details: { retryAfterSeconds: 1 },
    });
  });

  it('show a patch with the directives that its lists had', async () => {
    await served.call('POST', SERVICES, service('directed', { spec: { ports: [{ port: 80 }] } }));
    const patch = { endpoints: [{ $patch: 'delete' }] };
    const { body } = await served.call('PATCH', `${SERVICES}/directed?fieldValidation=Strict`, patch, {
      'content-type': 'application/strategic-merge-patch+json',
    });
    expect(body.message).toContain('"map[endpoints:[map[$patch:delete]]]": strict decoding error: unknown field');
  });

  it('name what is wrong with an object of another kind before they tell that it is one', async () => {
    const said = async (object: object): Promise<string> =>
      String((await served.call('POST', NAMESPACES, object)).body.message).replace(
        /^.* cannot be handled as a Namespace: /,
        '',
      );
    expect(await said({ apiVersion: 'v1', kind: 'Service', spec: { ports: 5 } })).toBe(
      'json: cannot unmarshal number into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
    );
    expect(await said({ apiVersion: 'v1', kind: 'Pod', metadata: true })).toBe(
      'json: cannot unmarshal bool into Go struct field Pod.metadata of type v1.ObjectMeta',
    );
    expect(await said(service('a'))).toBe('converting (v1.Service) to (core.Namespace): unknown conversion');
  });

  it('read a slice of an earlier version as it was then', async () => {
    const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
    const { code, headers } = await served.call('POST', slices, {
      apiVersion: 'discovery.k8s.io/v1beta1',
      kind: 'EndpointSlice',
      metadata: { name: 'earlier' },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'], zone: 'a', topology: { a: 'b' } }],
    });
    expect([code, headers.get('warning')]).toEqual([400, String.raw`299 - "unknown field \"endpoints[0].zone\""`]);
  });

  it('leave endpoints alone that were there, even where an update says what cannot be', async () => {
    const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
    const slice = (addressType: string): object => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'typed' },
      addressType,
      endpoints: [{ addresses: ['a.example'] }],
    });
    await served.call('POST', slices, slice('FQDN'));
    expect((await served.call('PUT', `${slices}/typed`, slice('IPv4'))).body).toMatchObject({
      code: 422,
      details: { causes: [{ field: 'addressType', message: expect.stringContaining('field is immutable') }] },
    });
  });

  it('show the address of a Service as a list too, whatever its type', async () => {
    await served.call('POST', SERVICES, service('named', { spec: { ports: [{ port: 80 }] } }));
    const named = service('named', { spec: { type: 'ExternalName', externalName: 'a.example', clusterIP: '1.2.3' } });
    expect((await served.call('PUT', `${SERVICES}/named`, named)).body).toMatchObject({
      spec: { clusterIP: '1.2.3', clusterIPs: ['1.2.3'] },
    });
  });

  it('write labels in order, so that a patch that moves them finds unknown fields in order', async () => {
    await served.call(
      'POST',
      NAMESPACES,
      namespace('moved', { metadata: { name: 'moved', labels: { x: '1', b: '2' } } }),
    );
    const patch = [{ op: 'move', from: '/metadata/labels', path: '/spec' }];
    const { headers } = await served.call('PATCH', `${NAMESPACES}/moved`, patch, {
      'content-type': 'application/json-patch+json',
    });
    const warnings = headers.get('warning') ?? '';
    expect(warnings.indexOf('spec.b\\"')).toBeLessThan(warnings.indexOf('spec.kubernetes'));
    expect(warnings.indexOf('spec.kubernetes')).toBeLessThan(warnings.indexOf('spec.x\\"'));
  });
});

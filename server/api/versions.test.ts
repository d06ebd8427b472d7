import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, type Served } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => void (served = await serve()));
afterAll(() => served.close());

const GROUP = 'gateway.networking.k8s.io';
const [V1, V1BETA1] = [`${GROUP}/v1`, `${GROUP}/v1beta1`];
const path = (apiVersion: string, name = ''): string => `/apis/${apiVersion}/gatewayclasses${name && `/${name}`}`;

const gatewayClass = (apiVersion: string, name: string): object => ({
  apiVersion,
  kind: 'GatewayClass',
  metadata: { name },
  spec: { controllerName: 'example.com/x' },
});

/** Managers of an object as `MANAGER OPERATION VERSION`. */
async function managers(name: string): Promise<string[]> {
  const { body } = await served.call('GET', path(V1, name));
  const { managedFields } = body.metadata as {
    managedFields: Record<'manager' | 'operation' | 'apiVersion', string>[];
  };
  return managedFields.map(({ manager, operation, apiVersion }) => `${manager} ${operation} ${apiVersion}`);
}

const MERGE = { 'content-type': 'application/merge-patch+json', 'user-agent': 'tester' };
const label = (name: string): object => ({ metadata: { labels: { [name]: 'yes' } } });

test('an object of an older version is the same object in each, and stored in one', async () => {
  const made = await served.call('POST', path(V1BETA1), gatewayClass(V1BETA1, 'old'));
  expect([made.code, made.body.apiVersion]).toEqual([201, V1BETA1]);
  for (const version of [V1, V1BETA1]) {
    expect((await served.call('GET', path(version, 'old'))).body.apiVersion).toBe(version);
    const list = await served.call('GET', path(version));
    expect(list.body).toMatchObject({ apiVersion: version, items: [{ apiVersion: version }] });
  }
  expect(served.store.get({ group: GROUP, kind: 'GatewayClass', namespace: '', name: 'old' })?.apiVersion).toBe(V1);
});

test.each([
  [V1, V1BETA1],
  [V1BETA1, V1],
])('a body in another version than that of the path %s is refused', async (wanted, other) => {
  const body = gatewayClass(other, 'other');
  const message = `the API version in the data (${other}) does not match the expected API version (${wanted})`;
  expect((await served.call('POST', path(wanted), body)).body).toMatchObject({ code: 400, message });
  expect((await served.call('PUT', path(wanted, 'other'), body)).body).toMatchObject({ code: 400, message });
  const apply = { 'content-type': 'application/apply-patch+yaml' };
  const applied = await served.call('PATCH', `${path(wanted, 'other')}?fieldManager=a`, body, apply);
  expect(applied.body).toMatchObject({
    code: 400,
    message: expect.stringContaining(`invalid object type: ${other}, Kind=GatewayClass`),
  });
});

test('a patch changes neither version nor kind', async () => {
  await served.call('POST', path(V1), gatewayClass(V1, 'fixed'));
  const patched = await served.call('PATCH', path(V1, 'fixed'), { apiVersion: V1BETA1, kind: 'Foo' }, MERGE);
  expect(patched.body).toMatchObject({
    code: 422,
    message: `Foo.${GROUP} "fixed" is invalid: [kind: Invalid value: "Foo": must be GatewayClass, apiVersion: Invalid value: "${V1BETA1}": must be ${V1}]`,
    details: { kind: 'Foo', group: GROUP, causes: [{ field: 'kind' }, { field: 'apiVersion' }] },
  });
});

test('who updates in two versions is told apart, who applies is one', async () => {
  await served.call('POST', path(V1BETA1), gatewayClass(V1BETA1, 'managed'), { 'user-agent': 'tester' });
  await served.call('PATCH', path(V1, 'managed'), label('a'), MERGE);
  await served.call('PATCH', path(V1BETA1, 'managed'), label('b'), MERGE);
  expect(await managers('managed')).toEqual([`tester Update ${V1}`, `tester Update ${V1BETA1}`]);
  const apply = { 'content-type': 'application/apply-patch+yaml' };
  for (const version of [V1BETA1, V1])
    await served.call(
      'PATCH',
      `${path(version, 'managed')}?fieldManager=applier`,
      { apiVersion: version, kind: 'GatewayClass', metadata: { name: 'managed', annotations: { c: 'd' } } },
      apply,
    );
  expect(await managers('managed')).toEqual([`applier Apply ${V1}`, `tester Update ${V1}`, `tester Update ${V1BETA1}`]);
});

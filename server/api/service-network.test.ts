import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from './handler.ts';
import { serve, type Served } from './serve.fixture.ts';

const PATH = '/api/v1/namespaces/default/services';

interface Spec {
  clusterIP?: string;
  clusterIPs?: string[];
  ports?: { nodePort?: number; port: number }[];
  healthCheckNodePort?: number;
}

const service = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served.close());

const make = async (name: string, spec: object = {}, query = ''): Promise<Spec> => {
  const { code, body, text } = await served.call('POST', PATH + query, service(name, spec));
  expect(code, text).toBe(201);
  return body.spec as Spec;
};
const refusal = async (name: string, spec: object): Promise<unknown> => {
  const { body } = await served.call('POST', PATH, service(name, spec));
  return body.message;
};

describe('what a cluster allots to Services', () => {
  it('gives each an address of its own, to those that are made at once too', async () => {
    const specs = await Promise.all(Array.from({ length: 20 }, (_, index) => make(`a${index}`)));
    const addresses = specs.map(({ clusterIP }) => clusterIP);
    expect(new Set(addresses).size).toBe(20);
    for (const address of addresses) expect(address).toMatch(/^10\.0\.0\.\d+$/);
    expect(specs[0]?.clusterIPs).toEqual([addresses[0]]);
  });

  it('keeps the address and the node port when a client leaves them out, and gives them up with the object', async () => {
    const before = await make('a', { type: 'NodePort' });
    const { body } = await served.call('PUT', `${PATH}/a`, service('a', { type: 'NodePort', selector: { a: 'b' } }));
    expect(body.spec).toMatchObject({ clusterIP: before.clusterIP, ports: before.ports });
    const taken = { clusterIP: before.clusterIP };
    expect(await refusal('b', taken)).toMatch(/provided IP is already allocated/);
    await served.call('DELETE', `${PATH}/a`);
    expect(await make('b', taken)).toMatchObject(taken);
  });

  it('refuses what is out of range or taken', async () => {
    expect(await refusal('a', { clusterIP: '192.168.0.1' })).toMatch(/does not match the current range/);
    expect(await refusal('a', { clusterIP: '10.0.0.1' })).toMatch(/already allocated/);
    expect(await refusal('a', { clusterIP: '10.0.0.255' })).toMatch(/does not match the current range/);
    const port = (nodePort: number): object => ({ type: 'NodePort', ports: [{ port: 80, nodePort }] });
    expect(await refusal('a', port(80))).toMatch(/range of valid ports is 30000-32767/);
    await make('a', port(30_000));
    expect(await refusal('b', port(30_000))).toMatch(/provided port is already allocated/);
  });

  it('gives ports of one number and two protocols one node port, and a health check its own', async () => {
    const ports = [
      { name: 'a', port: 53 },
      { name: 'b', port: 53, protocol: 'UDP' },
    ];
    const spec = await make('a', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports });
    expect(spec.ports?.[0]?.nodePort).toBe(spec.ports?.[1]?.nodePort);
    expect(spec.healthCheckNodePort).toBeGreaterThanOrEqual(30_000);
    expect(spec.healthCheckNodePort).not.toBe(spec.ports?.[0]?.nodePort);
  });

  it('takes nothing in a dry run', async () => {
    expect(await make('a', { type: 'NodePort' }, '?dryRun=All')).toMatchObject({ clusterIP: '10.0.0.0' });
    expect((await make('b')).clusterIP).toBe('10.0.0.17');
  });

  it('goes on beyond the first range when that is used up', async () => {
    const text = Array.from({ length: 260 }, (_, index) => JSON.stringify(service(`a${index}`))).join('\n---\n');
    await served.call('POST', '/console/v1/import', text, { 'content-type': 'application/yaml' });
    const { body } = await served.call('GET', PATH);
    const addresses = (body.items as { spec: Spec }[]).map(({ spec }) => spec.clusterIP);
    expect(new Set(addresses).size).toBe(260);
    expect(addresses.filter((address) => !address?.startsWith('10.0.0.'))).toHaveLength(7);
  });

  it('remembers after a restart', async () => {
    const first = await make('a');
    const api = createApi({ store: served.store });
    const again = createServer((request, response) => void api(request, response));
    await new Promise<void>((resolve) => again.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(again.address() as AddressInfo).port}`;
    const answer = await fetch(url + PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(service('b')),
    });
    const { spec } = (await answer.json()) as { spec: Spec };
    again.closeAllConnections();
    await new Promise((resolve) => again.close(resolve));
    expect(spec.clusterIP).toMatch(/^10\.0\.0\./);
    expect(spec.clusterIP).not.toBe(first.clusterIP);
  });

  it('leaves out of an export what was allotted, and keeps what was asked for', async () => {
    await make('given', { type: 'NodePort' });
    await make('asked', { type: 'NodePort', clusterIP: '10.0.0.9', ports: [{ port: 80, nodePort: 30_009 }] });
    await make('headless', { clusterIP: 'None' });
    const { text } = await served.call('GET', '/console/v1/export?format=json');
    const { items } = JSON.parse(text) as { items: { metadata: { name: string }; spec: Spec }[] };
    const specs = Object.fromEntries(items.map(({ metadata, spec }) => [metadata.name, spec]));
    expect(specs.given?.clusterIP).toBeUndefined();
    expect(specs.given?.clusterIPs).toBeUndefined();
    expect(specs.given?.ports?.[0]).not.toHaveProperty('nodePort');
    expect(specs.asked).toMatchObject({ clusterIP: '10.0.0.9', ports: [{ nodePort: 30_009 }] });
    expect(specs.headless).toMatchObject({ clusterIP: 'None' });
  });

  it('gives the Services of one import different addresses', async () => {
    const text = `${['a', 'b', 'c'].map((name) => JSON.stringify(service(name))).join('\n---\n')}\n`;
    const { body } = await served.call('POST', '/console/v1/import', text, { 'content-type': 'application/yaml' });
    expect(body).toMatchObject({ applied: true });
    const { body: list } = await served.call('GET', PATH);
    const addresses = (list.items as { spec: Spec }[]).map(({ spec }) => spec.clusterIP);
    expect(new Set(addresses).size).toBe(3);
    const again = await served.call('POST', '/console/v1/import', text, { 'content-type': 'application/yaml' });
    expect((again.body.documents as { result: string }[]).map(({ result }) => result)).toEqual([
      'same',
      'same',
      'same',
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const POLICIES = '/apis/gateway.envoyproxy.io/v1alpha1/namespaces/default/backendtrafficpolicies';

const policy = (name: string, length: string): string =>
  `{"apiVersion":"gateway.envoyproxy.io/v1alpha1","kind":"BackendTrafficPolicy","metadata":{"name":"${name}"},"spec":{"targetRefs":` +
  `[{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"a"}],"compressor":[{"type":"Gzip","minContentLength":${length}}]}}`;

const lengthIn = (text: string): string | undefined => /minContentLength"?: ?(-?\d+)/.exec(text)?.[1];

describe('integers of 64 bits', () => {
  it.each(['9007199254740993', '9223372036854775807', '-9223372036854775808'])(
    '%s is kept to the last digit',
    async (length) => {
      const name = `n${length.replace('-', 'm')}`;
      expect(lengthIn((await served.call('POST', POLICIES, policy(name, length))).text)).toBe(length);
      const label = { metadata: { labels: { a: 'b' } } };
      const type = { 'content-type': 'application/merge-patch+json' };
      expect(lengthIn((await served.call('PATCH', `${POLICIES}/${name}`, label, type)).text)).toBe(length);
      expect(lengthIn((await served.call('GET', POLICIES)).text)).toBeDefined();
      const yaml = await served.call('GET', `${POLICIES}/${name}`, undefined, { accept: 'application/yaml' });
      expect(lengthIn(yaml.text)).toBe(length);
    },
  );

  it('differ where only the last digit does', async () => {
    await served.call('POST', POLICIES, policy('near', '9007199254740993'));
    const type = { 'content-type': 'application/merge-patch+json' };
    const patch = '{"spec":{"compressor":[{"type":"Gzip","minContentLength":9007199254740992}]}}';
    const { body, text } = await served.call('PATCH', `${POLICIES}/near`, patch, type);
    expect([body, lengthIn(text)]).toEqual([
      expect.objectContaining({ metadata: expect.objectContaining({ generation: 2 }) }),
      '9007199254740992',
    ]);
  });

  it('are kept in the status of a Service', async () => {
    const services = '/api/v1/namespaces/default/services';
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'wide' } };
    await served.call('POST', services, { ...service, spec: { ports: [{ port: 80 }] } });
    const condition =
      '{"type":"A","status":"True","reason":"B","message":"","lastTransitionTime":null,"observedGeneration":9007199254740993}';
    const patch = `{"status":{"conditions":[${condition}]}}`;
    for (const kind of ['merge-patch', 'strategic-merge-patch']) {
      const type = { 'content-type': `application/${kind}+json` };
      const { code, text } = await served.call('PATCH', `${services}/wide/status`, patch, type);
      expect([code, text]).toEqual([200, expect.stringContaining('"observedGeneration":9007199254740993')]);
    }
  });
});

describe('numbers beyond 64 bits in applies and strategic patches of core kinds', () => {
  const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
  const slice = (port: string): string =>
    `{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"a","deletionGracePeriodSeconds":${port}},` +
    `"addressType":"IPv4","endpoints":[],"ports":[{"name":"p","port":${port}}]}`;
  const apply = { 'content-type': 'application/apply-patch+yaml' };

  it.each([
    ['100000000000000000000', 0, '-9223372036854775808'],
    ['-1e20', 0, '-9223372036854775808'],
    ['9223372036854775808', 0, '-9223372036854775808'],
    ['9223372036854775807', -1, '9223372036854775807'],
    ['1e18', -1_486_618_624, '1000000000000000000'],
    ['80.0', 80, '80'],
  ])('%s is the port %i and the time %s', async (said, port, seconds) => {
    const path = `${slices}/a?fieldManager=m&dryRun=All`;
    const { body, text } = await served.call('PATCH', path, slice(said), apply);
    expect(body.ports).toEqual([{ name: 'p', port, protocol: 'TCP' }]);
    expect(text).toContain(`"deletionGracePeriodSeconds":${seconds},`);
  });

  it('refuses what no float can be', async () => {
    await served.call('POST', slices, { metadata: { name: 'b' }, addressType: 'IPv4', endpoints: [] });
    const strategic = { 'content-type': 'application/strategic-merge-patch+json' };
    const { code, body } = await served.call('PATCH', `${slices}/b`, '{"ports":[{"port":1e400}]}', strategic);
    expect([code, body.message]).toEqual([400, 'json: cannot unmarshal number 1e400 into Go value of type float64']);
  });
});

import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../server/model/object.ts';
import { backendFacts, slicesByService } from './backend-facts.ts';

const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'default', name: 'web' },
  spec: { ports: [{ port: 80, targetPort: 8080 }] },
};

function slice(name: string, endpoints: unknown[]): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'default', name, labels: { 'kubernetes.io/service-name': 'web' } },
    ports: [{ name: '', port: 8080 }],
    endpoints,
  };
}

describe('backendFacts', () => {
  it('reads endpoints in the order of their addresses and keeps those that are not ready', () => {
    const slices = [
      slice('web-1', [{ addresses: ['10.0.0.10'] }, { addresses: ['10.0.0.9'], conditions: { ready: false } }]),
    ];
    const facts = backendFacts(service, slices);
    expect(facts.endpoints.map(({ endpoint, ready }) => [endpoint, ready])).toEqual([
      ['10.0.0.9:8080', false],
      ['10.0.0.10:8080', true],
    ]);
  });
  it('counts an address in two slices once, ready when one of them says so', () => {
    const slices = [
      slice('web-1', [{ addresses: ['fd00::1'], conditions: { ready: false } }]),
      slice('web-2', [{ addresses: ['fd00::1'] }]),
    ];
    const facts = backendFacts(service, slices);
    expect(facts.endpoints).toMatchObject([{ endpoint: '[fd00::1]:8080', ready: true, slice: 'web-2' }]);
  });
});

describe('slicesByService', () => {
  it('leaves out slices without a Service', () => {
    const orphan = slice('x', []);
    orphan.metadata.labels = {};
    expect([...slicesByService([slice('web-1', []), orphan]).keys()]).toEqual(['default/web']);
  });
});

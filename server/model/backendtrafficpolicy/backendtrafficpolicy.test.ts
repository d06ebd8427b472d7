import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import type { KubeObject } from '../object.ts';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import recorded from './backendtrafficpolicy.recorded.json' with { type: 'json' };
import { backendTrafficPolicy } from './kind.ts';
import { backendTrafficPolicySpec } from './schema.ts';

const recordings = recorded as unknown as Recording[];

function policy(spec: unknown): KubeObject {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { name: 'policy' },
    spec,
  };
}

function pathsNotActing(spec: unknown): string[] {
  return backendTrafficPolicy.notActing(policy(spec)).map(({ path }) => path);
}

const group = 'gateway.networking.k8s.io';

describe('BackendTrafficPolicy', () => {
  it.each(recordings)('is judged as by the official schema: $title (strict: $strict)', (recording) => {
    expect(comparable(answerTo(backendTrafficPolicy, recording))).toEqual(comparable(recording.answer));
  });

  it.each(backendTrafficPolicy.examples)(
    'has an example that is accepted without warning and acts whole: $title',
    ({ yaml }) => {
      for (const { value } of parseDocuments(yaml)) {
        const admission = admit(backendTrafficPolicy, value, { operation: 'create', fieldValidation: 'Strict' });
        expect(admission).toMatchObject({ accepted: true, warnings: [] });
        if (admission.accepted) expect(backendTrafficPolicy.notActing(admission.object)).toEqual([]);
      }
    },
  );

  it('says nothing about targets, merging and the four balancers', () => {
    const hashes = [
      { type: 'SourceIP', tableSize: 1021 },
      { type: 'Header', header: { name: 'a' } },
      { type: 'Headers', headers: [{ name: 'a' }] },
      { type: 'Cookie', cookie: { name: 'a', ttl: '1h', attributes: { SameSite: 'Lax' } } },
      { type: 'QueryParams', queryParams: [{ name: 'a' }] },
    ];
    const balancers = [
      ...['RoundRobin', 'Random', 'LeastRequest'].map((type) => ({ type })),
      ...hashes.map((consistentHash) => ({ type: 'ConsistentHash', consistentHash })),
    ];
    for (const loadBalancer of balancers)
      expect(
        pathsNotActing({
          targetRef: { group, kind: 'Gateway', name: 'eg', sectionName: 'http' },
          targetRefs: [{ group, kind: 'HTTPRoute', name: 'route', sectionName: 'rule' }],
          targetSelectors: [{ kind: 'HTTPRoute', matchLabels: { a: 'b' }, namespaces: { from: 'All' } }],
          mergeType: 'StrategicMerge',
          routingType: 'Endpoint',
          useClientProtocol: false,
          loadBalancer,
        }),
      ).toEqual([]);
  });

  it('names balancers and parts of balancers that do not act', () => {
    expect(
      pathsNotActing({
        loadBalancer: {
          type: 'BackendUtilization',
          backendUtilization: {},
          slowStart: { window: '1s' },
          zoneAware: {},
        },
      }),
    ).toEqual([
      'spec.loadBalancer.type',
      'spec.loadBalancer.slowStart',
      'spec.loadBalancer.zoneAware',
      'spec.loadBalancer.backendUtilization',
    ]);
    expect(pathsNotActing({ loadBalancer: { type: 'Random', endpointOverride: { extractFrom: [] } } })).toEqual([
      'spec.loadBalancer.endpointOverride',
    ]);
  });

  it('names targets of kinds that are not served', () => {
    const targetRefs = [
      { group, kind: 'GRPCRoute', name: 'route' },
      { group, kind: 'TLSRoute', name: 'route' },
    ];
    expect(pathsNotActing({ targetRefs, targetSelectors: [{ kind: 'TCPRoute' }] })).toEqual([
      'spec.targetRefs[1]',
      'spec.targetSelectors[0]',
    ]);
  });

  it('names every other section of the schema', () => {
    const acting = new Set(['targetRef', 'targetRefs', 'targetSelectors', 'mergeType', 'loadBalancer']);
    const values: Record<string, unknown> = {
      useClientProtocol: true,
      routingType: 'Service',
      healthCheck: { active: {} },
    };
    for (const section of Object.keys(backendTrafficPolicySpec.properties)) {
      if (acting.has(section)) continue;
      const [path] = pathsNotActing({ [section]: values[section] ?? {} });
      expect(path).toMatch(new RegExp(`^spec\\.${section}(\\.|$)`));
    }
  });

  it('bears objects of any shape when it looks for what does not act', () => {
    for (const spec of [undefined, null, 'x', [], { targetRefs: 3, loadBalancer: 'x', healthCheck: null }])
      expect(() => backendTrafficPolicy.notActing(policy(spec))).not.toThrow();
  });
});

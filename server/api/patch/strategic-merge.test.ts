import { describe, expect, it } from 'vitest';
import { serviceRules } from '../../model/service/rules.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { strategicMerge } from './strategic-merge.ts';

const service = (): JsonObject => ({
  metadata: { name: 'a', labels: { app: 'a', team: 'x' }, finalizers: ['a.example/b'] },
  spec: {
    type: 'ClusterIP',
    ports: [
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
    ],
  },
});
const merged = (patch: JsonObject): JsonObject => strategicMerge(service(), patch, serviceRules.type);
const ports = (patch: JsonObject): unknown => (merged({ spec: patch }).spec as JsonObject).ports;
const problem = (patch: JsonObject): unknown => {
  try {
    return merged(patch);
  } catch (error) {
    return (error as Error).message;
  }
};

// what is expected here was answered by kube-apiserver 1.36
describe('strategic merge', () => {
  it('merges ports by their number; what is new comes first', () => {
    const changed = ports({
      ports: [
        { port: 53, name: 'dns' },
        { port: 443, name: 'tls' },
      ],
    });
    expect(changed).toEqual([
      { name: 'dns', port: 53 },
      { name: 'http', port: 80 },
      { name: 'tls', port: 443 },
    ]);
    expect(ports({ ports: [{ port: 53, name: 'dns' }] })).toMatchObject([{ port: 53 }, { port: 80 }, { port: 443 }]);
  });

  it('puts ports in the order that is set', () => {
    const order = { '$setElementOrder/ports': [{ port: 443 }, { port: 80 }], ports: [{ port: 443, name: 'h' }] };
    expect(ports(order)).toEqual([
      { name: 'h', port: 443 },
      { name: 'http', port: 80 },
    ]);
  });

  it('follows directives', () => {
    expect(ports({ ports: [{ $patch: 'delete', port: 80 }] })).toEqual([{ name: 'https', port: 443 }]);
    expect(ports({ ports: [{ $patch: 'replace' }, { port: 81 }] })).toEqual([{ port: 81 }]);
    expect(merged({ spec: { $patch: 'replace', ports: [] } }).spec).toEqual({ ports: [] });
    expect(merged({ spec: { $retainKeys: ['type'], type: 'NodePort' } }).spec).toEqual({ type: 'NodePort' });
    expect(merged({ metadata: { labels: { $patch: 'delete' } } }).metadata).toMatchObject({ labels: {} });
    expect(merged({ metadata: { '$deleteFromPrimitiveList/finalizers': ['a.example/b'] } }).metadata).toMatchObject({
      finalizers: [],
    });
  });

  it('says what it does not understand', () => {
    expect(problem({ spec: { ports: [{ name: 'x' }] } })).toBe(
      'map: map[name:x] does not contain declared merge key: port',
    );
    expect(problem({ $patch: 'bogus' })).toBe('unknown patch type: bogus in map: map[$patch:bogus]');
    expect(problem({ spec: { ports: [5] } })).toMatch(/^list element types are not identical/);
    expect(problem({ spec: { $retainKeys: ['ports'], type: 'x' } })).toBe('invalid patch format of retainKeys');
    expect(problem({ spec: { ports: [[]] } })).toMatch(/not identical|lists of lists/);
  });
});

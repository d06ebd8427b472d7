import { describe, expect, it } from 'vitest';
import { admit } from '../../server/model/admission.ts';
import { actingAlgorithms } from '../../server/model/backendtrafficpolicy/algorithms.ts';
import { backendTrafficPolicySchema } from '../../server/model/backendtrafficpolicy/schema.ts';
import { formField } from '../../server/model/form-fields.ts';
import { findKind } from '../../server/model/registry.ts';
import { DocumentModel, type Patch } from '../editor/document-model.ts';
import { applyEdit } from '../editor/text-edit.ts';
import { BALANCER, chooseAlgorithm, chooseHashType, HASH, nearestPrimes } from './load-balancer.ts';

const policy = `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata:
  name: p
  namespace: default
spec:
  targetRefs: # who
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: r
  loadBalancer:
    type: RoundRobin # for now
`;

const field = (path: readonly string[]) => formField(backendTrafficPolicySchema, path);
const hashTypes = (field([...HASH, 'type'])?.options ?? []).map(({ value }) => value);

function after(text: string, choose: (document: DocumentModel) => Patch[]): string {
  const document = new DocumentModel(text);
  const edit = document.patch(choose(document));
  return edit ? applyEdit(text, edit) : text;
}

function problemsOf(text: string): string[] {
  const kind = findKind('gateway.envoyproxy.io', 'BackendTrafficPolicy')!;
  const result = admit(kind, new DocumentModel(text).value, { operation: 'create', fieldValidation: 'Strict' });
  return result.accepted ? [] : [result.status.message ?? 'refused'];
}

describe('choosing how to balance', () => {
  it('offers what the proxy runs, each with what it does', () => {
    const options = field([...BALANCER, 'type'])?.options ?? [];
    expect(options.filter(({ meaning }) => meaning === '')).toEqual([]);
    expect(options.map(({ value }) => value)).toEqual(expect.arrayContaining([...actingAlgorithms]));
    expect(hashTypes).toContain('SourceIP');
  });

  it('leads from every algorithm and hash type to every other with texts that the API takes', () => {
    for (const first of hashTypes)
      for (const second of hashTypes) {
        let text = after(policy, (m) => chooseAlgorithm(m, 'ConsistentHash'));
        text = after(text, (m) => chooseHashType(m, first));
        expect(problemsOf(text)).toEqual([]);
        text = after(text, (m) => chooseHashType(m, second));
        expect(problemsOf(text)).toEqual([]);
        expect(new DocumentModel(text).get(['spec', 'loadBalancer', 'consistentHash', 'type'])).toBe(second);
        for (const value of actingAlgorithms)
          expect(problemsOf(after(text, (m) => chooseAlgorithm(m, value)))).toEqual([]);
      }
  });

  it('leaves comments and comes back to the same text', () => {
    const hash = after(policy, (m) => chooseAlgorithm(m, 'ConsistentHash'));
    expect(hash).toBe(
      policy.replace('RoundRobin # for now\n', 'ConsistentHash # for now\n    consistentHash:\n      type: SourceIP\n'),
    );
    expect(after(hash, (m) => chooseAlgorithm(m, 'RoundRobin'))).toBe(policy);
    expect(after(policy, (m) => chooseAlgorithm(m, 'RoundRobin'))).toBe(policy);
  });

  it('keeps the header name between Header and Headers', () => {
    const header = `${policy.replace('RoundRobin', 'ConsistentHash')}    consistentHash:\n      type: Header\n      header:\n        name: x-mine\n`;
    const headers = after(header, (m) => chooseHashType(m, 'Headers'));
    expect(headers).toContain('type: Headers\n      headers:\n      - name: x-mine\n');
    expect(after(headers, (m) => chooseHashType(m, 'Header'))).toContain('name: x-mine\n');
  });

  it('finds the primes on both sides', () => {
    const limits = field([...HASH, 'tableSize']) ?? {};
    expect(nearestPrimes(65537, limits)).toEqual([]);
    expect(nearestPrimes(100, limits)).toEqual([97, 101]);
    expect(nearestPrimes(1, limits)).toEqual([2]);
    expect(nearestPrimes(-5, limits)).toEqual([2]);
    expect(nearestPrimes(5_000_011, limits)).toEqual([]);
    expect(nearestPrimes(5_000_012, limits)).toEqual([5_000_011]);
    expect(nearestPrimes(9_000_000, limits)).toEqual([5_000_011]);
    expect(nearestPrimes(9_000_011, limits)).toEqual([5_000_011]);
  });
});

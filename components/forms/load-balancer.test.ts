import { describe, expect, it } from 'vitest';
import { admit } from '../../server/model/admission.ts';
import { findKind } from '../../server/model/registry.ts';
import { DocumentModel, type Patch } from '../editor/document-model.ts';
import { applyEdit } from '../editor/text-edit.ts';
import { algorithms, chooseAlgorithm, chooseHashType, hashTypes, nearestPrimes } from './load-balancer.ts';

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
  it('leads from every algorithm and hash type to every other with texts that the API takes', () => {
    for (const first of hashTypes)
      for (const second of hashTypes) {
        let text = after(policy, (m) => chooseAlgorithm(m, 'ConsistentHash'));
        text = after(text, (m) => chooseHashType(m, first.value));
        expect(problemsOf(text)).toEqual([]);
        text = after(text, (m) => chooseHashType(m, second.value));
        expect(problemsOf(text)).toEqual([]);
        expect(new DocumentModel(text).get(['spec', 'loadBalancer', 'consistentHash', 'type'])).toBe(second.value);
        for (const { value } of algorithms)
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
    expect(nearestPrimes(65537)).toEqual([]);
    expect(nearestPrimes(100)).toEqual([97, 101]);
    expect(nearestPrimes(1)).toEqual([2]);
    expect(nearestPrimes(-5)).toEqual([2]);
    expect(nearestPrimes(9_000_000)).toEqual([5_000_011]);
  });
});

import { describe, expect, it } from 'vitest';
import { admit } from '../../server/model/admission.ts';
import { recordings } from '../../server/model/recordings.fixture.ts';
import { findKind } from '../../server/model/registry.ts';
import type { Kind } from '../../server/model/kind.ts';
import { DocumentModel } from './document-model.ts';
import { messageAlone, problemsAt, problemsOf, withRemedies } from './problems.ts';
import { remedyFor, worksWith } from './remedies.ts';
import { fieldPath, isSame, parseFieldPath, valueAt, without, withValue } from './values.ts';

const kindOf = (name: string): Kind =>
  (findKind('gateway.envoyproxy.io', name) ?? findKind('gateway.networking.k8s.io', name))!;
const policy = kindOf('BackendTrafficPolicy');

/** Each block that the official API was seen to refuse, with what it said. */
const refusals = Object.entries(recordings).flatMap(([name, list = []]) =>
  list.flatMap(({ document, answer }) =>
    (answer.causes ?? []).flatMap(({ field = '', message }) => {
      const block = valueAt(document, parseFieldPath(field));
      return field !== '' && typeof block === 'object' && block !== null
        ? [{ kind: kindOf(name), document, field, message }]
        : [];
    }),
  ),
);

describe('what is to blame for a refusal', () => {
  it('is a field that is in the document, inside the block that the API names', () => {
    expect(refusals.length).toBeGreaterThan(140);
    const found = refusals.flatMap(({ kind, document, field, message }) => {
      const remedy = remedyFor(kind, document, { field, message });
      return remedy ? [{ document, field, blamed: remedy.blamed }] : [];
    });
    expect(found.length).toBeGreaterThan(105);
    for (const { document, field, blamed } of found) {
      expect(valueAt(document, blamed)).not.toBeUndefined();
      const block = parseFieldPath(field);
      expect(isSame(blamed.slice(0, block.length), block)).toBe(true);
    }
  });

  it('has ways out after which the API says less, and nothing else', () => {
    let fixes = 0;
    for (const { kind, document, field, message } of refusals)
      for (const { patches } of remedyFor(kind, document, { field, message })?.fixes ?? []) {
        fixes++;
        const changed = patches.reduce(
          (value, patch) =>
            patch.op === 'set' ? withValue(value, patch.path, patch.value) : without(value, patch.path),
          document,
        );
        const causes = (value: unknown) => {
          const admission = admit(kind, value, { operation: 'create' });
          return admission.accepted ? [] : (admission.status.details?.causes ?? []).map((cause) => cause.message);
        };
        const [before, after] = [causes(document), causes(changed)];
        expect(after.length).toBeLessThan(before.length);
        expect(after.filter((text) => !before.includes(text))).toEqual([]);
      }
    expect(fixes).toBeGreaterThan(80);
  });

  it('never takes away what says which requests are meant', () => {
    for (const { kind, document, field, message } of refusals)
      for (const { patches } of remedyFor(kind, document, { field, message })?.fixes ?? [])
        for (const { op, path } of patches)
          if (op === 'remove') expect(fieldPath(path)).not.toMatch(/matches|hostnames|parentRefs|targetRef/);
  });

  it('brings a refusal to the line and field that cause it, in the words of the API, with links out of it', () => {
    const text = `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata: {name: a, namespace: other}
spec:
  targetRefs:
  - {group: gateway.networking.k8s.io, kind: HTTPRoute, name: x}
  loadBalancer:
    type: ConsistentHash
    consistentHash: {type: SourceIP}
    slowStart:
      window: 60s
`;
    const document = new DocumentModel(text);
    const message =
      'Currently SlowStart is only supported for RoundRobin, LeastRequest, and BackendUtilization load balancers.';
    const said = problemsOf(document, {
      accepted: false,
      problems: [
        {
          field: 'spec.loadBalancer',
          reason: 'FieldValueInvalid',
          message: `spec.loadBalancer: Invalid value: ${message}`,
          line: 7,
          column: 3,
        },
      ],
      warnings: [],
      notActing: [],
    });
    const [problem] = withRemedies(said, document, (value, refusal) => remedyFor(policy, value, refusal));
    expect(problem).toMatchObject({ field: 'spec.loadBalancer', line: 10 });
    expect(messageAlone(problem!)).toBe(message);
    expect(problemsAt([problem!], ['spec', 'loadBalancer', 'slowStart'])).toHaveLength(1);
    expect(problemsAt([problem!], ['spec', 'loadBalancer'])).toHaveLength(0);
    expect(problem?.fixes?.map(({ label }) => label)).toEqual(['Remove slowStart', 'switch to LeastRequest']);
    expect(problem?.fixes?.[1]?.patches).toEqual([
      { op: 'set', path: ['spec', 'loadBalancer', 'type'], value: 'LeastRequest' },
      { op: 'remove', path: ['spec', 'loadBalancer', 'consistentHash'] },
    ]);
  });

  it('says with which choices a field goes', () => {
    const value = (loadBalancer: object) => ({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'BackendTrafficPolicy',
      metadata: { name: 'a' },
      spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'x' }], loadBalancer },
    });
    const hash = {
      type: 'ConsistentHash',
      consistentHash: { type: 'SourceIP', tableSize: 11 },
      slowStart: { window: '1s' },
    };
    const at = (...path: (string | number)[]) => worksWith(policy, value(hash), ['spec', 'loadBalancer', ...path]);
    expect(at('slowStart', 'window').toSorted()).toEqual(['BackendUtilization', 'LeastRequest', 'RoundRobin']);
    expect(at('consistentHash')).toEqual(['ConsistentHash']);
    expect(at('type')).toEqual([]);
    expect(at()).toEqual([]);
  });

  it('is nothing where the API names a single value, or does not refuse', () => {
    const value = {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'BackendTrafficPolicy',
      spec: { mergeType: 1 },
    };
    expect(remedyFor(policy, value, { field: 'spec.mergeType', message: 'Invalid value' })).toBeNull();
    expect(remedyFor(policy, value, { field: 'spec', message: 'something else' })).toBeNull();
  });
});

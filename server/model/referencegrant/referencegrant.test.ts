import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import type { KubeObject } from '../object.ts';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import recorded from './referencegrant.recorded.json' with { type: 'json' };
import { referenceGrant } from './kind.ts';

const recordings = recorded as unknown as Recording[];

/** The recordings hold no status: a server adds the initial one when it stores the object. */
function withoutStatus({ object, ...answer }: Recording['answer']): Recording['answer'] {
  const { status: _status, ...rest } = (object ?? {}) as Partial<KubeObject>;
  return object === undefined ? answer : { ...answer, object: rest };
}

describe('ReferenceGrant', () => {
  it.each(recordings)('is judged as by the official schema: $title (strict: $strict)', (recording) => {
    expect(comparable(withoutStatus(answerTo(referenceGrant, recording)))).toEqual(comparable(recording.answer));
  });

  it.each(referenceGrant.examples)(
    'has an example that is accepted without warning and acts whole: $title',
    ({ yaml }) => {
      for (const { value } of parseDocuments(yaml)) {
        const admission = admit(referenceGrant, value, { operation: 'create', fieldValidation: 'Strict' });
        expect(admission).toMatchObject({ accepted: true, warnings: [] });
        if (admission.accepted) expect(referenceGrant.notActing(admission.object)).toEqual([]);
      }
    },
  );

  it('is read in its older version too, and kept in the newer one', () => {
    const [example] = parseDocuments(referenceGrant.examples[0]?.yaml ?? '');
    const older = { ...(example?.value as KubeObject), apiVersion: 'gateway.networking.k8s.io/v1beta1' };
    expect(admit(referenceGrant, older, { operation: 'create' })).toMatchObject({
      accepted: true,
      object: { apiVersion: 'gateway.networking.k8s.io/v1' },
    });
    const unknown = { ...older, apiVersion: 'gateway.networking.k8s.io/v1alpha1' };
    expect(admit(referenceGrant, unknown, { operation: 'create' })).toMatchObject({
      accepted: false,
      status: { code: 400 },
    });
  });

  it('names references that nothing follows', () => {
    const from = [
      { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'a' },
      { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', namespace: 'a' },
    ];
    const to = [
      { group: '', kind: 'Secret' },
      { group: '', kind: 'Service' },
    ];
    const object = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ReferenceGrant',
      metadata: {},
      spec: { from, to },
    };
    expect(referenceGrant.notActing(object).map(({ path }) => path)).toEqual(['spec.from[1]', 'spec.to[0]']);
  });
});

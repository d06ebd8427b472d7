import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import type { KubeObject } from '../object.ts';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import recorded from './gatewayclass.recorded.json' with { type: 'json' };
import { gatewayClass } from './kind.ts';

const recordings = recorded as unknown as Recording[];

/** The recordings hold no status: a server adds the initial one when it stores the object. */
function withoutStatus({ object, ...answer }: Recording['answer']): Recording['answer'] {
  const { status: _status, ...rest } = (object ?? {}) as Partial<KubeObject>;
  return object === undefined ? answer : { ...answer, object: rest };
}

function gatewayClassOf(controllerName: string): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'eg' },
    spec: { controllerName },
  };
}

describe('GatewayClass', () => {
  it.each(recordings)('is judged as by the official schema: $title (strict: $strict)', (recording) => {
    expect(comparable(withoutStatus(answerTo(gatewayClass, recording)))).toEqual(comparable(recording.answer));
  });

  it.each(gatewayClass.examples)(
    'has an example that is accepted without warning and acts whole: $title',
    ({ yaml }) => {
      for (const { value } of parseDocuments(yaml)) {
        const admission = admit(gatewayClass, value, { operation: 'create', fieldValidation: 'Strict' });
        expect(admission).toMatchObject({ accepted: true, warnings: [] });
        if (admission.accepted) expect(gatewayClass.notActing(admission.object)).toEqual([]);
      }
    },
  );

  it('is read in its older version too, and kept in the newer one', () => {
    const [example] = parseDocuments(gatewayClass.examples[0]?.yaml ?? '');
    const older = { ...(example?.value as KubeObject), apiVersion: 'gateway.networking.k8s.io/v1beta1' };
    expect(admit(gatewayClass, older, { operation: 'create' })).toMatchObject({
      accepted: true,
      object: { apiVersion: 'gateway.networking.k8s.io/v1' },
    });
    const unknown = { ...older, apiVersion: 'gateway.networking.k8s.io/v1alpha1' };
    expect(admit(gatewayClass, unknown, { operation: 'create' })).toMatchObject({
      accepted: false,
      status: { code: 400 },
    });
  });

  it('gets its initial status, whatever was written, and keeps it on update', () => {
    const written = { ...gatewayClassOf('a.example/b'), status: { conditions: [] } };
    const created = admit(gatewayClass, written, { operation: 'create' });
    const pending = { type: 'Accepted', status: 'Unknown', reason: 'Pending', message: 'Waiting for controller' };
    expect(created).toMatchObject({ accepted: true, object: { status: { conditions: [pending] } } });
    const known = { ...pending, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
    const old = { ...gatewayClassOf('a.example/b'), status: { conditions: [known] } };
    expect(admit(gatewayClass, written, { operation: 'update', old })).toMatchObject({
      object: { status: old.status },
    });
  });

  it('cannot change its controller', () => {
    const answer = admit(gatewayClass, gatewayClassOf('a.example/c'), {
      operation: 'update',
      old: gatewayClassOf('a.example/b'),
    });
    expect(answer).toMatchObject({
      status: {
        message:
          'GatewayClass.gateway.networking.k8s.io "eg" is invalid: spec.controllerName: Invalid value: "a.example/c": Value is immutable',
      },
    });
  });

  it('says that parameters are not read', () => {
    const object = { ...gatewayClassOf('a.example/b'), spec: { parametersRef: { group: '', kind: 'A', name: 'b' } } };
    expect(gatewayClass.notActing(object).map(({ path }) => path)).toEqual(['spec.parametersRef']);
  });

  it('is shown with its controller and whether it is accepted', () => {
    const object = { ...gatewayClassOf('a.example/b'), status: { conditions: [{ type: 'Accepted', status: 'True' }] } };
    expect(gatewayClass.columns.map(({ name, value }) => [name, value(object)])).toEqual([
      ['Name', 'eg'],
      ['Controller', 'a.example/b'],
      ['Accepted', 'True'],
      ['Age', undefined],
      ['Description', undefined],
    ]);
  });
});

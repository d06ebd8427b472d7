import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import recorded from './grpcroute.recorded.json' with { type: 'json' };
import { grpcRoute } from './kind.ts';

const recordings = recorded as unknown as Recording[];

describe('GRPCRoute', () => {
  it.each(recordings)('is judged as by the official schema: $title (strict: $strict)', (recording) => {
    expect(comparable(answerTo(grpcRoute, recording))).toEqual(comparable(recording.answer));
  });

  it.each(grpcRoute.examples)('has an example that is accepted without warning: $title', ({ yaml }) => {
    for (const { value } of parseDocuments(yaml)) {
      const admission = admit(grpcRoute, value, { operation: 'create', fieldValidation: 'Strict' });
      expect(admission).toMatchObject({ accepted: true, warnings: [] });
    }
  });

  it('says which of its fields do not act, and prints its hosts', () => {
    const object = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GRPCRoute',
      metadata: { name: 'route' },
      spec: {
        hostnames: ['grpc.example.com'],
        rules: [
          { matches: [{ method: { service: 'a.B' } }], backendRefs: [{ name: 'b', port: 80 }] },
          { filters: [{ type: 'RequestMirror' }], sessionPersistence: {} },
        ],
      },
    };
    expect(grpcRoute.notActing(object)).toEqual([
      { path: 'spec.rules[1].filters[0]', message: expect.stringMatching(/RequestMirror do not act yet/) },
      { path: 'spec.rules[1].sessionPersistence', message: expect.stringMatching(/every call is balanced anew/) },
    ]);
    expect(grpcRoute.columns.map(({ value }) => value(object))).toEqual(['route', '["grpc.example.com"]', undefined]);
  });
});

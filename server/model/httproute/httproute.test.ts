import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import type { KubeObject } from '../object.ts';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import recorded from './httproute.recorded.json' with { type: 'json' };
import { httpRoute } from './kind.ts';

const recordings = recorded as unknown as Recording[];

function route(spec: unknown): KubeObject {
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'route' }, spec };
}

function pathsNotActing(spec: unknown): string[] {
  return httpRoute.notActing(route(spec)).map(({ path }) => path);
}

const backend = { name: 'backend', port: 3000 };

describe('HTTPRoute', () => {
  it.each(recordings)('is judged as by the official schema: $title (strict: $strict)', (recording) => {
    expect(comparable(answerTo(httpRoute, recording))).toEqual(comparable(recording.answer));
  });

  it.each(httpRoute.examples)('has an example that is accepted without warning and acts whole: $title', ({ yaml }) => {
    for (const { value } of parseDocuments(yaml)) {
      const admission = admit(httpRoute, value, { operation: 'create', fieldValidation: 'Strict' });
      expect(admission).toMatchObject({ accepted: true, warnings: [] });
      if (admission.accepted) expect(httpRoute.notActing(admission.object)).toEqual([]);
    }
  });

  it('says nothing about fields that act', () => {
    const matches = [
      { path: { type: 'RegularExpression', value: '/a' }, method: 'GET', headers: [{ name: 'a', value: 'b' }] },
      { path: { type: 'Exact', value: '/a' }, queryParams: [{ name: 'a', value: 'b' }] },
    ];
    const parentRefs = [{ name: 'eg', namespace: 'other', sectionName: 'http', port: 80 }];
    const rules = [{ name: 'a', matches, backendRefs: [{ ...backend, weight: 3, namespace: 'other' }] }];
    expect(pathsNotActing({ parentRefs, hostnames: ['a.example.com'], useDefaultGateways: 'None', rules })).toEqual([]);
  });

  it('names filters of rules, which then answer 500', () => {
    const filters = [
      { type: 'RequestRedirect', requestRedirect: {} },
      { type: 'CORS', cors: {} },
    ];
    expect(httpRoute.notActing(route({ rules: [{}, { filters }] }))).toEqual([
      { path: 'spec.rules[1].filters[0]', message: expect.stringMatching(/RequestRedirect.*the rule answers 500/) },
      { path: 'spec.rules[1].filters[1]', message: expect.stringMatching(/CORS.*the rule answers 500/) },
    ]);
  });

  it('names filters of backends, foreign backends and parents, and tuning', () => {
    const filters = [{ type: 'RequestHeaderModifier' }];
    const backendRefs = [
      backend,
      { group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'b' },
      { ...backend, filters },
    ];
    const tuning = { timeouts: { request: '1s' }, retry: { attempts: 1 }, sessionPersistence: {} };
    expect(
      pathsNotActing({
        parentRefs: [{ name: 'eg' }, { group: '', kind: 'Service', name: 'backend' }],
        useDefaultGateways: 'All',
        rules: [{ backendRefs, ...tuning }],
      }),
    ).toEqual([
      'spec.parentRefs[1]',
      'spec.useDefaultGateways',
      'spec.rules[0].backendRefs[1]',
      'spec.rules[0].backendRefs[2].filters[0]',
      'spec.rules[0].timeouts',
      'spec.rules[0].retry',
      'spec.rules[0].sessionPersistence',
    ]);
  });

  it('bears objects of any shape when it looks for what does not act', () => {
    for (const spec of [undefined, null, 'x', [], { rules: 3 }, { rules: [null, { filters: [7], backendRefs: {} }] }])
      expect(() => httpRoute.notActing(route(spec))).not.toThrow();
  });

  it('prints its hosts as kubectl does', () => {
    const column = httpRoute.columns.find(({ name }) => name === 'Hostnames');
    expect(column?.value(route({ hostnames: ['www.example.com'] }))).toBe('["www.example.com"]');
    expect(column?.value(route({}))).toBeUndefined();
  });
});

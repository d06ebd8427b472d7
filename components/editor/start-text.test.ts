import { describe, expect, it } from 'vitest';
import { admit } from '../../server/model/admission.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { kinds } from '../../server/model/registry.ts';
import { DocumentModel } from './document-model.ts';
import { readPrefill, startText, type World } from './start-text.ts';

const object = (kind: string, namespace: string, name: string, spec: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace, name },
  spec,
});

const empty: World = { gateways: [], services: [], routes: [], siblings: [] };
const world: World = {
  gateways: [object('Gateway', 'edge', 'public')],
  services: [
    object('Service', 'shop', 'cart', { ports: [{ port: 8080 }] }),
    object('Service', 'default', 'web', { ports: [{ port: 81 }] }),
  ],
  routes: [object('HTTPRoute', 'default', 'main')],
  siblings: [],
};

const examplesOf = (name: string) => kinds.find(({ kind }) => kind === name)!.examples;
const first = (name: string) => examplesOf(name)[0]!.yaml;
const prefill = (query: string) => readPrefill(new URLSearchParams(query));

describe('start of a new object', () => {
  it('is an example that the API takes, for every kind and every example', () => {
    for (const kind of kinds)
      for (const { yaml } of kind.examples)
        for (const around of [empty, world]) {
          const value = new DocumentModel(startText(kind.kind, yaml, {}, around)).value;
          expect(admit(kind, value, { operation: 'create', fieldValidation: 'Strict' }).accepted).toBe(true);
        }
  });

  it('names what exists, and leaves the example where nothing does', () => {
    expect(startText('HTTPRoute', first('HTTPRoute'), {}, empty)).toBe(first('HTTPRoute'));
    const route = new DocumentModel(startText('HTTPRoute', first('HTTPRoute'), {}, world));
    expect(route.get(['spec', 'parentRefs', 0])).toEqual({ name: 'public', namespace: 'edge' });
    expect(route.get(['spec', 'rules', 0, 'backendRefs', 0])).toEqual({ name: 'web', port: 81 });
  });

  it('asks for calls that no other route has', () => {
    const taken = object('GRPCRoute', 'default', 'greeter', {
      rules: [{ matches: [{ method: { service: 'helloworld.Greeter' } }] }],
    });
    const callOf = (siblings: KubeObject[], query = '') =>
      new DocumentModel(startText('GRPCRoute', first('GRPCRoute'), prefill(query), { ...world, siblings })).get([
        'spec',
        'rules',
        0,
        'matches',
        0,
        'method',
        'service',
      ]);
    expect(callOf([])).toBe('helloworld.Greeter');
    expect(callOf([taken])).toBe('helloworld.Greeter2');
    expect(callOf([], 'backend=shop/cart:8080')).toBe('helloworld.Cart');
  });

  it('takes gateway and backend from the address', () => {
    const text = startText(
      'HTTPRoute',
      first('HTTPRoute'),
      prefill('gateway=edge/other&backend=shop/cart:9000'),
      world,
    );
    const route = new DocumentModel(text);
    expect(route.get(['metadata'])).toEqual({ name: 'cart-route', namespace: 'shop' });
    expect(route.get(['spec', 'parentRefs', 0])).toEqual({ name: 'other', namespace: 'edge' });
    expect(route.get(['spec', 'rules', 0, 'backendRefs', 0])).toEqual({ name: 'cart', port: 9000 });
    expect(route.get(['spec', 'rules', 0, 'matches', 0, 'path', 'value'])).toBe('/cart');
  });

  it('takes the target of a policy from the address, in its namespace', () => {
    for (const { yaml } of examplesOf('BackendTrafficPolicy')) {
      const model = new DocumentModel(
        startText('BackendTrafficPolicy', yaml, prefill('target=Gateway/edge/public/http'), world),
      );
      if (model.get(['spec', 'targetRefs']) === undefined) continue;
      expect(model.get(['spec', 'targetRefs', 0])).toMatchObject({
        kind: 'Gateway',
        name: 'public',
        sectionName: 'http',
      });
      expect(model.get(['metadata'])).toMatchObject({ name: 'public-policy', namespace: 'edge' });
    }
  });

  it('gives a policy a target that no other policy holds', () => {
    const yaml = first('BackendTrafficPolicy');
    const target = new DocumentModel(yaml).get(['spec', 'targetRefs', 0, 'name']) as string;
    const routes = [object('HTTPRoute', 'default', target), object('HTTPRoute', 'default', 'free')];
    const name = (siblings: KubeObject[]) =>
      new DocumentModel(startText('BackendTrafficPolicy', yaml, {}, { ...world, routes, siblings })).get([
        'spec',
        'targetRefs',
        0,
        'name',
      ]);
    expect(name([])).toBe(target);
    const holder = { ...object('BackendTrafficPolicy', 'default', 'p'), spec: new DocumentModel(yaml).get(['spec']) };
    expect(name([holder])).toBe('free');
  });

  it('takes another path than a route that is there, since the older one would win', () => {
    const yaml = first('HTTPRoute');
    const older = { ...object('HTTPRoute', 'default', 'mine'), spec: new DocumentModel(yaml).get(['spec']) };
    const route = new DocumentModel(startText('HTTPRoute', yaml, {}, { ...world, siblings: [older] }));
    expect(route.get(['spec', 'rules', 0, 'matches', 0, 'path', 'value'])).toBe(
      `/${String(route.get(['metadata', 'name']))}`,
    );
  });

  it('gives a free name', () => {
    const name = (text: string) => new DocumentModel(text).get(['metadata', 'name']);
    const taken = { ...empty, siblings: [object('Gateway', 'default', 'eg'), object('Gateway', 'default', 'eg-2')] };
    const yaml = first('Gateway').replace(/name: \S+/, 'name: eg');
    expect(name(startText('Gateway', yaml, {}, taken))).toBe('eg-3');
    expect(name(startText('Gateway', yaml, { namespace: 'edge' }, taken))).toBe('eg');
  });

  it('leaves out what the address says wrongly', () => {
    expect(prefill('gateway=x&backend=a/b:c&target=Gateway/x&ns=')).toEqual({});
  });
});

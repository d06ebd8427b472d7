import { expect, it } from 'vitest';
import { judgeCreate } from '../custom/judge.ts';
import { findKind } from '../registry.ts';
import type { KubeObject } from '../object.ts';
import type { JsonObject } from './types.ts';

const GROUP = 'gateway.networking.k8s.io';

/** What is said of an object that says it is a Status, and so has no defaults. */
function said(name: string, spec: JsonObject): string[] {
  const kind = findKind(GROUP, name);
  if (kind === undefined) throw new Error(`there is no ${name}`);
  const object = { apiVersion: `${GROUP}/v1`, kind: 'Status', metadata: { name: 'a' }, spec } as KubeObject;
  const { refusal } = judgeCreate(kind, object);
  return (refusal?.details?.causes ?? []).map(
    ({ field, message }) => `${field}: ${message.replace(/ evaluating.*/s, '')}`,
  );
}

const missing = (field: string, key: string): string => `${field}: Invalid value: "object": no such key: ${key}`;

it('rules cannot be told where defaults are missing, whatever else holds', () => {
  expect(said('HTTPRoute', { rules: [{ backendRefs: [{ name: 'a', port: 80 }] }] })).toContain(
    missing('spec.rules[0].backendRefs[0]', 'group'),
  );
  const tls = { certificateRefs: [{ name: 'a' }] };
  const listeners = [{ name: 'a', port: 443, protocol: 'HTTPS', tls }];
  expect(said('Gateway', { gatewayClassName: 'eg', listeners })).toContain(missing('spec.listeners[0].tls', 'mode'));
  expect(said('Gateway', { gatewayClassName: 'eg', listeners: [], addresses: [{}] })).toContain(
    missing('spec.addresses[0]', 'type'),
  );
});

it('the first element that a rule cannot look at is the one that it names', () => {
  expect(said('HTTPRoute', { parentRefs: [{ name: 'a' }, 'b'], rules: [] })).toContain(
    'spec.parentRefs: Invalid value: "array": no such key: group',
  );
  expect(said('HTTPRoute', { parentRefs: ['b', { name: 'a' }], rules: [] })).toContain(
    'spec.parentRefs: Invalid value: "array": invalid data, expected a map for the provided schema with type=object',
  );
});

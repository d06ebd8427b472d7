import { expect, it } from 'vitest';
import { jsonSchemaOf } from '../../server/model/json-schema.ts';
import { findKind } from '../../server/model/registry.ts';
import { fieldDocs } from './field-docs.ts';

it('says what a field is for, of every depth', () => {
  const schema = jsonSchemaOf(findKind('gateway.envoyproxy.io', 'BackendTrafficPolicy')!);
  expect(fieldDocs(schema, ['spec', 'loadBalancer', 'type'])).toMatchObject({
    name: 'spec.loadBalancer.type',
    type: 'string',
    required: true,
    values: expect.arrayContaining(['RoundRobin', 'ConsistentHash']),
  });
  expect(fieldDocs(schema, ['spec', 'targetRefs'])?.type).toBe('list of object');
  expect(fieldDocs(schema, ['spec', 'targetRefs', 0, 'name'])).toMatchObject({
    name: 'spec.targetRefs.name',
    required: true,
  });
  expect(fieldDocs(schema, ['metadata', 'labels', 'team'])?.type).toBe('string');
  expect(fieldDocs(schema, ['spec', 'nonsense'])).toBeNull();
  expect(fieldDocs(undefined, ['spec'])).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import { namespace } from './kind.ts';

const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const stored = {
  ...shop,
  metadata: { name: 'shop', labels: { 'kubernetes.io/metadata.name': 'shop' } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
};

describe('Namespace', () => {
  it('gets its finalizer, its phase and the label with its name', () => {
    expect(admit(namespace, shop, { operation: 'create' })).toMatchObject({
      accepted: true,
      object: stored,
      warnings: [],
    });
  });

  it('keeps finalizers and status on update, and its label whatever is written', () => {
    const old = { ...stored, spec: { finalizers: ['kubernetes', 'a.example/b'] }, status: { phase: 'Terminating' } };
    const written = { ...shop, metadata: { name: 'shop', labels: { 'kubernetes.io/metadata.name': 'x', team: 'a' } } };
    expect(admit(namespace, written, { operation: 'update', old })).toMatchObject({
      object: {
        metadata: { labels: { 'kubernetes.io/metadata.name': 'shop', team: 'a' } },
        spec: old.spec,
        status: old.status,
      },
    });
  });

  it('takes no namespace, and a DNS label as its name', () => {
    const placed = { ...shop, metadata: { name: 'shop', namespace: 'default' } };
    expect(admit(namespace, placed, { operation: 'create' })).toMatchObject({ accepted: true, object: stored });
    const dotted = admit(namespace, { ...shop, metadata: { name: 'a.b' } }, { operation: 'create' });
    expect(dotted).toMatchObject({ status: { code: 422, details: { causes: [{ field: 'metadata.name' }] } } });
  });

  it('has an example that is accepted without warning', () => {
    const [document] = parseDocuments(namespace.examples[0]?.yaml ?? '');
    expect(admit(namespace, document?.value, { operation: 'create', fieldValidation: 'Strict' })).toMatchObject({
      accepted: true,
      warnings: [],
    });
  });

  it('is shown with its phase', () => {
    expect(namespace.columns.map(({ value }) => value(stored))).toEqual(['shop', 'Active', undefined]);
  });
});

import { describe, expect, it } from 'vitest';
import { kinds } from '../../server/model/registry.ts';
import { importFindings } from './import-findings.ts';

const FIRST = ['GatewayClass', 'Service', 'EndpointSlice', 'Gateway', 'HTTPRoute', 'BackendTrafficPolicy'];
const text = FIRST.map((name) => kinds.find(({ kind }) => kind === name)!.examples[0]!.yaml).join('---\n');
const around = { objects: [], snapshot: undefined, bindings: [] };
const found = (manifests: string) =>
  importFindings(manifests, around, '2026-06-01T00:00:00Z').introduced.map(({ kind, name }) => `${kind} ${name}`);

describe('problems that begin with an import', () => {
  it('are none for manifests that fit together', () => {
    expect(found(text)).toEqual([]);
  });

  it('name the object that lacks something, and pass over what the API refuses', () => {
    expect(
      found(text.replace('name: backend\n', 'name: nothing\n').replace('name: backend\n', 'name: nothing\n')),
    ).toContain('HTTPRoute round-robin-route');
    expect(found('kind: HTTPRoute\n---\nnot: an object\n')).toEqual([]);
  });
});

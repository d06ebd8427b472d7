import { describe, expect, it } from 'vitest';
import { formField, schemaAt } from '../../server/model/form-fields.ts';
import { kinds } from '../../server/model/registry.ts';
import { DocumentModel } from '../editor/document-model.ts';
import { fieldPath } from '../editor/values.ts';
import { countHeld, unheldIn } from './held.ts';
import { gatewayHolds, httpRouteHolds, policyHolds } from './holds.ts';

const paths = (text: string, holds: readonly string[]) =>
  unheldIn(new DocumentModel(text).value, holds).map(({ path, fields }) => `${fieldPath(path)} ${fields}`);

describe('what a form holds', () => {
  it('names the rest at the highest place that is all its own, with the number of its fields', () => {
    const text = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: r
  labels: {a: b, c: d}
spec:
  hostnames: []
  parentRefs:
  - name: eg
    port: 80
  rules:
  - matches:
    - path: {type: Exact, value: /a}
    filters:
    - type: URLRewrite
      urlRewrite: {hostname: x}
    backendRefs:
    - name: b
      port: 80
      filters: []
  - 7
`;
    expect(paths(text, httpRouteHolds)).toEqual([
      'metadata.labels 2',
      'spec.parentRefs[0].port 1',
      'spec.rules[0].backendRefs[0].filters 1',
      'spec.rules[1] 1',
    ]);
    expect(countHeld(new DocumentModel(text).value, httpRouteHolds)).toEqual({ held: 11, total: 16 });
  });

  it('counts a value of another type than the field as the YAML one', () => {
    const text = 'spec:\n  loadBalancer: Random\n  targetRefs:\n    name: x\n  mergeType: [a]\n';
    expect(paths(text, policyHolds)).toEqual(['spec.loadBalancer 1', 'spec.targetRefs.name 1', 'spec.mergeType 1']);
  });

  it.each([
    ['HTTPRoute', httpRouteHolds],
    ['BackendTrafficPolicy', policyHolds],
    ['Gateway', gatewayHolds],
  ])('is known to the schema of %s', (name, held) => {
    const schema = kinds.find(({ kind }) => kind === name)?.schema;
    if (schema === undefined) throw new Error(`no kind ${name}`);
    const unknown = held.filter((text) => {
      const path = text
        .replace(/\.\*\*$/, '')
        .split('.')
        .reduce<(string | number)[]>((steps, step) => {
          const inList = schemaAt(schema, steps)?.type === 'list';
          return [...steps, step === '*' && inList ? 0 : step];
        }, []);
      return formField(schema, path) === undefined;
    });
    expect(unknown).toEqual([]);
  });

  it('holds every field of the first start of its kind', () => {
    const holds: Record<string, readonly string[]> = {
      HTTPRoute: httpRouteHolds,
      BackendTrafficPolicy: policyHolds,
      Gateway: gatewayHolds,
    };
    for (const [name, held] of Object.entries(holds)) {
      const example = kinds.find(({ kind }) => kind === name)?.examples[0]?.yaml ?? '';
      expect(example).toContain(name);
      expect(paths(example, held)).toEqual([]);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, type AdmitOptions } from './admission.ts';
import { parseDocuments } from './documents.ts';
import { findKind, kinds } from './registry.ts';

function kindOf(group: string, name: string) {
  const kind = findKind(group, name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

const service = kindOf('', 'Service');
const written = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a' },
  spec: { ports: [{ port: 80 }], bogus: 1 },
};

function message(input: unknown, options: Partial<AdmitOptions> = {}): string | undefined {
  const admission = admit(service, input, { operation: 'create', namespace: 'default', ...options });
  return admission.accepted ? undefined : admission.status.message;
}

describe('admission', () => {
  it('warns of unknown fields, refuses them, or says nothing', () => {
    const options = { operation: 'create', namespace: 'default' } as const;
    expect(admit(service, written, options).warnings).toEqual(['unknown field "spec.bogus"']);
    expect(admit(service, written, { ...options, fieldValidation: 'Ignore' }).warnings).toEqual([]);
    expect(message(written, { fieldValidation: 'Strict' })).toBe(
      'Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.bogus"',
    );
  });

  it('takes the namespace of the request, and refuses another one', () => {
    const placed = { ...written, metadata: { name: 'a', namespace: 'shop' } };
    expect(admit(service, written, { operation: 'create', namespace: 'shop' })).toMatchObject({
      object: { metadata: { namespace: 'shop' } },
    });
    expect(message(placed)).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  });

  it('refuses what is no such object', () => {
    expect(message([])).toBe('the body must be one object, found a list');
    expect(message({ ...written, spec: Infinity })).toBe('json: unsupported value: +Inf');
    expect(message(null)).toBe('the body must be one object, found nothing');
    const head = 'cannot be handled as a Service';
    expect(message({ ...written, kind: 'Secret' })).toBe(
      `Secret in version "v1" ${head}: converting (v1.Secret) to (core.Service): unknown conversion`,
    );
    expect(message({ ...written, apiVersion: 'v2' })).toBe(
      `Service in version "v2" ${head}: no kind "Service" is registered for version "v2" in scheme "pkg/runtime/scheme.go:111"`,
    );
    expect(message({ ...written, apiVersion: 'a/b/c' })).toMatch(/unexpected GroupVersion string: a\/b\/c$/);
    expect(message({ ...written, metadata: { name: 5 } })).toMatch(/cannot unmarshal number/);
  });

  it('reads a core kind that does not say what it is as what the path says, a custom resource not', () => {
    const bare = { metadata: { name: 'a' }, spec: { ports: [{ port: 80 }] } };
    const options = { operation: 'create', namespace: 'default' } as const;
    expect(admit(service, bare, options)).toMatchObject({
      accepted: true,
      object: { apiVersion: 'v1', kind: 'Service' },
    });
    expect(admit(kindOf('gateway.networking.k8s.io', 'Gateway'), bare, options)).toMatchObject({ accepted: false });
  });

  it('makes a name from generateName', () => {
    const admission = admit(
      service,
      { ...written, metadata: { generateName: 'a-' } },
      {
        operation: 'create',
        namespace: 'default',
      },
    );
    expect(admission).toMatchObject({ object: { metadata: { name: expect.stringMatching(/^a-[a-z0-9]{5}$/) } } });
  });

  it('writes the status alone where the status is meant', () => {
    const gateway = kindOf('gateway.networking.k8s.io', 'Gateway');
    const listeners = [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }];
    const old = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'eg', namespace: 'default' },
      spec: { gatewayClassName: 'eg', listeners },
    };
    const status = { addresses: [{ type: 'IPAddress', value: '127.0.0.2' }], conditions: [] };
    const input = { ...old, spec: { gatewayClassName: 'other', listeners }, status };
    expect(admit(gateway, input, { operation: 'update', old, status: true })).toMatchObject({
      accepted: true,
      object: { spec: old.spec, status },
    });
    expect(
      admit(gateway, { ...input, status: { addresses: [{ value: 'x' }] } }, { operation: 'update', old, status: true }),
    ).toMatchObject({ accepted: false });
  });

  it('does not change its input', () => {
    const input = structuredClone(written);
    admit(service, input, { operation: 'create', namespace: 'default' });
    expect(input).toEqual(written);
  });
});

/** Puts a value at a random place of a document. */
function mutated(document: unknown, steps: number[], value: unknown): unknown {
  if (typeof document !== 'object' || document === null || steps.length === 0) return value;
  const keys = Object.keys(document);
  if (keys.length === 0) return value;
  const [step = 0, ...rest] = steps;
  const key = keys[step % keys.length] ?? '';
  const copy = structuredClone(document) as Record<string, unknown>;
  copy[key] = mutated(copy[key], rest, value);
  return copy;
}

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(undefined, NaN, -1, 0, 1e30, '', '\u0000', '*', [], {}, [null], { __proto__: null }, 65536),
);

describe.each(kinds)('$kind', (kind) => {
  const documents = kind.examples.flatMap(({ yaml }) => parseDocuments(yaml).map(({ value }) => value));

  it('is judged without a throw, whatever is written; what is accepted can be shown and admitted again unchanged', () => {
    const steps = fc.array(fc.nat(20), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(fc.constantFrom(...documents), steps, strange, (document, path, value) => {
        const input = mutated(document, path, value);
        const admission = admit(kind, input, { operation: 'create', namespace: 'default', fieldValidation: 'Ignore' });
        if (!admission.accepted) {
          expect(admission.status.message).not.toBe('');
          return;
        }
        const { object, said: _said, ...rest } = admission;
        for (const column of kind.columns) column.value(object);
        kind.notActing(object);
        const again = admit(kind, object, { operation: 'update', old: object, fieldValidation: 'Strict' });
        const { said: _again, ...repeated } = again.accepted ? again : { ...again, said: undefined };
        expect(repeated).toEqual({ ...rest, object, warnings: again.warnings });
      }),
      { numRuns: 400 },
    );
  });
});

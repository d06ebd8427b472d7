import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { DocumentModel, EditRefused, type Patch } from '../editor/document-model.ts';
import { applyEdit } from '../editor/text-edit.ts';
import { isSame, leaves, valueAt, type Path } from '../editor/values.ts';
import { unheldIn } from './held.ts';
import { gatewayHolds, grpcRouteHolds, httpRouteHolds, policyHolds } from './holds.ts';
import { chooseAlgorithm, chooseHashType } from './load-balancer.ts';

/* Manifests of the kinds with forms, with fields that no form knows, comments everywhere, and the styles in which people write YAML. */
const word = fc.constantFrom('a', 'www.example.com', 'x-user', '/p', 'yes', '10', 'Exact', '*.b.c');
const unknown = fc.dictionary(
  fc.constantFrom('later', 'filters', 'timeouts', 'x-own'),
  fc.oneof(word, fc.array(word, { maxLength: 2 }), fc.dictionary(word, word, { maxKeys: 2 })),
  { maxKeys: 2 },
);
const withUnknown = <T extends object>(known: fc.Arbitrary<T>) =>
  fc.tuple(known, unknown).map(([a, b]) => ({ ...b, ...a }));
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });
const partly = (fields: Record<string, fc.Arbitrary<unknown>>) => withUnknown(fc.record(fields, { requiredKeys: [] }));
const named = partly({ type: word, name: word, value: word });
const spec = {
  HTTPRoute: partly({
    parentRefs: some(partly({ name: word, namespace: word, sectionName: word })),
    hostnames: some(word),
    rules: some(
      partly({
        name: word,
        matches: some(
          partly({
            path: partly({ type: word, value: word }),
            method: word,
            headers: some(named),
            queryParams: some(named),
          }),
        ),
        backendRefs: some(partly({ name: word, port: fc.nat(9), weight: fc.nat(9) })),
      }),
    ),
  }),
  GRPCRoute: partly({
    parentRefs: some(partly({ name: word, namespace: word, sectionName: word })),
    hostnames: some(word),
    rules: some(
      partly({
        name: word,
        matches: some(partly({ method: partly({ type: word, service: word, method: word }), headers: some(named) })),
        backendRefs: some(partly({ name: word, port: fc.nat(9), weight: fc.nat(9) })),
      }),
    ),
  }),
  BackendTrafficPolicy: partly({
    targetRefs: some(partly({ group: word, kind: word, name: word, sectionName: word })),
    mergeType: word,
    loadBalancer: partly({
      type: fc.constantFrom('RoundRobin', 'ConsistentHash', 'Random'),
      consistentHash: partly({
        type: fc.constantFrom('SourceIP', 'Headers', 'Cookie'),
        headers: some(partly({ name: word })),
        header: partly({ name: word }),
        cookie: partly({ name: word, ttl: word, attributes: fc.dictionary(word, word, { maxKeys: 2 }) }),
        tableSize: fc.nat(9),
      }),
    }),
  }),
  Gateway: partly({
    gatewayClassName: word,
    listeners: some(
      partly({
        name: word,
        hostname: word,
        port: fc.nat(9),
        allowedRoutes: partly({ namespaces: partly({ from: word }) }),
      }),
    ),
  }),
};
const holds = {
  HTTPRoute: httpRouteHolds,
  GRPCRoute: grpcRouteHolds,
  BackendTrafficPolicy: policyHolds,
  Gateway: gatewayHolds,
};

const manifest = fc
  .constantFrom('HTTPRoute' as const, 'GRPCRoute' as const, 'BackendTrafficPolicy' as const, 'Gateway' as const)
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      value: fc.record({
        apiVersion: fc.constant('v1'),
        kind: fc.constant(kind),
        metadata: withUnknown(fc.record({ name: word })),
        spec: spec[kind],
      }),
      indentSeq: fc.boolean(),
      flow: fc.integer({ max: 5, min: 0 }),
      comments: fc.array(fc.nat(60), { maxLength: 5 }),
    }),
  )
  .map(({ kind, value, indentSeq, flow, comments }) => {
    let text = stringify(value, { indentSeq, collectionStyle: flow === 0 ? 'flow' : 'any', lineWidth: 0 });
    comments.forEach((at, i) => {
      const lines = text.split('\n');
      const line = lines[at % lines.length] ?? '';
      const commented =
        i % 2
          ? lines.with(at % lines.length, `${line} # note ${i}`)
          : lines.toSpliced(at % lines.length, 0, `${/^ */.exec(line)?.[0] ?? ''}# note ${i}`);
      const read = new DocumentModel(commented.join('\n'));
      if (read.problems.length === 0 && isSame(read.value, value)) text = commented.join('\n');
    });
    return { kind, text };
  });

const notes = (text: string) => text.match(/# note \d+/g)?.toSorted() ?? [];

/** A place of a field, with indices of items that are there, or of the next one. */
function place(value: unknown, pattern: string, choose: number): Path {
  const path: (string | number)[] = [];
  for (const step of pattern.split('.')) {
    const at = valueAt(value, path);
    if (step !== '*') path.push(step);
    else if (typeof at === 'object' && at !== null && !Array.isArray(at))
      path.push(Object.keys(at)[choose % Math.max(1, Object.keys(at).length)] ?? 'k');
    else path.push(choose % ((Array.isArray(at) ? at.length : 0) + 1));
  }
  return path;
}

function edited(text: string, patches: Patch[]): string | null {
  try {
    const edit = new DocumentModel(text).patch(patches);
    return edit ? applyEdit(text, edit) : text;
  } catch (error) {
    if (error instanceof EditRefused) return null;
    throw error;
  }
}

/** What the form does not show, with its values. */
function rest(text: string, held: readonly string[]): [Path, unknown][] {
  const { value } = new DocumentModel(text);
  return unheldIn(value, held).map(({ path }) => [path, valueAt(value, path)]);
}

describe('edits of forms, on any manifest', () => {
  const runs = { numRuns: 400 };

  it('setting a field changes that field alone, and keeps every comment and unknown field', () => {
    fc.assert(
      fc.property(manifest, fc.nat(99), fc.nat(9), word, ({ kind, text }, field, choose, next) => {
        const held = holds[kind];
        const path = place(new DocumentModel(text).value, held[field % held.length]!.replace(/\.\*\*$/, ''), choose);
        const result = edited(text, [{ op: 'set', path, value: next }]);
        if (result === null) return;
        expect(new DocumentModel(result).get(path)).toEqual(next);
        expect(rest(result, held)).toEqual(rest(text, held));
        expect(notes(result)).toEqual(notes(text));
      }),
      runs,
    );
  });

  it('setting a field to what it is changes no byte', () => {
    fc.assert(
      fc.property(manifest, fc.nat(99), ({ text }, choose) => {
        const { value } = new DocumentModel(text);
        const all = leaves(value);
        const path = all[choose % all.length]!;
        expect(edited(text, [{ op: 'set', path, value: valueAt(value, path) }])).toBe(text);
      }),
      runs,
    );
  });

  it('choosing an algorithm or a hash type keeps what the form does not show', () => {
    const choice = fc.oneof(
      fc
        .constantFrom('LeastRequest', 'RoundRobin', 'Random', 'ConsistentHash')
        .map((value) => (m: DocumentModel) => chooseAlgorithm(m, value)),
      fc
        .constantFrom('SourceIP', 'Header', 'Headers', 'Cookie', 'QueryParams')
        .map((value) => (m: DocumentModel) => chooseHashType(m, value)),
    );
    fc.assert(
      fc.property(manifest, choice, ({ kind, text }, choose) => {
        fc.pre(kind === 'BackendTrafficPolicy');
        const before = new DocumentModel(text);
        const patches = choose(before);
        const result = edited(text, patches);
        if (result === null) return;
        const removed = patches.filter(({ op }) => op === 'remove').map(({ path }) => path.join('/'));
        const kept = rest(text, policyHolds).filter(
          ([path]) => !removed.some((top) => `${path.join('/')}/`.startsWith(`${top}/`)),
        );
        expect(rest(result, policyHolds)).toEqual(kept);
      }),
      runs,
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { DocumentModel, EditRefused, type Patch } from '../editor/document-model.ts';
import { EditorSession, type TextBuffer } from '../editor/session.ts';
import { applyEdit } from '../editor/text-edit.ts';
import { isSame, leaves, valueAt, type Path } from '../editor/values.ts';
import { unheldIn } from './held.ts';
import { movePatches } from './drag.ts';
import {
  endpointSliceHolds,
  gatewayHolds,
  grpcRouteHolds,
  httpRouteHolds,
  policyHolds,
  serviceHolds,
} from './holds.ts';
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
  Service: partly({
    type: word,
    selector: fc.dictionary(word, word, { maxKeys: 2 }),
    ports: some(partly({ name: word, port: fc.nat(9), targetPort: fc.oneof(fc.nat(9), word) })),
  }),
  EndpointSlice: partly({}),
};
/** What stands beside `spec`, for kinds that have their fields there. */
const beside: Partial<Record<keyof typeof spec, fc.Arbitrary<object>>> = {
  EndpointSlice: partly({
    addressType: word,
    ports: some(partly({ name: word, port: fc.nat(9) })),
    endpoints: some(
      partly({ addresses: some(word), zone: word, conditions: partly({ ready: fc.boolean(), serving: fc.boolean() }) }),
    ),
  }),
};
const holds = {
  HTTPRoute: httpRouteHolds,
  GRPCRoute: grpcRouteHolds,
  BackendTrafficPolicy: policyHolds,
  Gateway: gatewayHolds,
  Service: serviceHolds,
  EndpointSlice: endpointSliceHolds,
};

const kinds = Object.keys(spec) as (keyof typeof spec)[];
const manifestOf = (...of: typeof kinds) =>
  fc
    .constantFrom(...of)
    .chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        value: fc.record({
          apiVersion: fc.constant('v1'),
          kind: fc.constant(kind),
          metadata: withUnknown(fc.record({ name: word })),
          spec: spec[kind],
          more: beside[kind] ?? fc.constant({}),
        }),
        indentSeq: fc.boolean(),
        flow: fc.integer({ max: 5, min: 0 }),
        comments: fc.array(fc.nat(60), { maxLength: 5 }),
      }),
    )
    .map(({ kind, value: { more, ...known }, indentSeq, flow, comments }) => {
      const value = { ...known, ...more };
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

const manifest = manifestOf(...kinds);

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

/** The same; where a form holds all that is below, one of the values there, or a new one. */
function fieldAt(value: unknown, pattern: string, choose: number): Path {
  if (!pattern.endsWith('.**')) return place(value, pattern, choose);
  const top = place(value, pattern.slice(0, -3), choose);
  const below = leaves(valueAt(value, top) ?? {}, top).filter(({ length }) => length > top.length);
  return below[choose % Math.max(1, below.length)] ?? [...top, 'own'];
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
  const fewer = { numRuns: 150 };

  it('setting a field changes that field alone, and keeps every comment and unknown field', () => {
    fc.assert(
      fc.property(manifest, fc.nat(99), fc.nat(9), word, ({ kind, text }, field, choose, next) => {
        const held = holds[kind];
        const path = fieldAt(new DocumentModel(text).value, held[field % held.length]!, choose);
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
      fc.property(manifestOf('BackendTrafficPolicy'), choice, ({ text }, choose) => {
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

  /** Lists that a form edits item by item, in this manifest. */
  const listsOf = (kind: keyof typeof holds, text: string): Path[] => {
    const { value } = new DocumentModel(text);
    const patterns = holds[kind].flatMap((pattern) =>
      pattern.split('.').flatMap((step, i, all) => (step === '*' || step === '**' ? [all.slice(0, i).join('.')] : [])),
    );
    const found = new Map<string, Path>();
    for (const leaf of leaves(value))
      for (let length = 1; length <= leaf.length; length++) {
        const path = leaf.slice(0, length);
        const pattern = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
        const isHeld = patterns.some(
          (one) =>
            one === pattern ||
            holds[kind].some((held) => held.endsWith('.**') && pattern.startsWith(held.slice(0, -3))),
        );
        if (isHeld && Array.isArray(valueAt(value, path))) found.set(path.join('/'), path);
      }
    return [...found.values()];
  };
  const outside = (text: string, held: readonly string[], path: Path) =>
    rest(text, held).filter(([at]) => !`${at.join('/')}/`.startsWith(`${path.join('/')}/`));

  it('adding, moving and taking away an item changes that list alone, in every kind', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(manifest, fc.nat(99), fc.nat(9), fc.nat(9), ({ kind, text }, which, from, to) => {
        const lists = listsOf(kind, text);
        fc.pre(lists.length > 0);
        const path = lists[which % lists.length]!;
        const items = valueAt(new DocumentModel(text).value, path) as unknown[];
        const held = holds[kind];

        const inserted = edited(text, [{ op: 'insert', path, index: from % (items.length + 1), value: 'added' }]);
        if (inserted !== null) {
          expect(new DocumentModel(inserted).get(path)).toEqual(items.toSpliced(from % (items.length + 1), 0, 'added'));
          expect(outside(inserted, held, path)).toEqual(outside(text, held, path));
          expect(notes(inserted)).toEqual(notes(text));
          seen.add(kind);
        }
        if (items.length === 0) return;
        const [a, b] = [from % items.length, to % items.length];
        const moved = edited(text, movePatches(path, a, b));
        if (moved !== null) {
          expect(new DocumentModel(moved).get(path)).toEqual(items.toSpliced(a, 1).toSpliced(b, 0, items[a]));
          expect(outside(moved, held, path)).toEqual(outside(text, held, path));
          expect(notes(moved)).toEqual(notes(text));
        }
        const removed = edited(text, [{ op: 'remove', path: [...path, a] }]);
        if (removed === null) return;
        expect(new DocumentModel(removed).get(path) ?? []).toEqual(items.toSpliced(a, 1));
        expect(outside(removed, held, path)).toEqual(outside(text, held, path));
      }),
      fewer,
    );
    expect(seen.size).toBe(kinds.length);
  });

  it('a text that is opened and not edited is saved byte for byte', () => {
    fc.assert(
      fc.property(manifest, ({ text }) => {
        expect(new EditorSession(text).get().text).toBe(text);
      }),
      fewer,
    );
  });

  it('taking back all edits brings every byte back', () => {
    fc.assert(
      fc.property(
        manifest,
        fc.array(fc.tuple(fc.nat(99), word), { minLength: 1, maxLength: 6 }),
        ({ kind, text }, edits) => {
          const buffer = remembering(text);
          const session = new EditorSession(text);
          session.attach(buffer);
          const held = holds[kind].filter((pattern) => !pattern.includes('**'));
          for (const [which, value] of edits) {
            if (which % 5 === 0) buffer.edit({ start: 0, end: 0, text: '# typed\n' }, false);
            else if (held.length > 0)
              session.patch([
                { op: 'set', path: place(session.get().document.value, held[which % held.length]!, which), value },
              ]);
          }
          expect(session.get().text).toBe(buffer.getText());
          while (buffer.steps() > 0) session.undo();
          expect(session.get().text).toBe(text);
        },
      ),
      fewer,
    );
  });
});

/** A text with a history, as the editor has one. */
function remembering(start: string): TextBuffer & { steps: () => number } {
  let text = start;
  const past: string[] = [];
  const listeners = new Set<() => void>();
  const tell = (next: string) => {
    text = next;
    for (const listener of listeners) listener();
  };
  return {
    getText: () => text,
    edit: (edit, joined) => {
      if (!joined) past.push(text);
      tell(applyEdit(text, edit));
    },
    undo: () => tell(past.pop() ?? text),
    redo: () => undefined,
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    steps: () => past.length,
  };
}

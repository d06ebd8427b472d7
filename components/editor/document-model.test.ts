import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { stringify } from 'yaml';
import { DocumentModel, EditRefused, type Path } from './document-model.ts';
import { applyEdit } from './text-edit.ts';
import { isSame, leaves, valueAt, withValue, without } from './values.ts';

function after(text: string, run: (model: DocumentModel) => ReturnType<DocumentModel['set']>): string {
  const edit = run(new DocumentModel(text));
  return edit ? applyEdit(text, edit) : text;
}

const route = `# who: the shop
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: round   # short on purpose
  labels: {team: shop}
spec:
  parentRefs:
  - name: eg
  hostnames:
  - "www.example.com"
  # the only rule
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /round
    # where it goes
    backendRefs:
    - name: backend
      port: 3000 # http
`;

describe('document model', () => {
  it('replaces a scalar alone and keeps its quotes and comment', () => {
    expect(after(route, (m) => m.set(['spec', 'hostnames', 0], 'a.example.com'))).toBe(route.replace('www.', 'a.'));
    expect(after(route, (m) => m.set(['spec', 'rules', 0, 'backendRefs', 0, 'port'], 8080))).toBe(
      route.replace('3000 # http', '8080 # http'),
    );
    expect(after(route, (m) => m.set(['metadata', 'labels', 'team'], 'a, b'))).toBe(route.replace('shop}', '"a, b"}'));
  });

  it('adds a key where the specification writes it, in the style of the document', () => {
    const bare = route.replace('  hostnames:\n  - "www.example.com"\n', '');
    expect(after(bare, (m) => m.set(['spec', 'hostnames'], ['a.b']))).toBe(
      bare.replace('  - name: eg\n', '  - name: eg\n  hostnames:\n  - a.b\n'),
    );
    expect(after(route, (m) => m.set(['spec', 'rules', 0, 'name'], 'main'))).toBe(
      route.replace('  - matches:', '  - name: main\n    matches:'),
    );
    expect(
      after(route, (m) => m.insert(['spec', 'rules', 0, 'backendRefs'], 1, { name: 'b', port: 1, weight: 2 })),
    ).toBe(`${route}    - name: b\n      port: 1\n      weight: 2\n`);
  });

  it('removes lines and leaves the comments around them', () => {
    expect(after(route, (m) => m.remove(['spec', 'hostnames']))).toBe(
      route.replace('  hostnames:\n  - "www.example.com"\n', ''),
    );
    expect(after(route, (m) => m.remove(['spec', 'rules', 0, 'matches']))).toBe(
      route.replace(/matches:[\s\S]*?\/round\n {4}# where/, '# where'),
    );
    expect(after(route, (m) => m.remove(['spec', 'parentRefs', 0]))).toBe(
      route.replace('parentRefs:\n  - name: eg', 'parentRefs: []'),
    );
  });

  it('turns a scalar into a map, and back', () => {
    const text = 'a: 1 # one\nb:\n  c: 2\n';
    const map = after(text, (m) => m.set(['a'], { x: [1, 2] }));
    expect(map).toBe('a: # one\n  x:\n  - 1\n  - 2\nb:\n  c: 2\n');
    expect(after(map, (m) => m.set(['a'], 1))).toBe(text);
  });

  it('keeps the comment behind the indicator of a block scalar', () => {
    const text = 'a: | # why\n  x\n  y\nb:\n- > # how\n  z\n- 1\n';
    expect(after(text, (m) => m.set(['a'], 'new'))).toBe(text.replace('| # why\n  x\n  y', 'new # why'));
    expect(after(text, (m) => m.set(['a'], { k: [1] }))).toBe(
      text.replace(': | # why\n  x\n  y', ': # why\n  k:\n  - 1'),
    );
    expect(after(text, (m) => m.set(['b', 0], { k: 1, l: 2 }))).toBe(
      text.replace('> # how\n  z', 'k: 1 # how\n  l: 2'),
    );
  });

  it('quotes what another reader would take for something else', () => {
    for (const value of [
      'yes',
      'on',
      '1e3',
      '012',
      '1:30',
      'null',
      '~',
      '',
      ' a',
      'a: b',
      'a #b',
      '- x',
      '2001-01-01',
      '0x1F',
      'é: \n',
    ])
      expect(after('a: b\n', (m) => m.set(['a'], value))).toContain('"');
    for (const value of ['/api/v[0-9]+/.*', 'a:b', 'x-user', 'example.com', '10.0.0.1', 'a b'])
      expect(after('a: b\n', (m) => m.set(['a'], value))).toBe(`a: ${value}\n`);
  });

  it('refuses to change a place that others refer to, and to edit what is not YAML', () => {
    const text = 'a: &x {k: 1}\nb: *x\n';
    expect(() => new DocumentModel(text).set(['a', 'k'], 2)).toThrow(EditRefused);
    expect(() => new DocumentModel(text).set(['b', 'k'], 2)).toThrow(EditRefused);
    expect(after(text, (m) => m.set(['b'], 3))).toBe('a: &x {k: 1}\nb: 3\n');
    expect(() => new DocumentModel('a: [').set(['a'], 2)).toThrow(EditRefused);
    expect(new DocumentModel('a: b\nc: d\n  e: [').problems.at(-1)?.line).toBe(3);
  });

  it('overrides what a merge key brings, beside it', () => {
    const text = 'd: &d\n  x: 1\ne:\n  <<: *d\n  y: 2\n';
    expect(after(text, (m) => m.set(['e', 'x'], 5))).toBe(`${text}  x: 5\n`);
  });

  it('names lines and paths', () => {
    const model = new DocumentModel(route);
    expect(model.position(['spec', 'rules', 0, 'backendRefs', 0, 'port'])?.line).toBe(21);
    expect(model.nearestLine(['spec', 'rules', 0, 'timeouts', 'request'])).toBe(14);
    expect(model.pathAt(route.indexOf('/round'))).toEqual(['spec', 'rules', 0, 'matches', 0, 'path', 'value']);
  });

  it('keeps Windows line breaks and a missing last one', () => {
    expect(after('a:\r\n  b: 1\r\n', (m) => m.set(['a', 'c'], { d: 1 }))).toBe('a:\r\n  b: 1\r\n  c:\r\n    d: 1\r\n');
    expect(after('a:\n- 1', (m) => m.insert(['a'], 1, 2))).toBe('a:\n- 1\n- 2');
    expect(after('a:\n- 1\n- 2', (m) => m.remove(['a', 1]))).toBe('a:\n- 1');
    expect(after('', (m) => m.set(['a', 'b'], 1))).toBe('a:\n  b: 1\n');
  });
});

/* Manifests as people write them: nested, with comments between and behind lines, empty values, block scalars, quotes and flow parts. */
const name = fc.constantFrom('name', 'spec', 'rules', 'type', 'port', 'x-b', 'kind', 'value', 'c', 'labels', 'é');
const scalar = fc.oneof(
  fc.constantFrom('a', 'yes', '/p', '10m', '', 'two words', "it's", 'line\nnext\n', '# no', 'a: b', '1.0', 'x\n\n'),
  fc.integer({ min: -5, max: 70000 }),
  fc.boolean(),
  fc.constant(null),
  fc.string({ maxLength: 8 }),
);
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));
const root = fc.dictionary(name, anyValue, { minKeys: 1, maxKeys: 4 });

interface Shape {
  indentSeq: boolean;
  indent: number;
  crlf: boolean;
  collectionStyle: 'any' | 'flow';
  quotes: 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE';
  comments: number[];
  lastBreak: boolean;
}
const shape: fc.Arbitrary<Shape> = fc.record({
  indentSeq: fc.boolean(),
  indent: fc.constantFrom(2, 4),
  crlf: fc.boolean(),
  collectionStyle: fc.constantFrom('any', 'any', 'any', 'flow'),
  quotes: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
  comments: fc.array(fc.nat(40), { maxLength: 4 }),
  lastBreak: fc.boolean(),
});

/** Text of a value; comments are put on lines of their own and behind values wherever the result still reads as the same value. */
function written(value: unknown, style: Shape): string {
  let text = stringify(value, {
    indentSeq: style.indentSeq,
    indent: style.indent,
    collectionStyle: style.collectionStyle,
    defaultStringType: style.quotes,
    lineWidth: 0,
  });
  style.comments.forEach((at, i) => {
    const lines = text.split('\n');
    const line = lines[at % lines.length] ?? '';
    const commented =
      i % 2
        ? lines.with(at % lines.length, `${line} # note ${i}`)
        : lines.toSpliced(at % lines.length, 0, `${/^ */.exec(line)?.[0] ?? ''}# note ${i}`);
    const candidate = commented.join('\n');
    const read = new DocumentModel(candidate);
    if (read.problems.length === 0 && isSame(read.value, value)) text = candidate;
  });
  if (!style.lastBreak) {
    const trimmed = text.replace(/\n$/, '');
    if (isSame(new DocumentModel(trimmed).value, value)) text = trimmed;
  }
  return style.crlf ? text.replaceAll('\n', '\r\n') : text;
}

/** Same value once line breaks inside strings are one kind. */
function comments(text: string): string[] {
  return text.match(/# note \d+/g)?.toSorted() ?? [];
}

const anyPath = (value: unknown): fc.Arbitrary<Path> => {
  const all = leaves(value).flatMap((leaf) => leaf.map((_, i) => leaf.slice(0, i + 1)));
  return all.length > 0 ? fc.constantFrom(...all) : fc.constant(['c']);
};

describe('document model, any manifest', () => {
  const runs = { numRuns: 600 };
  const scene = fc
    .tuple(root, shape)
    .map(([value, style]) => ({ value, text: written(value, style) }))
    .filter(({ text }) => new DocumentModel(text).problems.length === 0)
    .chain(({ text }) => {
      const value = new DocumentModel(text).value;
      return fc.record({ text: fc.constant(text), value: fc.constant(value), path: anyPath(value), next: anyValue });
    });

  it('set then get gives the value, and nothing else changes', () => {
    fc.assert(
      fc.property(scene, ({ text, value, path, next }) => {
        const result = new DocumentModel(after(text, (m) => m.set(path, next)));
        expect(result.problems).toEqual([]);
        expect(result.get(path)).toEqual(next);
        expect(isSame(result.value, withValue(value, path, next))).toBe(true);
      }),
      runs,
    );
  });

  it('setting what is there changes no byte', () => {
    fc.assert(
      fc.property(scene, ({ text, value, path }) => {
        expect(new DocumentModel(text).set(path, structuredClone(valueAt(value, path)))).toBeNull();
      }),
      runs,
    );
  });

  it('a scalar edit stays on the lines of that scalar', () => {
    fc.assert(
      fc.property(scene, fc.constantFrom('new', 'a: b', 7, true), ({ text, value, path }, next) => {
        const leaf = leaves(value).find((at) => path.every((step, i) => at[i] === step)) ?? path;
        const model = new DocumentModel(text);
        const edit = model.set(leaf, next);
        if (!edit) return;
        const lines = text.split('\n').length - (text.slice(edit.start, edit.end).split('\n').length - 1);
        const from = model.position(leaf)!.line;
        expect(text.slice(0, edit.start).split('\n').length).toBeGreaterThanOrEqual(from);
        expect(comments(applyEdit(text, edit))).toEqual(comments(text));
        expect(applyEdit(text, edit).split('\n').length).toBeGreaterThanOrEqual(lines);
      }),
      runs,
    );
  });

  it('removing a key or item removes that alone', () => {
    fc.assert(
      fc.property(scene, ({ text, value, path }) => {
        const result = new DocumentModel(after(text, (m) => m.remove(path)));
        expect(result.problems).toEqual([]);
        expect(isSame(result.value, without(value, path))).toBe(true);
      }),
      runs,
    );
  });

  it('inserting makes exactly that item', () => {
    fc.assert(
      fc.property(scene, fc.nat(4), ({ text, value, path, next }, at) => {
        const list = valueAt(value, path);
        const index = Array.isArray(list) ? Math.min(at, list.length) : 0;
        const expected = Array.isArray(list) ? list.toSpliced(index, 0, next) : [next];
        const result = new DocumentModel(after(text, (m) => m.insert(path, index, next)));
        expect(isSame(result.get(path), expected)).toBe(true);
        expect(isSame(result.value, withValue(value, path, expected))).toBe(true);
      }),
      runs,
    );
  });

  it('two neighbours of a list change places, with every comment kept', () => {
    const lists = (value: unknown): Path[] =>
      leaves(value)
        .flatMap((leaf) => leaf.map((_, i) => leaf.slice(0, i)))
        .filter((path) => (valueAt(value, path) as unknown[])?.length > 1 && Array.isArray(valueAt(value, path)));
    fc.assert(
      fc.property(scene, fc.nat(3), ({ text, value }, at) => {
        const [path] = lists(value);
        if (!path) return;
        const list = valueAt(value, path) as unknown[];
        const index = at % (list.length - 1);
        const expected = list.with(index, list[index + 1]).with(index + 1, list[index]);
        const result = after(text, (m) => m.patch([{ op: 'swap', path, index }]));
        expect(isSame(new DocumentModel(result).value, withValue(value, path, expected))).toBe(true);
        // a list that begins in the line of another list is written anew
        if (typeof path.at(-1) === 'string') expect(comments(result)).toEqual(comments(text));
      }),
      runs,
    );
  });
});

test('an item takes its comments along when it moves', () => {
  const text = 'rules:\n# the shop\n- a: 1 # one\n  b: 2\n# the rest\n- c: 3';
  const moved = after(text, (m) => m.patch([{ op: 'swap', path: ['rules'], index: 0 }]));
  expect(moved).toBe('rules:\n# the rest\n- c: 3\n# the shop\n- a: 1 # one\n  b: 2');
  expect(after('a: [x, {k: 1}, z]\n', (m) => m.patch([{ op: 'swap', path: ['a'], index: 1 }]))).toBe(
    'a: [x, z, {k: 1}]\n',
  );
});

import { expect, test } from 'vitest';
import { parseDocuments } from './documents.ts';
import { manifestText } from './manifest-text.ts';

const TWO = `# the first
apiVersion: v1
kind: Service
metadata:
  name: a
  labels:
    app.kubernetes.io/name: x
spec:
  ports:
    - port: 80
      name: http # keep
---
# only a comment
---
apiVersion: v1
kind: Namespace
metadata: {name: b}
`;

test('splits a text into documents with their exact source and lines', () => {
  const [first, second, ...others] = parseDocuments(TWO);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ index: 0, line: 1, problems: [], value: { kind: 'Service' } });
  expect(first?.text).toBe(`${TWO.split('\n---')[0]}\n`);
  expect(second).toMatchObject({ index: 1, line: 15, text: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n' });
});

test('finds fields as causes name them, and the nearest ancestor of those that are absent', () => {
  const [first, second] = parseDocuments(TWO);
  expect(first?.locate('spec.ports[0].name')).toEqual({ line: 11, column: 7 });
  expect(first?.locate('spec.ports[0]')).toEqual({ line: 10, column: 7 });
  expect(first?.locate('spec.ports[0].protocol')).toEqual({ line: 10, column: 7 });
  expect(first?.locate('spec.ports[3].protocol')).toEqual({ line: 9, column: 3 });
  expect(first?.locate('metadata.labels.app.kubernetes.io/name')).toEqual({ line: 7, column: 5 });
  expect(first?.locate('metadata.labels[app.kubernetes.io/name]')).toEqual({ line: 7, column: 5 });
  expect(first?.locate('<nil>')).toEqual({ line: 2, column: 1 });
  expect(second?.locate('metadata.name')).toEqual({ line: 17, column: 12 });
});

test('says where the syntax is wrong, and goes on with the next document', () => {
  const [broken, good] = parseDocuments('a: 1\nb: [1\nc: 2\n---\nd: 4\n');
  expect(broken).toMatchObject({ value: null, line: 1 });
  expect(broken?.problems[0]?.line).toBeGreaterThan(1);
  expect(broken?.locate('a')).toBeNull();
  expect(good).toMatchObject({ index: 1, line: 5, value: { d: 4 }, problems: [] });
});

test('a key that comes twice is a problem with its place in the whole text', () => {
  const [, document] = parseDocuments('a: 1\n---\nb: 1\nc:\n  d: 1\n  d: 2\n');
  expect(document?.problems).toEqual([{ message: 'Map keys must be unique', line: 6, column: 3 }]);
});

test('reads scalars as kubectl does', () => {
  const [document] = parseDocuments(
    'j: 0o17\na: yes\nb: 1:30\nc: 2020-01-01\nd: 80.0\ne: "1"\nf: &x {g: 1}\nh: *x\ni: {<<: *x}\n',
  );
  expect(document?.value).toEqual({
    j: 15,
    a: true,
    b: '1:30',
    c: '2020-01-01',
    d: 80,
    e: '1',
    f: { g: 1 },
    h: { g: 1 },
    i: { g: 1 },
  });
});

test('reads JSON, with tabs too', () => {
  const text = '{\n\t"kind": "Service",\n\t"metadata": {"name": "a\\/b"}\n}';
  const [document] = parseDocuments(text);
  expect(document).toMatchObject({ text, value: { kind: 'Service', metadata: { name: 'a/b' } } });
  expect(document?.locate('metadata.name')).toEqual({ line: 3, column: 15 });
});

test('a List is unrolled into its items, each with its own text and lines', () => {
  const text = `apiVersion: v1
kind: List
items:
  - kind: Namespace
    metadata:
      # why
      name: a
  - {kind: Namespace, metadata: {name: b}}
---
kind: Namespace
`;
  const documents = parseDocuments(text);
  expect(documents.map(({ index, line }) => [index, line])).toEqual([
    [0, 4],
    [1, 8],
    [2, 10],
  ]);
  expect(documents[0]?.text).toBe('kind: Namespace\nmetadata:\n  # why\n  name: a\n');
  expect(documents[0]?.locate('metadata.name')).toEqual({ line: 7, column: 7 });
  expect(documents[1]?.value).toEqual({ kind: 'Namespace', metadata: { name: 'b' } });
});

test('markers with content or comments, the end marker, CRLF and a byte order mark are understood', () => {
  const text = '\uFEFF---\r\na: 1\r\n--- # second\r\nb: |\r\n  x\r\n...\r\n--- {c: 3}\r\n';
  expect(parseDocuments(text).map(({ value }) => value)).toEqual([{ a: 1 }, { b: 'x\n' }, { c: 3 }]);
});

test('a bomb of aliases is a problem, not a crash', () => {
  const levels = Array.from({ length: 12 }, (_, i) =>
    i === 0 ? 'a0: &a0 [1,1,1,1,1,1,1,1,1]' : `a${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`,
  );
  const [document] = parseDocuments(levels.join('\n'));
  expect(document?.problems[0]?.message).toMatch(/alias/i);
});

test('a manifest of an object is what a person would have written', () => {
  const text = manifestText({
    status: { phase: 'Active' },
    spec: { answer: 'yes', when: '2020-01-01' },
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      uid: 'u',
      labels: { a: 'b' },
      name: 'x',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    },
  });
  expect(text.split('\n').slice(0, 6)).toEqual([
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    '  name: x',
    '  labels:',
    '    a: b',
  ]);
  expect(text).not.toMatch(/uid|status|annotations|resourceVersion/);
  expect(parseDocuments(text)[0]?.value).toMatchObject({ spec: { answer: 'yes', when: '2020-01-01' } });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonLines } from './json-lines.ts';

test('values arrive whole, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ noUnicodeString: false }), { maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      (values, cuts) => {
        const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
        const seen: unknown[] = [];
        const lines = new JsonLines(
          (value) => seen.push(value),
          (problem) => expect.fail(problem),
        );
        for (let at = 0; at < bytes.length;) {
          const size = cuts.next().value as number;
          lines.take(bytes.subarray(at, at + size));
          at += size;
        }
        expect(seen).toEqual(values.map((value) => JSON.parse(JSON.stringify(value)) as unknown));
      },
    ),
  );
});

test('what is not JSON ends the reading', () => {
  const seen: unknown[] = [];
  const problems: string[] = [];
  const lines = new JsonLines(
    (value) => seen.push(value),
    (problem) => problems.push(problem),
  );
  lines.take(Buffer.from('1\nnope\n2\n'));
  lines.take(Buffer.from('3\n'));
  expect(seen).toEqual([1]);
  expect(problems).toEqual(['a message is not JSON']);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { KnownTexts } from './known-texts.ts';

test('what is found for a text is what is made of it, whatever came before', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\xff'), maxLength: 6 });
  const long = fc.integer({ min: 250, max: 260 }).map((length) => 'x'.repeat(length));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, long), { maxLength: 200 }), (texts) => {
      const known = new KnownTexts((made) => ({ made }));
      for (const each of texts) {
        const bytes = Buffer.from(`-${each}-`, 'latin1');
        expect(known.find(bytes, 1, bytes.length - 1).made).toBe(each);
      }
    }),
  );
});

test('a text that comes again and again is made something of a few times only', () => {
  let made = 0;
  const known = new KnownTexts((text) => {
    made++;
    return text;
  });
  for (let i = 0; i < 100; i++) known.find(Buffer.from('www.example.com'), 0, 15);
  expect(made).toBeLessThan(10);
});

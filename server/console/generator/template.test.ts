import { expect, test } from 'vitest';
import { compileTemplate, seededRandom } from './template.ts';

const at = (sequence: number, seed = 1): { sequence: number; random: () => number } => ({
  sequence,
  random: seededRandom(seed),
});

test('placeholders are filled, other braces stay', () => {
  expect(compileTemplate('/round?u={{seq}}&v={{ seq }}')(at(7))).toBe('/round?u=7&v=7');
  expect(compileTemplate('{{uuid}}')(at(0))).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(compileTemplate('{{other}} {x} {{}}')(at(0))).toBe('{{other}} {x} {{}}');
});

test('pick takes every choice, about equally often', () => {
  const template = compileTemplate('{{pick a, b,c}}');
  const random = seededRandom(3);
  const seen: Record<string, number> = {};
  for (let i = 0; i < 3_000; i++) {
    const value = template({ sequence: i, random });
    seen[value] = (seen[value] ?? 0) + 1;
  }
  expect(Object.keys(seen).sort()).toEqual(['a', 'b', 'c']);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(850);
});

test('the same seed gives the same texts', () => {
  const draw = (seed: number): string[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, (_, sequence) =>
      compileTemplate('{{uuid}} {{pick a,b,c,d}}')({ sequence, random }),
    );
  };
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
  expect(new Set(draw(5)).size).toBe(5);
});

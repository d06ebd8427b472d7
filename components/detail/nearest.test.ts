import { describe, expect, it } from 'vitest';
import { distance, nearest } from './nearest.ts';

describe('nearest', () => {
  it('counts the edits between two words', () => {
    expect(distance('kitten', 'sitting')).toBe(3);
    expect(distance('', 'abc')).toBe(3);
  });
  it('offers the three nearest names and none that is far', () => {
    expect(nearest('shop/cart', ['shop/carts', 'shop/card', 'ops/cart', 'shop/help', 'shop/cart-22'])).toEqual([
      'ops/cart',
      'shop/card',
      'shop/carts',
    ]);
  });
});

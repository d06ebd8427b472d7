import { describe, expect, it } from 'vitest';
import { distance, nearest } from './nearest.ts';

describe('nearest', () => {
  it('counts the edits between two words', () => {
    expect(distance('kitten', 'sitting')).toBe(3);
    expect(distance('', 'abc')).toBe(3);
  });
  it('offers the three nearest names and none that is far', () => {
    expect(
      nearest('shop/cart', ['shop/carts', 'shop/card', 'ops/gateway-of-all-things', 'shop/cart-2', 'shop/c']),
    ).toEqual(['shop/card', 'shop/carts', 'shop/cart-2']);
  });
});

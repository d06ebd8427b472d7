import { describe, expect, it } from 'vitest';
import { keepOrder, sortRows } from './order.ts';

const rows = [
  { id: 'a', n: 2 },
  { id: 'b', n: null },
  { id: 'c', n: 10 },
];

describe('sortRows', () => {
  it('sorts numbers by size and leaves the empty ones last in both directions', () => {
    expect(sortRows(rows, (row) => row.n, 'asc').map((row) => row.id)).toEqual(['a', 'c', 'b']);
    expect(sortRows(rows, (row) => row.n, 'desc').map((row) => row.id)).toEqual(['c', 'a', 'b']);
  });
  it('sorts names with numbers in them as people do', () => {
    const names = ['web-10', 'web-9', 'api'].map((id) => ({ id }));
    expect(sortRows(names, (row) => row.id, 'asc').map((row) => row.id)).toEqual(['api', 'web-9', 'web-10']);
  });
});

describe('keepOrder', () => {
  it('keeps known rows where they are and puts new ones last', () => {
    const fresh = [{ id: 'new' }, { id: 'c' }, { id: 'a' }];
    expect(keepOrder(fresh, ['a', 'b', 'c'], (row) => row.id).map((row) => row.id)).toEqual(['a', 'c', 'new']);
  });
});

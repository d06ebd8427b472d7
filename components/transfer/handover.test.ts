import { describe, expect, it } from 'vitest';
import { joinDocuments } from './handover.ts';

describe('joinDocuments', () => {
  it('puts a document marker between texts that bring none', () => {
    expect(joinDocuments(['kind: A', 'kind: B\n\n', '---\nkind: C\n'])).toBe('kind: A\n---\nkind: B\n---\nkind: C\n');
  });
});

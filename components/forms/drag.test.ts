import { describe, expect, it } from 'vitest';
import { DocumentModel } from '../editor/document-model.ts';
import { applyEdit } from '../editor/text-edit.ts';
import { movePatches } from './drag.ts';

const text = 'list: # all\n- a # first\n- b\n# of c\n- c\n- d\n';

describe('an item that is dragged', () => {
  it.each([
    [0, 2, ['b', 'c', 'a', 'd']],
    [3, 0, ['d', 'a', 'b', 'c']],
    [1, 1, ['a', 'b', 'c', 'd']],
    [2, 3, ['a', 'b', 'd', 'c']],
  ])('goes from place %i to %i, and takes its comments along', (from, to, expected) => {
    const document = new DocumentModel(text);
    const edit = document.patch(movePatches(['list'], from, to));
    const after = new DocumentModel(edit ? applyEdit(text, edit) : text);
    expect(after.get(['list'])).toEqual(expected);
    expect(after.text).toContain('- a # first');
    expect(after.text).toContain('# of c\n- c');
  });
});

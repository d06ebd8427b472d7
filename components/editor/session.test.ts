import { describe, expect, it } from 'vitest';
import { EditorSession, type TextBuffer } from './session.ts';
import { applyEdit } from './text-edit.ts';

/** A buffer with a history, as an editor has. */
class History implements TextBuffer {
  texts: string[];
  at = 0;
  changed: () => void = () => {};
  constructor(text: string) {
    this.texts = [text];
  }
  getText = () => this.texts[this.at]!;
  edit: TextBuffer['edit'] = (edit, joined) => {
    const next = applyEdit(this.getText(), edit);
    this.texts = [...this.texts.slice(0, joined ? this.at : this.at + 1), next];
    this.at = this.texts.length - 1;
    this.changed();
  };
  move(by: number): void {
    this.at = Math.min(Math.max(this.at + by, 0), this.texts.length - 1);
    this.changed();
  }
  undo = () => this.move(-1);
  redo = () => this.move(1);
  onChange = (changed: () => void) => {
    this.changed = changed;
    return () => (this.changed = () => {});
  };
}

describe('editor session', () => {
  it('keeps edits from before the editor came, and undoes them with its history', () => {
    const session = new EditorSession('a: 1\n');
    session.patch([{ op: 'set', path: ['a'], value: 2 }], 'a');
    expect(session.get().text).toBe('a: 2\n');
    const buffer = new History(session.initial);
    session.attach(buffer);
    expect(session.get().text).toBe('a: 2\n');
    session.undo();
    expect(session.get().text).toBe('a: 1\n');
    session.redo();
    expect(session.get().text).toBe('a: 2\n');
  });

  it('shows the last readable document while the text is not YAML, and loses nothing', () => {
    const session = new EditorSession('a: 1\n');
    const buffer = new History(session.initial);
    session.attach(buffer);
    buffer.edit({ start: 3, end: 4, text: '[' }, false);
    expect(session.get().text).toBe('a: [\n');
    expect(session.get().document.problems).not.toEqual([]);
    expect(session.get().shown.get(['a'])).toBe(1);
    expect(session.patch([{ op: 'set', path: ['a'], value: 3 }])).toMatch(/not valid YAML/);
    expect(session.get().text).toBe('a: [\n');
    buffer.edit({ start: 4, end: 4, text: '7]' }, false);
    expect(session.get().shown.get(['a'])).toEqual([7]);
  });

  it('hands the text on from one editor to the next', () => {
    const session = new EditorSession('a: 1\n');
    const end = session.attach(new History(session.initial));
    session.patch([{ op: 'set', path: ['b'], value: 2 }]);
    end();
    expect(session.initial).toBe('a: 1\nb: 2\n');
    session.patch([{ op: 'remove', path: ['a'] }]);
    const next = new History(session.initial);
    session.attach(next);
    expect(next.getText()).toBe('b: 2\n');
  });

  it('says why an edit was not made until the next one is', () => {
    const session = new EditorSession('a: &x {k: 1}\nb: *x\n');
    expect(session.patch([{ op: 'set', path: ['b', 'k'], value: 2 }])).toMatch(/anchor/);
    expect(session.get().refusal).toMatch(/anchor/);
    session.patch([{ op: 'set', path: ['c'], value: 2 }]);
    expect(session.get().refusal).toBeNull();
  });
});

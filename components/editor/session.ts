import { DocumentModel, EditRefused, type Patch, type TextEdit } from './document-model.ts';
import { applyEdit } from './text-edit.ts';

/** Where the text lives once the editor is there: Monaco's model, with its one history. */
export interface TextBuffer {
  getText: () => string;
  /** `joined`: the edit continues the one before it, so that one undo takes both back. */
  edit: (edit: TextEdit, joined: boolean) => void;
  undo: () => void;
  redo: () => void;
  /** Calls back after each change; returns the function that ends it. */
  onChange: (changed: () => void) => () => void;
}

/** What pages read. A new value for each change. */
export interface SessionState {
  text: string;
  /** The document of the text; while the text is not YAML, `document.problems` says where. */
  document: DocumentModel;
  /** The last document that could be read: forms show it, frozen, while the text cannot. */
  shown: DocumentModel;
  /** The text as it is on the server. */
  saved: string;
  /** Why the last form edit was not made, null when it was. */
  refusal: string | null;
}

/** One text under edit, shared by form and YAML. */
export class EditorSession {
  #state: SessionState;
  #buffer: TextBuffer | null = null;
  #pending: { edit: TextEdit; joined: boolean }[] = [];
  #initial: string;
  #listeners = new Set<() => void>();
  #lastEdit: { place: string; at: number } = { place: '', at: 0 };

  constructor(saved: string, text = saved) {
    const document = new DocumentModel(text);
    this.#initial = text;
    this.#state = { text, document, shown: document, saved, refusal: null };
  }

  get = (): SessionState => this.#state;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The text that a buffer starts with; what was edited before is replayed into it, so that it can be undone. */
  get initial(): string {
    return this.#initial;
  }

  /** Makes a buffer the place where the text lives. Returns the function that takes the text back. */
  attach(buffer: TextBuffer): () => void {
    for (const { edit, joined } of this.#pending) buffer.edit(edit, joined);
    this.#pending = [];
    this.#buffer = buffer;
    const end = buffer.onChange(() => this.#read(buffer.getText()));
    this.#read(buffer.getText());
    return () => {
      end();
      this.#initial = this.#state.text;
      this.#buffer = null;
    };
  }

  /**
   * Makes the changes of a form. Edits of one `place` (a field) that follow each other within a second are one step of the history.
   * Returns null, or why it was refused.
   */
  patch(patches: readonly Patch[], place = ''): string | null {
    let edit: TextEdit | null;
    try {
      edit = this.#state.document.patch(patches);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      this.#set({ ...this.#state, refusal: error.message });
      return error.message;
    }
    const now = Date.now();
    const joined = place !== '' && place === this.#lastEdit.place && now - this.#lastEdit.at < 1000;
    this.#lastEdit = { place, at: now };
    if (edit) this.#edit(edit, joined);
    if (this.#state.refusal !== null) this.#set({ ...this.#state, refusal: null });
    return null;
  }

  /** Replaces the whole text as one step of the history. */
  replace(text: string): void {
    const current = this.#state.text;
    if (text !== current) this.#edit({ start: 0, end: current.length, text }, false);
  }

  /** What is on the server now. */
  markSaved(saved: string): void {
    this.#set({ ...this.#state, saved });
  }

  undo = (): void => this.#buffer?.undo();
  redo = (): void => this.#buffer?.redo();

  #edit(edit: TextEdit, joined: boolean): void {
    if (this.#buffer) return this.#buffer.edit(edit, joined);
    this.#pending.push({ edit, joined });
    this.#read(applyEdit(this.#state.text, edit));
  }

  #read(text: string): void {
    if (text === this.#state.text) return;
    const document = new DocumentModel(text);
    const shown = document.problems.length === 0 ? document : this.#state.shown;
    this.#set({ ...this.#state, text, document, shown });
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

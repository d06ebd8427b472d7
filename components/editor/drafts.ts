/** Unsaved text of one object, as it was left. */
export interface Draft {
  text: string;
  /** resourceVersion that it was written against, '0' for a new object. */
  base: string;
  /** Unix milliseconds. */
  at: number;
}

const PREFIX = 'sy-draft:';

/** The draft of an object (its key as text), null when there is none. */
export function readDraft(key: string): Draft | null {
  try {
    const text = localStorage.getItem(PREFIX + key);
    const draft = text === null ? null : (JSON.parse(text) as Partial<Draft>);
    if (typeof draft?.text !== 'string' || typeof draft.base !== 'string') return null;
    return { text: draft.text, base: draft.base, at: Number(draft.at) || 0 };
  } catch {
    return null;
  }
}

/** Keeps a draft. Browsers without storage keep none, and editing goes on. */
export function writeDraft(key: string, draft: Draft): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // storage is full or switched off
  }
}

/** Forgets a draft. */
export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // nothing was kept
  }
}

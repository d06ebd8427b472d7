import type { AuthoredText, SaveResult } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { api, ApiError, isNotFound } from '../live/api.ts';
import { textPathOf } from '../live/kinds.ts';

/** What the editor's text was made from. */
export interface Base {
  text: string;
  /** Of the object on the server, '0' when there must be none. */
  resourceVersion: string;
}

/** What became of an attempt to save. */
export type SaveOutcome =
  | { type: 'saved'; result: SaveResult }
  /** The text on the server is another by now; null: the object is gone. */
  | { type: 'newer'; theirs: AuthoredText | null }
  /** A new object has the name of one that is there. */
  | { type: 'exists' }
  | { type: 'refused'; error: ApiError };

const ATTEMPTS = 4;

/**
 * Writes a text where the server still has what it was made from. A resourceVersion also moves when only the status was written; then
 * the text there is the same as before, and the write is tried again on the newer one.
 */
export async function saveText(key: ObjectKey, text: string, base: Base): Promise<SaveOutcome> {
  let { resourceVersion } = base;
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await api<SaveResult>('PUT', textPathOf(key), text, { headers: { 'if-match': resourceVersion } });
      return { type: 'saved', result };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 404 && resourceVersion !== '0') return { type: 'newer', theirs: null };
      if (error.code !== 409) return { type: 'refused', error };
      const theirs = await textOnServer(key);
      if (resourceVersion === '0') return theirs ? { type: 'exists' } : { type: 'refused', error };
      if (theirs?.text !== base.text) return { type: 'newer', theirs };
      if (attempt === ATTEMPTS) return { type: 'refused', error };
      ({ resourceVersion } = theirs);
    }
  }
}

async function textOnServer(key: ObjectKey): Promise<AuthoredText | null> {
  try {
    return await api<AuthoredText>('GET', textPathOf(key));
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** What the server says to a text without writing it. */
export interface Trial {
  accepted: boolean;
  /** Why not, in the words of the API. */
  message: string;
  warnings: string[];
  /** It would be a new object. */
  created: boolean;
}

/** Sends a text as a dry run: everything that a save goes through but the write. @throws ApiError when there is no answer */
export async function tryText(key: ObjectKey, text: string, resourceVersion: string): Promise<Trial> {
  try {
    const { warnings, created } = await api<SaveResult>('PUT', `${textPathOf(key)}?dryRun=All`, text, {
      headers: { 'if-match': resourceVersion },
    });
    return { accepted: true, message: '', warnings, created };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 0) throw error;
    // a status was written meanwhile: the question is about the text, not about the version
    if (error.code === 409 && resourceVersion !== '0') {
      const theirs = await textOnServer(key);
      if (theirs && theirs.resourceVersion !== resourceVersion) return tryText(key, text, theirs.resourceVersion);
    }
    return {
      accepted: false,
      message: `${error.code} ${error.reason}: ${error.message}`,
      warnings: [],
      created: false,
    };
  }
}

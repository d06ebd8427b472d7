'use client';

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { AuthoredText, ConsoleState, SaveResult } from '../../server/contract/console.ts';
import { parseDocuments } from '../../server/model/documents.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { ApiError } from '../live/api.ts';
import { queryKeys } from '../live/queries.ts';
import { mergeTexts } from './merge.ts';
import { saveText, tryText, type Trial } from './save.ts';
import type { EditorSession } from './session.ts';

/** A text that was saved. */
export interface Saved {
  revision: number;
  /** When saving began, in milliseconds of the page. */
  since: number;
  /** From then until the proxy said that it serves it; null before. */
  seconds: number | null;
  warnings: string[];
  /** Text before, while it can be put back; null for a new object and after a while. */
  before: string | null;
}

/** What is on the server and not what the editor was opened with. `theirs` null: the object is gone. */
export interface Newer {
  theirs: AuthoredText | null;
}

const UNDO_MS = 10_000;

/** Calls back once the proxy serves a revision; returns the function that ends the waiting. */
function whenInService(client: QueryClient, revision: number, then: () => void): () => void {
  const look = () => {
    const proxy = client.getQueryData<ConsoleState>(queryKeys.state)?.proxy;
    if (proxy?.connected && (proxy.revision ?? 0) >= revision) then();
  };
  const soon = setTimeout(look, 0);
  const end = client.getQueryCache().subscribe(look);
  return () => {
    clearTimeout(soon);
    end();
  };
}

/** Saving, and what happens on the server meanwhile. `resourceVersion` '0': the object is new. */
export function useSaving(session: EditorSession, start: { key: ObjectKey | null; resourceVersion: string }) {
  const client = useQueryClient();
  const [key, setKey] = useState(start.key);
  const [resourceVersion, setResourceVersion] = useState(start.resourceVersion);
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState<Saved | null>(null);
  const [trying, setTrying] = useState(false);
  const [trial, setTrial] = useState<{ text: string; said: Trial } | null>(null);
  const [newer, setNewer] = useState<Newer | null>(null);
  const [refused, setRefused] = useState<{ error: ApiError; text: string } | null>(null);
  const [exists, setExists] = useState<ObjectKey | null>(null);
  /** True after the editor took over a newer text by itself, since nothing was edited. */
  const [followed, setFollowed] = useState(false);

  useEffect(() => {
    if (saved?.before == null) return;
    const timer = setTimeout(() => setSaved((last) => last && { ...last, before: null }), UNDO_MS);
    return () => clearTimeout(timer);
  }, [saved]);

  const waitedFor = saved?.seconds === null ? saved.revision : null;
  useEffect(() => {
    if (waitedFor === null) return;
    return whenInService(client, waitedFor, () =>
      setSaved((last) => {
        if (last?.revision !== waitedFor || last.seconds !== null) return last;
        return { ...last, seconds: Math.max(0.1, (performance.now() - last.since) / 1000) };
      }),
    );
  }, [client, waitedFor]);

  /** Writes the present text, of an object with this key. */
  const save = useCallback(
    async (target: ObjectKey): Promise<SaveResult | null> => {
      const { text, saved: before } = session.get();
      const since = performance.now();
      setSaving(true);
      setRefused(null);
      setExists(null);
      setFollowed(false);
      try {
        const outcome = await saveText(target, text, { text: before, resourceVersion });
        if (outcome.type === 'newer') setNewer({ theirs: outcome.theirs });
        if (outcome.type === 'exists') setExists(target);
        if (outcome.type === 'refused') setRefused({ error: outcome.error, text });
        if (outcome.type !== 'saved') return null;
        const { object, revision, warnings, created } = outcome.result;
        session.markSaved(text);
        setKey(target);
        setResourceVersion(object.metadata.resourceVersion ?? String(revision));
        setSaved({ revision, since, seconds: null, warnings, before: created ? null : before });
        client.setQueryData<AuthoredText>(queryKeys.text(target), (known) =>
          Number(known?.resourceVersion ?? 0) > revision
            ? known
            : {
                text,
                exact: true,
                resourceVersion: object.metadata.resourceVersion ?? String(revision),
                written: parseDocuments(text)[0]?.value ?? null,
                object,
              },
        );
        return outcome.result;
      } catch (error) {
        const failure =
          error instanceof ApiError
            ? error
            : new ApiError(0, 'Unknown', error instanceof Error ? error.message : String(error));
        setRefused({ error: failure, text });
        return null;
      } finally {
        setSaving(false);
      }
    },
    [client, resourceVersion, session],
  );

  /** Asks the server what it would say to the present text, and writes nothing. */
  const dryRun = useCallback(
    async (target: ObjectKey): Promise<void> => {
      const { text } = session.get();
      setTrying(true);
      try {
        setTrial({ text, said: await tryText(target, text, resourceVersion) });
      } catch (error) {
        setTrial({
          text,
          said: {
            accepted: false,
            message: error instanceof Error ? error.message : String(error),
            warnings: [],
            created: false,
          },
        });
      } finally {
        setTrying(false);
      }
    },
    [resourceVersion, session],
  );

  /** The server has this text now, or none. */
  const seen = useCallback(
    (theirs: AuthoredText | null) => {
      const { text, saved: base } = session.get();
      if (theirs === null) {
        if (resourceVersion !== '0') setNewer({ theirs: null });
        return;
      }
      if (Number(theirs.resourceVersion) <= Number(resourceVersion)) return;
      if (theirs.text === base || theirs.text === text || text === base) {
        if (theirs.text !== base && theirs.text !== text) {
          session.replace(theirs.text);
          setFollowed(true);
        }
        session.markSaved(theirs.text);
        setResourceVersion(theirs.resourceVersion);
        setNewer(null);
      } else setNewer({ theirs });
    },
    [resourceVersion, session],
  );

  /** Ends a conflict: goes on with the server's text, with one's own on top of it, or with both in one. */
  const settle = useCallback(
    (whose: 'theirs' | 'mine' | 'both') => {
      if (!newer) return;
      const { theirs } = newer;
      const { text, saved: base } = session.get();
      if (theirs && whose === 'theirs') session.replace(theirs.text);
      if (theirs && whose === 'both')
        session.replace(mergeTexts(base, text, theirs.text, `revision ${theirs.resourceVersion}`).text);
      if (theirs) session.markSaved(theirs.text);
      setResourceVersion(theirs?.resourceVersion ?? '0');
      setNewer(null);
    },
    [newer, session],
  );

  /** The last save is no longer worth a word. */
  const forget = () => setSaved(null);

  return {
    key,
    resourceVersion,
    saving,
    saved,
    trying,
    trial,
    newer,
    refused,
    exists,
    followed,
    save,
    dryRun,
    seen,
    settle,
    forget,
  };
}

'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { agoText } from '../ui/age.ts';
import type { Connection } from './event-line.ts';
import { joinMarks, joinSamples, usePast } from './past.ts';
import { createQueryClient, fillEarly } from './queries.ts';
import { SIGN_IN } from './session.ts';
import { LiveStream } from './stream.ts';
import { STALE_MS, TrafficStore, type TrafficView } from './traffic-store.ts';

interface Live {
  stream: LiveStream;
  traffic: TrafficStore;
}

const LiveContext = createContext<Live | null>(null);

/** One cache and one traffic store for the tab; one connection for all tabs of the browser. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => fillEarly(createQueryClient()));
  const live = useMemo((): Live => {
    const traffic = new TrafficStore();
    return { traffic, stream: new LiveStream(client, traffic) };
  }, [client]);
  const signingIn = usePathname() === SIGN_IN;
  useEffect(() => (signingIn ? undefined : live.stream.start()), [live, signingIn]);
  return (
    <QueryClientProvider client={client}>
      <LiveContext.Provider value={live}>{children}</LiveContext.Provider>
    </QueryClientProvider>
  );
}

function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive is called outside LiveProvider');
  return live;
}

const CONNECTING: Connection = { state: 'connecting', attempts: 0, lastEvent: null };

/** State of the stream, and a way to try again at once. */
export function useConnection(): Connection & { reconnect: () => void } {
  const { stream } = useLive();
  const connection = useSyncExternalStore(stream.subscribe, stream.get, () => CONNECTING);
  return { ...connection, reconnect: stream.reconnect };
}

const NOTHING: TrafficView = { samples: [], marks: [], lastAt: null, loaded: false, error: null };

/**
 * Traffic of the last `rangeSeconds` (at most a day; beyond 15 minutes in coarser samples). Renders again at most every `everyMs`, 0 for
 * every sample: lists take 2000, charts and share bars 0.
 */
export function useTraffic(rangeSeconds: number, everyMs = 0): TrafficView & { stale: boolean } {
  const { traffic } = useLive();
  const shown = useRef(NOTHING);
  const subscribe = useCallback(
    (notify: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let last = 0;
      const show = () => {
        timer = undefined;
        last = Date.now();
        shown.current = traffic.get();
        notify();
      };
      if (shown.current !== traffic.get()) show();
      const end = traffic.subscribe(() => {
        // the first samples after the past was read are shown at once
        if (!shown.current.loaded || Date.now() - last >= everyMs) {
          clearTimeout(timer);
          show();
        } else timer ??= setTimeout(show, everyMs - (Date.now() - last));
      });
      return () => {
        clearTimeout(timer);
        end();
      };
    },
    [traffic, everyMs],
  );
  const view = useSyncExternalStore(
    subscribe,
    () => shown.current,
    () => NOTHING,
  );
  const stale = useStale();
  const past = usePast(rangeSeconds);
  return useMemo(() => {
    const from = (view.lastAt ?? 0) - rangeSeconds * 1000;
    const samples = past.history ? joinSamples(past.history.samples, view.samples) : view.samples;
    const marks = past.history ? joinMarks(past.history.marks, view.marks) : view.marks;
    return {
      ...view,
      samples: samples.filter((sample) => sample.at > from),
      marks,
      loaded: view.loaded && !past.waiting,
      error: view.error ?? past.error,
      stale,
    };
  }, [view, rangeSeconds, stale, past.history, past.waiting, past.error]);
}

/** True while the newest sample is older than 5 s. Renders again only when that changes. */
function useStale(): boolean {
  const { traffic } = useLive();
  return useSyncExternalStore(
    useCallback((notify: () => void) => {
      const timer = setInterval(notify, 1000);
      return () => clearInterval(timer);
    }, []),
    () => {
      const { lastAt } = traffic.get();
      return lastAt !== null && Date.now() - lastAt > STALE_MS;
    },
    () => false,
  );
}

const clocks = new Map<number, { now: number; listeners: Set<() => void>; timer?: ReturnType<typeof setInterval> }>();

function clock(everyMs: number) {
  let entry = clocks.get(everyMs);
  if (!entry) clocks.set(everyMs, (entry = { now: 0, listeners: new Set() }));
  return entry;
}

/** Calls `notify` every `everyMs` by one timer for all who ask; returns the function that ends it. */
function onTick(everyMs: number, notify: () => void): () => void {
  const entry = clock(everyMs);
  entry.listeners.add(notify);
  entry.timer ??= setInterval(() => {
    entry.now = Date.now();
    for (const listener of entry.listeners) listener();
  }, everyMs);
  if (entry.now === 0 || Date.now() - entry.now > everyMs) {
    entry.now = Date.now();
    notify();
  }
  return () => {
    entry.listeners.delete(notify);
    if (entry.listeners.size > 0) return;
    clearInterval(entry.timer);
    delete entry.timer;
  };
}

/** The time in Unix milliseconds, renewed every `everyMs`; 0 while rendering on the server. */
export function useNow(everyMs: number): number {
  return useSyncExternalStore(
    useCallback((notify: () => void) => onTick(everyMs, notify), [everyMs]),
    () => clock(everyMs).now,
    () => 0,
  );
}

const AGE_MS = 1000;
const onAgeTick = (notify: () => void): (() => void) => onTick(AGE_MS, notify);

/** How long ago a moment in Unix milliseconds was, in words; null while rendering on the server. Renders again only when the words change. */
export function useAgo(time: number): string | null {
  return useSyncExternalStore(
    onAgeTick,
    () => (clock(AGE_MS).now === 0 ? null : agoText(clock(AGE_MS).now - time)),
    () => null,
  );
}

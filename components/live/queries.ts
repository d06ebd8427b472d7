'use client';

import {
  keepPreviousData,
  QueryClient,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type {
  AuthoredText,
  ChangeEntry,
  ConsoleState,
  DemoBackend,
  FieldFacts,
  FieldLine,
  GeneratorRun,
  SlicePast,
  SnapshotView,
  StreamEvent,
} from '../../server/contract/console.ts';
import { keyText, type KubeObject, type ObjectKey } from '../../server/model/object.ts';
import { api, ApiError } from './api.ts';
import { SNAPSHOT, STATE, takeCome, type EarlyAnswer } from './early.ts';
import { apiPathOf, listPath, pageKind, pageKinds, textPathOf, type PageKind } from './kinds.ts';

/** A list by namespace then name; changes from the stream are worked into it. */
export interface ObjectList {
  items: KubeObject[];
  /** Store revision that the list is at. */
  revision: number;
}

/** Keys of the cache. */
export const queryKeys = {
  state: ['state'] as const,
  snapshot: ['snapshot'] as const,
  generator: ['generator'] as const,
  demo: ['demo'] as const,
  objects: (kind: string) => ['objects', kind] as const,
  object: (key: ObjectKey) => ['object', keyText(key)] as const,
  text: (key: ObjectKey) => ['text', keyText(key)] as const,
};

/** The cache of one tab. Data stays fresh by the stream, so nothing is read again because of its age. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // a console on this machine answers without any network
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) =>
          error instanceof ApiError && (error.code === 0 || error.code >= 500) && failures < 3,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 5000),
      },
    },
  });
}

function byName(a: KubeObject, b: KubeObject): number {
  const left = `${a.metadata.namespace ?? ''}/${a.metadata.name ?? ''}`;
  const right = `${b.metadata.namespace ?? ''}/${b.metadata.name ?? ''}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

interface SentList {
  items: KubeObject[];
}

async function listObjects(kind: string, signal: AbortSignal): Promise<ObjectList> {
  const known = pageKind(kind);
  if (!known) throw new ApiError(404, 'NotFound', `This product does not serve the kind ${kind}.`);
  let headers = new Headers();
  const list = await api<SentList>('GET', listPath(known), undefined, { signal, seen: (seen) => (headers = seen) });
  return listOf(known, list, headers);
}

function listOf({ group, version, kind }: PageKind, { items }: SentList, headers: Headers): ObjectList {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return {
    // what all have in common is not sent with each
    items: items.map((item) => Object.assign(item, { apiVersion, kind })),
    revision: Number(headers.get('x-switchyard-revision') ?? 0),
  };
}

/** Puts what the head of the page asked for, and has come, into the cache, so that the first drawing with data has all of it. */
export function fillEarly(client: QueryClient): QueryClient {
  const fill = (key: readonly unknown[], path: string, read: (answer: EarlyAnswer) => unknown): void => {
    const answer = takeCome(path);
    if (answer) client.setQueryData(key, read(answer));
  };
  fill(queryKeys.state, STATE, ({ value }) => value);
  fill(queryKeys.snapshot, SNAPSHOT, ({ value }) => value);
  for (const known of pageKinds)
    fill(queryKeys.objects(known.kind), listPath(known), ({ value, response }) =>
      listOf(known, value as SentList, response.headers),
    );
  return client;
}

const noEvents = () => () => undefined;

/**
 * useQuery for pages that the server renders without data. The stream may fill the cache before React has taken over all of the page; until
 * then a part has to show what the server showed, or it is thrown away.
 */
function useLiveQuery<Read, Selected = Read>(
  options: UseQueryOptions<Read, Error, Selected>,
): UseQueryResult<Selected> {
  const takenOver = useSyncExternalStore(
    noEvents,
    () => true,
    () => false,
  );
  const result = useQuery(options);
  if (takenOver) return result;
  const pending: Partial<UseQueryResult<Selected>> = { data: undefined, error: null, status: 'pending' };
  return {
    ...result,
    ...pending,
    isPending: true,
    isSuccess: false,
    isError: false,
    isFetched: false,
  } as UseQueryResult<Selected>;
}

/** All objects of a kind in all namespaces, by namespace then name. */
export function useObjects(kind: string): UseQueryResult<KubeObject[]> {
  return useLiveQuery({
    queryKey: queryKeys.objects(kind),
    queryFn: ({ signal }) => listObjects(kind, signal),
    select: itemsOf,
  });
}

const itemsOf = (list: ObjectList): KubeObject[] => list.items;

/** The routes of all kinds, read together: undefined until each list is there. */
export function useRoutes(): {
  data: KubeObject[] | undefined;
  error: Error | null;
  isFetched: boolean;
  refetch: () => Promise<unknown>;
} {
  const http = useObjects('HTTPRoute');
  const grpc = useObjects('GRPCRoute');
  const data = useMemo(
    () => (http.data && grpc.data ? [...http.data, ...grpc.data] : undefined),
    [http.data, grpc.data],
  );
  return {
    data,
    error: http.error ?? grpc.error,
    isFetched: http.isFetched && grpc.isFetched,
    refetch: () => (http.error ? http : grpc).refetch(),
  };
}

/** One object. The error is an ApiError with code 404 when it does not exist. */
export function useObject(key: ObjectKey): UseQueryResult<KubeObject> {
  const client = useQueryClient();
  return useLiveQuery({
    queryKey: queryKeys.object(key),
    queryFn: ({ signal }) => {
      const path = apiPathOf(key);
      if (!path) throw new ApiError(404, 'NotFound', `This product does not serve the kind ${key.kind}.`);
      return api<KubeObject>('GET', path, undefined, { signal });
    },
    placeholderData: () =>
      client
        .getQueryData<ObjectList>(queryKeys.objects(key.kind))
        ?.items.find((item) => item.metadata.name === key.name && (item.metadata.namespace ?? '') === key.namespace),
  });
}

/** The text of an object as it was saved. */
export function useText(key: ObjectKey): UseQueryResult<AuthoredText> {
  return useLiveQuery({
    queryKey: queryKeys.text(key),
    queryFn: ({ signal }) => api<AuthoredText>('GET', textPathOf(key), undefined, { signal }),
  });
}

/** The line at which a field of an object stands in its text; undefined until it is known. */
export function useFieldLine(key: ObjectKey, field: string): number | null | undefined {
  return useLiveQuery({
    queryKey: [...queryKeys.text(key), 'line', field],
    queryFn: ({ signal }) =>
      api<FieldLine>('GET', `${textPathOf(key)}?line=${encodeURIComponent(field)}`, undefined, { signal }),
  }).data?.line;
}

/** What the schema of a kind says of some fields, by path; undefined until it is known. */
export function useFieldFacts(kind: string, paths: readonly string[]): Record<string, FieldFacts> | undefined {
  const query = paths.map((path) => `path=${encodeURIComponent(path)}`).join('&');
  return useLiveQuery({
    queryKey: ['fields', kind, query],
    queryFn: ({ signal }) =>
      api<Record<string, FieldFacts>>('GET', `/console/v1/fields/${kind}?${query}`, undefined, { signal }),
  }).data;
}

/** Revision, proxy, examples. */
export function useConsoleState(): UseQueryResult<ConsoleState> {
  return useLiveQuery({
    queryKey: queryKeys.state,
    queryFn: ({ signal }) => api<ConsoleState>('GET', STATE, undefined, { signal }),
  });
}

/** What the proxy is told to serve. */
export function useSnapshot(): UseQueryResult<SnapshotView> {
  return useLiveQuery({
    queryKey: queryKeys.snapshot,
    queryFn: ({ signal }) => api<SnapshotView>('GET', SNAPSHOT, undefined, { signal }),
  });
}

/** The generator's run, null when there was none. */
export function useGenerator(): UseQueryResult<GeneratorRun | null> {
  return useLiveQuery({
    queryKey: queryKeys.generator,
    queryFn: ({ signal }) => api<GeneratorRun | null>('GET', '/console/v1/generator', undefined, { signal }),
  });
}

/** The newest writes of the store, read again with each revision. */
export function useChanges(most: number): UseQueryResult<ChangeEntry[]> {
  const revision = useConsoleState().data?.revision ?? 0;
  return useLiveQuery({
    queryKey: ['changes', most, revision],
    queryFn: ({ signal }) => api<ChangeEntry[]>('GET', `/console/v1/changes?most=${most}`, undefined, { signal }),
    // the list stays while it is read again
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}

/**
 * The EndpointSlices of a Service over the last `seconds`.
 * @param version resource versions of the slices: with others it is read again
 */
export function useSlicePast(
  namespace: string,
  service: string,
  seconds: number,
  version: string,
): UseQueryResult<SlicePast> {
  return useLiveQuery({
    queryKey: ['slices', namespace, service, seconds, version],
    queryFn: ({ signal }) =>
      api<SlicePast>('GET', `/console/v1/slices/${namespace}/${service}?range=${seconds}`, undefined, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}

/** The example's own servers. Their counters are not on the stream, so they are read every 5 s. */
export function useDemo(): UseQueryResult<DemoBackend[]> {
  return useLiveQuery({
    queryKey: queryKeys.demo,
    queryFn: ({ signal }) => api<DemoBackend[]>('GET', '/console/v1/demo', undefined, { signal }),
    refetchInterval: 5000,
  });
}

type Change = Extract<StreamEvent, { type: 'change' }>;

/** Works one change into the cache, so that lists and details show it without being read again. */
export function applyChange(client: QueryClient, event: Change): void {
  const { key, object, revision } = event;
  const gone = event.change === 'DELETED';
  const same = (item: KubeObject) =>
    item.metadata.name === key.name && (item.metadata.namespace ?? '') === key.namespace;
  client.setQueryData<ObjectList>(queryKeys.objects(key.kind), (list) => {
    if (!list || list.revision >= revision) return list;
    const others = list.items.filter((item) => !same(item));
    return { items: gone ? others : [...others, object].sort(byName), revision };
  });
  if (gone) void client.invalidateQueries({ queryKey: queryKeys.object(key) });
  else
    client.setQueryData<KubeObject>(queryKeys.object(key), (known) =>
      known && Number(known.metadata.resourceVersion ?? 0) > revision ? known : object,
    );
  void client.invalidateQueries({ queryKey: queryKeys.text(key) });
}

/**
 * Reads the snapshot again unless it is the one that is served. What is being read just now is waited for first: a page that opens
 * reads it once.
 */
export async function readServed(client: QueryClient, served: number | null): Promise<void> {
  const isServed = () => client.getQueryData<SnapshotView>(queryKeys.snapshot)?.served === served;
  if (!isServed()) await client.invalidateQueries({ queryKey: queryKeys.snapshot }, { cancelRefetch: false });
  if (!isServed()) await client.invalidateQueries({ queryKey: queryKeys.snapshot });
}

/** Reads again what may have missed changes before the stream was open; the stream itself brings state and generator. */
export function catchUp(client: QueryClient, revision: number): void {
  void client.invalidateQueries({
    predicate: (query) => {
      const [part] = query.queryKey;
      // what could not be read while the console was away
      if (query.state.status === 'error') return true;
      if (part === 'objects') return ((query.state.data as ObjectList | undefined)?.revision ?? revision) < revision;
      return part === 'object' || part === 'text';
    },
  });
}

import type { NotActing } from '../model/kind.ts';
import type { KubeObject, ObjectKey } from '../model/object.ts';
import type { ShadowedRule } from '../routing/shadowed.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import type { Binding } from './control.ts';

/*
 * Our own few endpoints, all below /console/v1, JSON unless said otherwise. Errors are Kubernetes `Status` objects.
 *
 *   GET    /console/v1/state                       ConsoleState
 *   GET    /console/v1/session                     SessionState; needs no token
 *   POST   /console/v1/session                     {token} -> SessionState (201) and a cookie; 401, 429 with Retry-After
 *   DELETE /console/v1/session                     signs out -> SessionState
 *   GET    /console/v1/snapshot                    SnapshotView: what the proxy is told to serve, and what is bound
 *   GET    /console/v1/stream                      server-sent events, see StreamEvent
 *   GET    /console/v1/traffic?range=300&step=10   TrafficHistory of the last `range` seconds (60..86400): one sample a second up to
 *                                                  900, beyond that one in `step` seconds (a multiple of ten, ten if absent)
 *   GET    /console/v1/traffic/workers?seconds=60   WorkerShares of the last `seconds` (1..900)
 *   GET    /console/v1/changes?most=6              ChangeEntry[], newest first (at most 50)
 *   GET    /console/v1/slices/NS/SERVICE?range=900 SlicePast of the last `range` seconds (60..86400)
 *   GET    /console/v1/lists/GROUP/KIND            {items}: all objects of a kind ('core' for the core group), for pages: without apiVersion, kind
 *                                                  and the fields of managed fields; header X-Switchyard-Revision
 *   GET    /console/v1/text/GROUP/KIND/NS/NAME     AuthoredText ('core' for the core group, '-' for no namespace)
 *   PUT    /console/v1/text/GROUP/KIND/NS/NAME     body: YAML text; ?dryRun=All; header If-Match: resourceVersion ('0' = must not exist)
 *                                                  -> SaveResult or Status (409 conflict, 422 invalid with causes, each with `line`)
 *   POST   /console/v1/validate                    body: YAML text of one document -> Verdict (never an error for bad input)
 *   POST   /console/v1/import?dryRun=All           body: multi-document YAML or JSON text -> ImportResult; one transaction
 *   GET    /console/v1/export?endpointSlices=true&objects=KEY,KEY&format=yaml|json    text; apply order; all objects if no keys
 *   POST   /console/v1/examples/NAME               loads `round-robin` or `weighted`; ConsoleState
 *   DELETE /console/v1/examples/NAME               removes what was not changed
 *   GET    /console/v1/demo                        DemoBackend[]
 *   PUT    /console/v1/demo/ADDRESS:PORT           {delayMs: 0..10000} -> DemoBackend
 *   POST   /console/v1/backends                    NewBackend (new-backend.ts) -> {service, endpointSlice} (201)
 *   GET    /console/v1/generator                   GeneratorRun | null
 *   POST   /console/v1/generator                   GeneratorRequest -> GeneratorRun (201); 409 when one runs
 *   DELETE /console/v1/generator                   stops it -> GeneratorRun
 */

export interface ConsoleState {
  version: string;
  /** Newest store revision. */
  revision: number;
  /** Specifications compared with. */
  specs: { gatewayApi: string; envoyGateway: string };
  /** Where this console answers, for the `kubectl --server` line. */
  url: string;
  /** Whether requests must bring a token. */
  tokenNeeded: boolean;
  objects: number;
  proxy: ProxyState;
  examples: ExampleState[];
}

/** Whether this browser may use the console. */
export interface SessionState {
  /** False when the console asks nobody for a token. */
  needed: boolean;
  signedIn: boolean;
  /** End of the session in Unix milliseconds, null without one. */
  expires: number | null;
}

export interface ProxyState {
  connected: boolean;
  pid: number | null;
  workers: number;
  /** Revision in service; behind `ConsoleState.revision` for a moment after a write. */
  revision: number | null;
  /** Reason of the last refused snapshot, while it is the newest. */
  refused: string | null;
  /** Unix milliseconds of the last message, null before the first. */
  lastSeen: number | null;
  bindings: Binding[];
}

export interface ExampleState {
  name: 'round-robin' | 'weighted' | 'grpc';
  title: string;
  /** One sentence: what it shows. */
  description: string;
  loaded: boolean;
  objects: { kind: string; namespace: string; name: string; shows: string }[];
  /** The first request to try, for example GET www.example.com/round. */
  tryRequest: { protocol?: 'grpc'; method: string; host: string; path: string };
}

/** The snapshot and what became of it. */
export interface SnapshotView {
  snapshot: Snapshot;
  /** `proxy.revision` of the state when this was read: with another one, bindings or snapshot may be others. */
  served: number | null;
  bindings: Binding[];
  /** For each gateway `NAMESPACE/NAME` and listener name: base URL that works from this machine, absent if it is not bound. */
  urls: Record<string, Record<string, string>>;
  /** Fields that are kept but do not act, by keyText of the object. */
  notActing: Record<string, NotActing[]>;
  /** Rules and matches that never win, by `KIND/NAMESPACE/NAME/INDEX` of the rule. */
  shadowed: Record<string, ShadowedRule>;
}

export type StreamEvent =
  /** First event of each connection, and whenever it changes. */
  | { type: 'state'; state: ConsoleState }
  /** An object was written: lists and details are to be read again. Sent within 100 ms. */
  | { type: 'change'; revision: number; change: 'ADDED' | 'MODIFIED' | 'DELETED'; key: ObjectKey; object: KubeObject }
  /** Every 500 ms or faster, also when there is no traffic. */
  | { type: 'sample'; sample: TrafficSample }
  | { type: 'generator'; run: GeneratorRun | null };

/** Traffic in one interval, sums over workers. Rows without requests and without requests in flight are left out. */
export interface TrafficSample {
  /** Unix milliseconds, end of the interval. */
  at: number;
  intervalMs: number;
  endpoints: EndpointTraffic[];
  rules: RuleTraffic[];
  listeners: ListenerTraffic[];
  /**
   * Sparse histogram, see histogram.ts, of the time that the proxy itself worked for a request, from its head to the end of its answer, waits
   * left out: of one request in 16. Absent where none was measured.
   */
  work?: [number, number][];
}

export interface EndpointTraffic {
  ruleId: string;
  /** Index in `BackendGroup.backends`. */
  backend: number;
  /** `IP:PORT`. */
  endpoint: string;
  requests: number;
  /** Index 0 none, 1..5 the class. */
  statuses: number[];
  /** Sparse histogram, see histogram.ts. */
  latency: [number, number][];
  /** At the end of the interval. */
  inFlight: number;
}

export interface RuleTraffic {
  ruleId: string;
  requests: number;
  statuses: number[];
  own: { status: number; reason: string; count: number }[];
}

export interface ListenerTraffic {
  listener: string;
  requests: number;
  statuses: number[];
  unmatched: number;
  unmatchedSamples: { host: string; path: string }[];
}

/**
 * Samples, oldest first, plus the revisions that touched routing in the range. Up to 900 seconds a sample is one second, beyond that ten or as many as asked for;
 * `intervalMs` is the time that it covers in fact, which is less where a part is missing. The newest ends where the stream goes on, without a
 * seam: it may be as short as half a second. Where samples are missing is a gap (no proxy, no console), not a zero. The history survives a
 * restart of the console; with very many routes it is shorter than asked for, since it is bounded on disk (64 MiB) and in memory.
 */
export interface TrafficHistory {
  samples: TrafficSample[];
  marks: { at: number; revision: number; text: string }[];
  /** Unix milliseconds of the newest request by rule id, of the last 24 hours; with ranges of up to 15 minutes alone. */
  lastHits?: Record<string, number>;
}

/** A write: one object, or several that were written together. */
export interface ChangeEntry {
  /** The newest revision of the write. */
  revision: number;
  /** Unix milliseconds. */
  at: number;
  /** Field manager that wrote. */
  by: string;
  /** Objects of the write; `key` is the first of them. */
  objects: number;
  change: 'ADDED' | 'MODIFIED' | 'DELETED';
  key: ObjectKey;
  /** What became of the first object in a few words: `created`, `spec.loadBalancer.type Random to RoundRobin`. */
  summary: string;
  /** Fields that were set and that were removed, over all objects; one that changed counts for both. */
  added: number;
  removed: number;
}

/** EndpointSlices of a Service over time. */
export interface SlicePast {
  /** Unix milliseconds from which on everything is known: later than asked for where older revisions were compacted. */
  from: number;
  to: number;
  /** The slices at `from`. */
  start: KubeObject[];
  /** What was written since, oldest first. For DELETED `object` is the last state. */
  events: { revision: number; at: number; type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject }[];
}

/** What each worker sent, where several decide independently. */
export interface WorkerShares {
  /** Seconds that are covered; less than asked for after a start. */
  seconds: number;
  workers: {
    worker: number;
    endpoints: { ruleId: string; backend: number; endpoint: string; requests: number; inFlight: number }[];
  }[];
}

export interface AuthoredText {
  /** The text as saved, or one made from the object when it came as JSON or by patch. */
  text: string;
  /** True when it is byte for byte what was saved. */
  exact: boolean;
  resourceVersion: string;
  /** What the text says, without the defaults that `object` has too; pages need no YAML reader for it. */
  written: unknown;
  object: KubeObject;
}

/** Where a field stands in the text of an object, or its nearest ancestor that is there. */
export interface FieldLine {
  /** From 1; null where nothing could be read. */
  line: number | null;
}

/** What a schema says of a field. */
export interface FieldFacts {
  description: string;
  default?: unknown;
}

export interface Problem {
  /** Field path, '' for the whole object. */
  field: string;
  /** Reason of the cause, for example FieldValueInvalid. */
  reason: string;
  /** The API's message, unchanged. */
  message: string;
  /** 1-based, in the text that was sent; null when it has no line. */
  line: number | null;
  column: number | null;
}

/** What the API would say, without saying it. */
export interface Verdict {
  accepted: boolean;
  problems: Problem[];
  warnings: string[];
  notActing: (NotActing & { line: number | null })[];
}

export interface SaveResult {
  object: KubeObject;
  created: boolean;
  revision: number;
  warnings: string[];
}

export interface ImportResult {
  documents: ImportedDocument[];
  /** True when everything was written (never on a dry run). */
  applied: boolean;
  revision: number;
}

export interface ImportedDocument {
  /** 0-based position in the input, and the line on which it starts. */
  index: number;
  line: number;
  kind: string;
  namespace: string;
  name: string;
  /** `kept out`: a kind that this product does not serve. */
  result: 'new' | 'changed' | 'same' | 'refused' | 'kept out';
  problems: Problem[];
  warnings: string[];
}

export interface DemoBackend {
  /** `IP:PORT`. */
  endpoint: string;
  running: boolean;
  delayMs: number;
  requests: number;
  /** Why it does not run, for example that the address is taken. */
  error?: string;
}

export interface GeneratorRequest {
  /** What is sent: requests of HTTP/1.1, or calls of gRPC with an empty message, all on one connection. Absent: HTTP/1.1. */
  protocol?: 'http' | 'grpc';
  /** POST for calls. */
  method: string;
  /** Listener that it is sent to: `NAMESPACE/GATEWAY/LISTENER`. */
  listener: string;
  host: string;
  /** With query, for example /round?u={{seq}}; of a call, /SERVICE/METHOD. */
  path: string;
  /** Values may hold {{uuid}}, {{seq}}, {{pick a,b,c}}. */
  headers: { name: string; value: string }[];
  /** Requests per second, 1..1000. */
  rate: number;
  /** At most in flight, 1..256. */
  concurrency: number;
  /** Seconds, 1..600. */
  duration: number;
  /** Stop after this many requests, absent: by duration alone. */
  count?: number;
  seed: number;
}

export interface GeneratorRun {
  id: string;
  request: GeneratorRequest;
  /** Id of the rule that took such a request when the run began, null for none. */
  rule: string | null;
  state: 'running' | 'done' | 'stopped' | 'failed';
  /** Why it ended early. */
  reason: string | null;
  startedAt: number;
  /** Seconds so far. */
  elapsed: number;
  sent: number;
  answered: number;
  /** Index 0 none, 1..5 the class; a call counts as what its `grpc-status` says. */
  statuses: number[];
  p50Ms: number | null;
  p95Ms: number | null;
}

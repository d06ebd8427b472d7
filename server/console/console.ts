import path from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createApi } from '../api/handler.ts';
import type { ConsoleState } from '../contract/console.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/types.ts';
import type { ConsoleMessage } from '../supervisor/messages.ts';
import type { Settings } from '../supervisor/settings.ts';
import { TrafficHub } from '../traffic/hub.ts';
import { LiveStream } from '../traffic/stream.ts';
import type { Access } from './access/access.ts';
import { sessionHandlers } from './access/session-handlers.ts';
import { recentChanges } from './changes.ts';
import { DemoLink } from './demo-link.ts';
import { ExampleLibrary } from './examples/library.ts';
import { Generator } from './generator/generator.ts';
import { ProxyLink } from './proxy-link.ts';
import { createRoutes } from './routes.ts';
import { slicePast } from './slice-past.ts';
import { describeChanges, Translation } from './translation.ts';
import { SnapshotAnswer, specs } from './views.ts';

/** State events are sent at most this often. */
const STATE_MS = 50;
/** A page takes a stream that is silent for long as lost, and without a proxy there are no samples. */
const ALIVE_MS = 4_000;

/** Everything of the console but its HTTP server and pages. */
export interface Console {
  /** True when it answers the request. */
  handle: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Resolves when the demo backends of a loaded example listen, after `ms` milliseconds at the latest. */
  settled: (ms: number) => Promise<void>;
  /** Ends streams, generator and links, then the store. */
  close: () => Promise<void>;
}

/**
 * Opens the store and starts the translation of what it holds.
 * @param url where the console answers
 * @param access null when it asks for no token
 * @param tell sends a message to the supervisor
 */
export async function openConsole(
  settings: Settings,
  url: string,
  access: Access | null,
  tell: (message: ConsoleMessage) => void,
): Promise<Console> {
  const store: Store = await openStore({ file: settings.database });
  const stream = new LiveStream();
  const traffic = await TrafficHub.open(stream, path.join(settings.data, 'traffic'), (message) =>
    console.error(message),
  );
  const examples = new ExampleLibrary(store);
  const demo = new DemoLink(path.join(settings.data, 'demo.sock'), (wanted) => tell({ type: 'demo', wanted }));

  const link = new ProxyLink(path.join(settings.data, 'proxy.sock'), {
    changed: () => {
      traffic.setLive(link.answers);
      stateChanged();
    },
    bound: (bindings) => translation.bound(bindings),
    deltas: (deltas) => traffic.add(deltas),
  });
  const translation = new Translation(store, settings.pool, {
    snapshot: (snapshot, changes) => {
      link.serve(snapshot);
      if (changes.length > 0) traffic.mark(snapshot.revision, describeChanges(changes));
    },
    unchanged: (revision) => link.unchangedAt(revision),
    failed: (error) => console.error('console: translation failed:', error),
  });
  const generator = new Generator({
    snapshot: () => translation.snapshot,
    bindings: () => link.state.bindings,
    onProgress: (run) => stream.send({ type: 'generator', run }),
  });

  const state = (): ConsoleState => ({
    version: settings.version,
    revision: store.revision,
    specs,
    url,
    tokenNeeded: access !== null,
    objects: store.all().length,
    proxy: link.state,
    examples: examples.state(),
  });
  let stateTimer: NodeJS.Timeout | null = null;
  function stateChanged(): void {
    stateTimer ??= setTimeout(() => {
      stateTimer = null;
      stream.send({ type: 'state', state: state() });
    }, STATE_MS);
  }

  demo.serve(examples.demoEndpoints());
  store.subscribe((events) => {
    for (const { revision, type, key, object } of events)
      stream.send({ type: 'change', revision, change: type, key, object });
    if (events.some(({ key }) => key.kind === 'EndpointSlice')) demo.serve(examples.demoEndpoints());
    stateChanged();
  });
  traffic.start();
  const alive = setInterval(stateChanged, ALIVE_MS);

  const snapshot = new SnapshotAnswer();
  const routes = createRoutes({
    state,
    snapshot: () => snapshot.body(store, translation.snapshot, link.state),
    changes: (most) => recentChanges(store, most),
    slices: (namespace, service, range) => slicePast(store, namespace, service, range, Date.now()),
    stream,
    traffic,
    demo,
    examples,
    generator,
    session: sessionHandlers(access, settings.tls !== null),
  });
  const api = createApi({ store });

  return {
    handle: (request, response) => {
      if (request.url === '/metrics') {
        const gauges = [
          { name: 'switchyard_store_revision', help: 'Newest revision of the store.', value: store.revision },
          { name: 'switchyard_objects', help: 'Objects in the store.', value: store.all().length },
          {
            name: 'switchyard_proxy_connected',
            help: '1 while the proxy is connected.',
            value: link.state.connected ? 1 : 0,
          },
        ];
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
        response.end(traffic.prometheus(gauges));
        return true;
      }
      return routes(request, response) || api(request, response);
    },
    settled: (ms) => demo.settled(ms),
    close: async () => {
      clearInterval(alive);
      if (stateTimer !== null) clearTimeout(stateTimer);
      generator.close();
      stream.close();
      demo.close();
      await translation.close();
      link.close();
      await traffic.close();
      await store.close();
    },
  };
}

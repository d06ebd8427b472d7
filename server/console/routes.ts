import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeptBody } from '../api/http/kept-body.ts';
import { ApiProblem, storeProblem } from '../api/http/problem.ts';
import { sendStatus } from '../api/http/send.ts';
import type { ChangeEntry, ConsoleState, SlicePast } from '../contract/console.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { TrafficHub } from '../traffic/hub.ts';
import type { LiveStream } from '../traffic/stream.ts';
import type { DemoLink } from './demo-link.ts';
import type { ExampleLibrary } from './examples/library.ts';
import type { Generator } from './generator/generator.ts';
import { fieldFacts } from './field-facts.ts';
import { HttpProblem, readJson, sendJson, sendPieces } from './http.ts';

/** What the console's own endpoints read and act on. */
export interface ConsoleParts {
  state: () => ConsoleState;
  snapshot: () => KeptBody;
  /** The newest writes. */
  changes: (most: number) => ChangeEntry[];
  slices: (namespace: string, service: string, range: number) => SlicePast;
  stream: LiveStream;
  traffic: TrafficHub;
  demo: DemoLink;
  examples: ExampleLibrary;
  generator: Generator;
  /** Handlers of `session`, by method. */
  session: Record<string, Handler>;
}

const PREFIX = '/console/v1/';
/** Longest wait for the demo backends of an example. */
const DEMO_START_MS = 5_000;

type Handler = (request: IncomingMessage, response: ServerResponse, rest: string, url: URL) => Promise<void> | void;

/**
 * The console's own endpoints that need the running product; see server/contract/console.ts.
 * @returns a function that answers true when the request was one of them
 */
export function createRoutes(parts: ConsoleParts): (request: IncomingMessage, response: ServerResponse) => boolean {
  const routes: Record<string, Record<string, Handler>> = {
    session: parts.session,
    state: { GET: (_request, response) => sendJson(response, 200, parts.state()) },
    snapshot: { GET: (_request, response) => parts.snapshot().send(response) },
    stream: {
      GET: (_request, response) =>
        parts.stream.attach(response, [
          { type: 'state', state: parts.state() },
          { type: 'generator', run: parts.generator.state() },
        ]),
    },
    traffic: {
      GET: async (_request, response, _rest, url) => {
        const range = Number(url.searchParams.get('range') ?? '300');
        if (!Number.isFinite(range))
          throw new HttpProblem(400, 'BadRequest', 'range: must be a number of seconds from 60 to 86400');
        const step = Number(url.searchParams.get('step') ?? '10');
        if (!Number.isInteger(step) || step < 10 || step > 3600 || step % 10 !== 0)
          throw new HttpProblem(400, 'BadRequest', 'step: must be a multiple of 10 seconds up to 3600');
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        await sendPieces(response, parts.traffic.read(range, step));
      },
    },
    'traffic/': {
      GET: (_request, response, rest, url) => {
        if (rest !== 'workers') throw new HttpProblem(404, 'NotFound', `/console/v1/traffic/${rest} is not there`);
        sendJson(response, 200, parts.traffic.workers(numberOf(url, 'seconds', 60, 1, 900)));
      },
    },
    changes: {
      GET: (_request, response, _rest, url) => sendJson(response, 200, parts.changes(numberOf(url, 'most', 6, 1, 50))),
    },
    'slices/': {
      GET: (_request, response, rest, url) => {
        const [namespace = '', service = ''] = rest.split('/');
        sendJson(response, 200, parts.slices(namespace, service, numberOf(url, 'range', 900, 60, 86_400)));
      },
    },
    'fields/': {
      GET: (_request, response, kind, url) =>
        sendJson(response, 200, fieldFacts(kind, url.searchParams.getAll('path'))),
    },
    'examples/': {
      POST: async (_request, response, name) => {
        await parts.examples.load(name);
        // the first request to try must not find a backend that is still starting
        await parts.demo.settled(DEMO_START_MS);
        sendJson(response, 200, parts.state());
      },
      DELETE: async (_request, response, name) => {
        await parts.examples.remove(name);
        sendJson(response, 200, parts.state());
      },
    },
    demo: { GET: (_request, response) => sendJson(response, 200, parts.demo.state()) },
    'demo/': {
      PUT: async (request, response, endpoint) =>
        sendJson(response, 200, parts.demo.setDelay(endpoint, await readJson(request))),
    },
    generator: {
      GET: (_request, response) => sendJson(response, 200, parts.generator.state()),
      POST: async (request, response) => sendJson(response, 201, parts.generator.start(await readJson(request))),
      DELETE: (_request, response) => sendJson(response, 200, parts.generator.stop()),
    },
  };
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://console');
    if (!url.pathname.startsWith(PREFIX)) return false;
    const path = url.pathname.slice(PREFIX.length);
    const slash = path.indexOf('/');
    const name = slash < 0 ? path : path.slice(0, slash + 1);
    const methods = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (methods === undefined) return false;
    void answer(methods, request, response, slash < 0 ? '' : path.slice(slash + 1), url);
    return true;
  };
}

/** A number of the query. @throws HttpProblem 400 */
function numberOf(url: URL, name: string, otherwise: number, least: number, most: number): number {
  const value = Number(url.searchParams.get(name) ?? otherwise);
  if (!Number.isFinite(value) || value < least || value > most)
    throw new HttpProblem(400, 'BadRequest', `${name}: must be a number from ${least} to ${most}`);
  return value;
}

async function answer(
  methods: Record<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
  url: URL,
): Promise<void> {
  try {
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (handler === undefined) {
      response.setHeader('allow', Object.keys(methods).join(', '));
      throw new HttpProblem(
        405,
        'MethodNotAllowed',
        `${request.method} is not possible here; ${Object.keys(methods).join(', ')} is`,
      );
    }
    await handler(request, response, decode(rest), url);
  } catch (error) {
    const { status, headers } = problemOf(error);
    if (response.headersSent) response.destroy();
    else sendStatus(response, status, headers);
  }
}

function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof StoreUnavailable) return storeProblem(error);
  console.error(error);
  return new HttpProblem(500, 'InternalError', 'the console failed; its output says why');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpProblem(400, 'BadRequest', 'the path is not valid percent-encoding');
  }
}

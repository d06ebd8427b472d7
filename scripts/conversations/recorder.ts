import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  bodyFrom,
  type Entry,
  type Exchange,
  type RecordedHeaders,
  type StreamEnd,
} from '../../server/api/conversations/recording.ts';
import type { Json } from '../../server/model/schema/types.ts';

/** The server whose answers are recorded. */
export interface Upstream {
  server: string;
  token: string;
  ca: Buffer;
}

/** Reads server, token and authority from a kubeconfig. */
export function upstreamOf(kubeconfig: string): Upstream {
  const config = readFileSync(kubeconfig, 'utf8');
  return {
    server: /server: "?([^"}\s]+)/.exec(config)?.[1] ?? '',
    token: /token: ([^}\s]+)/.exec(config)?.[1] ?? '',
    ca: Buffer.from(/certificate-authority-data: ([^}\s]+)/.exec(config)?.[1] ?? '', 'base64'),
  };
}

const REQUEST_HEADERS = [
  'accept',
  'accept-encoding',
  'content-type',
  'user-agent',
  'if-none-match',
  'if-modified-since',
];
const ANSWER_HEADERS = [
  'allow',
  'cache-control',
  'content-encoding',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'location',
  'retry-after',
  'vary',
  'warning',
  'x-content-type-options',
];

/** A proxy that writes down what passes through it. */
export interface Recorder {
  url: string;
  /** Ends it. @returns what was recorded */
  stop: () => Promise<Entry[]>;
}

/**
 * Starts a recording proxy on loopback. `PUT /-/note` with a text puts a note into the recording.
 * Protobuf is taken out of Accept where JSON would do as well, so that answers can be read; the recorded request keeps it.
 */
export async function startRecorder(upstream: Upstream): Promise<Recorder> {
  const entries: Entry[] = [];
  const agent = new Agent({ keepAlive: true, ca: upstream.ca });
  let streams = 0;
  const server = createServer((request, response) => void forward(request, response));

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (request.url === '/-/note') {
      entries.push({ note: body.toString() });
      response.end();
      return;
    }
    const exchange: Exchange = {
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: picked(request.headers, REQUEST_HEADERS) as Record<string, string>,
      ...(body.length === 0 ? {} : { body: bodyFrom(body) }),
    };
    if (exchange.headers['user-agent'] !== undefined)
      exchange.headers['user-agent'] = exchange.headers['user-agent'].split(' ')[0] ?? '';
    const headers = { ...request.headers, authorization: `Bearer ${upstream.token}` };
    if (headers.accept?.includes('json') === true) headers.accept = withoutProtobuf(headers.accept);
    delete headers.host;
    delete headers.connection;
    const call = httpsRequest(upstream.server + exchange.path, { method: exchange.method, headers, agent });
    call.on('response', (answer) => pass(exchange, answer, response));
    // where the server hangs up there is nothing to compare with
    call.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.on('close', () => call.destroy());
    call.end(body);
  }

  function pass(exchange: Exchange, answer: IncomingMessage, response: ServerResponse): void {
    response.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
    exchange.answer = { code: answer.statusCode ?? 0, headers: picked(answer.headers, ANSWER_HEADERS) };
    if (answer.headers.warning !== undefined) exchange.answer.headers.warning = warnings(answer);
    const watched = /[?&]watch(=(?!0|false)|&|$)/.test(exchange.path) && answer.statusCode === 200;
    if (watched) {
      streams += 1;
      exchange.stream = streams;
      entries.push(exchange);
    }
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      response.write(chunk);
    });
    if (watched) response.flushHeaders();
    let told = false;
    const finish = (by: StreamEnd['by']): void => {
      if (told) return;
      told = true;
      const bytes = Buffer.concat(chunks);
      if (exchange.stream !== undefined) entries.push({ end: exchange.stream, by, events: linesOf(bytes) });
      else {
        const gzip = answer.headers['content-encoding'] === 'gzip';
        const whole = bodyFrom(gzip ? gunzipSync(bytes) : bytes, exchange.path.startsWith('/openapi/'));
        if (whole !== undefined && exchange.answer !== undefined) exchange.answer.body = whole;
        entries.push(exchange);
      }
      response.end();
    };
    answer.on('end', () => finish('server'));
    response.on('close', () => finish('client'));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
      return entries;
    },
  };
}

function picked(headers: Record<string, string | string[] | undefined>, names: readonly string[]): RecordedHeaders {
  const result: RecordedHeaders = {};
  for (const name of names) if (headers[name] !== undefined) result[name] = headers[name];
  return result;
}

/** Node joins headers that come several times. */
function warnings(answer: IncomingMessage): string[] {
  return answer.rawHeaders.filter(
    (_, index) => index % 2 === 1 && answer.rawHeaders[index - 1]?.toLowerCase() === 'warning',
  );
}

function withoutProtobuf(accept: string): string {
  return accept
    .split(',')
    .filter((range) => !range.includes('protobuf'))
    .join(',');
}

function linesOf(bytes: Buffer): Json[] {
  return bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}

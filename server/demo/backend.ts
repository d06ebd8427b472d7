import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { answerCall, isCall } from './calls.ts';
import type { DemoBackend } from '../contract/console.ts';

/** Idle connections stay open longer than a proxy's pool keeps them, so that it is the proxy that closes. */
const KEEP_ALIVE_MS = 75_000;

/** First bytes of a connection of HTTP/2. */
const PREFACE = 'PRI ';

/**
 * One demo backend: a server on one address and port, of HTTP/1.1 and HTTP/2 by prior knowledge, that answers every request with what it saw,
 * and calls of gRPC as its services do.
 */
export class DemoServer {
  readonly endpoint: string;
  delayMs = 0;
  requests = 0;
  /** Why it does not run, in words for the operator; null while it runs. */
  error: string | null = null;
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();

  /** @param endpoint `IP:PORT` */
  constructor(endpoint: string) {
    this.endpoint = endpoint;
  }

  get running(): boolean {
    return this.server !== null;
  }

  /** Opens the port. Never rejects: `error` says why it did not work. */
  open(): Promise<void> {
    const colon = this.endpoint.lastIndexOf(':');
    const host = this.endpoint.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
    const plain = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
      this.answer(request, response),
    );
    const streams = createHttp2Server();
    streams.on('sessionError', () => {});
    streams.on('stream', (stream: ServerHttp2Stream, headers) => {
      stream.on('error', () => {});
      if (!isCall(headers)) {
        this.answerStream(stream, headers);
        return;
      }
      this.requests++;
      answerCall(stream, headers, this);
    });
    const server = createTcpServer({ noDelay: true }, (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => {});
      socket.once('data', (first: Buffer) => {
        socket.pause();
        socket.unshift(first);
        const isHttp2 = first.toString('latin1', 0, PREFACE.length) === PREFACE;
        (isHttp2 ? streams : plain).emit('connection', socket);
        if (!isHttp2) socket.resume();
      });
    });
    return new Promise((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        this.error =
          error.code === 'EADDRINUSE'
            ? `${this.endpoint} is taken by another program`
            : `${this.endpoint} cannot be opened: ${error.message}`;
        resolve();
      });
      server.listen(Number(this.endpoint.slice(colon + 1)), host, () => {
        this.error = null;
        this.server = server;
        resolve();
      });
    });
  }

  /** Closes the port and every connection. */
  close(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    this.server = null;
  }

  state(): DemoBackend {
    return {
      endpoint: this.endpoint,
      running: this.running,
      delayMs: this.delayMs,
      requests: this.requests,
      ...(this.error === null ? {} : { error: this.error }),
    };
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    this.whenRead(request, { method, host: headers.host ?? null, path: url, headers }, (fields, body) => {
      if (response.destroyed) return;
      response.writeHead(200, fields);
      response.end(method === 'HEAD' ? undefined : body);
    });
  }

  private answerStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const { ':method': method = '', ':path': path = '', ':authority': host = null, ...others } = headers;
    this.whenRead(stream, { method, host, path, headers: others }, (fields, body) => {
      if (stream.destroyed) return;
      stream.respond({ ':status': 200, ...fields }, { endStream: method === 'HEAD' });
      if (method !== 'HEAD') stream.end(body);
    });
  }

  /** Answers a request when its body has come and the delay is over. */
  private whenRead(
    source: Readable,
    saw: { method: string; host: string | null; path: string; headers: object },
    send: (fields: Record<string, string | number>, body: string) => void,
  ): void {
    this.requests++;
    const request = this.requests;
    let bodyBytes = 0;
    source.on('data', (chunk: Buffer) => (bodyBytes += chunk.length));
    source.once('end', () => {
      const { endpoint, delayMs } = this;
      const answer = (): void => {
        const body = `${JSON.stringify({ endpoint, request, ...saw, bodyBytes, delayMs })}\n`;
        const fields = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
        send({ ...fields, 'x-demo-backend': endpoint }, body);
      };
      if (delayMs === 0) answer();
      else setTimeout(answer, delayMs);
    });
  }
}

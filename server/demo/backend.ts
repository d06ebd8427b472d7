import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { DemoBackend } from '../contract/console.ts';

/** Idle connections stay open longer than a proxy's pool keeps them, so that it is the proxy that closes. */
const KEEP_ALIVE_MS = 75_000;

/** One demo backend: an HTTP server on one address and port that answers every request with what it saw. */
export class DemoServer {
  readonly endpoint: string;
  delayMs = 0;
  requests = 0;
  /** Why it does not run, in words for the operator; null while it runs. */
  error: string | null = null;
  private server: Server | null = null;

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
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
      this.answer(request, response),
    );
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
    this.server?.closeAllConnections();
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
    this.requests++;
    const number = this.requests;
    let bodyBytes = 0;
    request.on('data', (chunk: Buffer) => (bodyBytes += chunk.length));
    request.once('end', () => {
      if (this.delayMs === 0) this.send(request, response, number, bodyBytes);
      else setTimeout(() => this.send(request, response, number, bodyBytes), this.delayMs);
    });
  }

  private send(request: IncomingMessage, response: ServerResponse, number: number, bodyBytes: number): void {
    if (response.destroyed) return;
    const body = `${JSON.stringify({
      endpoint: this.endpoint,
      request: number,
      method: request.method,
      host: request.headers.host ?? null,
      path: request.url,
      headers: request.headers,
      bodyBytes,
      delayMs: this.delayMs,
    })}\n`;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-demo-backend': this.endpoint,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
}

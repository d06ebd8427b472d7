import { Agent, request as httpRequest } from 'node:http';
import { connect, constants, type ClientHttp2Session } from 'node:http2';
import { httpStatusOf } from '../../contract/grpc.ts';

/** Address that a run sends to: one of this product's own open sockets. */
export interface Target {
  address: string;
  port: number;
}

/** A request that is to be sent. */
export interface Outgoing {
  method: string;
  host: string;
  path: string;
  /** Name, value, name, value. */
  headers: string[];
  /** Milliseconds within which an answer has to come. */
  timeout: number;
}

/** What became of a request: its status, or null and why there is none. May be told several times; the first counts. */
export type Settle = (status: number | null, error: string) => void;

/** Sends requests in one protocol. */
export interface Sender {
  send(outgoing: Outgoing, settle: Settle): void;
  /** Drops what is in flight. */
  close(): void;
}

/** Sends requests of HTTP/1.1, over as many connections as there are requests in flight. */
export class HttpSender implements Sender {
  private readonly target: Target;
  private readonly agent: Agent;

  constructor(target: Target, concurrency: number) {
    this.target = target;
    this.agent = new Agent({ keepAlive: true, maxSockets: concurrency, scheduling: 'fifo' });
  }

  send({ method, host, path, headers, timeout }: Outgoing, settle: Settle): void {
    const outgoing = httpRequest({
      agent: this.agent,
      host: this.target.address,
      port: this.target.port,
      method,
      path,
      headers: ['Host', host, ...headers],
      timeout,
    });
    outgoing.once('response', (answer) => {
      answer.resume();
      answer.once('end', () => settle(answer.statusCode ?? null, 'no status'));
      answer.once('close', () => settle(null, 'the answer was cut off'));
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${timeout / 1_000} s`)));
    outgoing.on('error', (error) => settle(null, error.message));
    outgoing.end();
  }

  close(): void {
    this.agent.destroy();
  }
}

/** A message of gRPC without fields: not compressed, and no bytes. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** Sends calls of gRPC with an empty message, all of them on one connection. */
export class GrpcSender implements Sender {
  private readonly target: Target;
  private session: ClientHttp2Session | null = null;

  constructor(target: Target) {
    this.target = target;
  }

  private open(): ClientHttp2Session {
    const { session, target } = this;
    if (session !== null && !session.closed && !session.destroyed) return session;
    const { address, port } = target;
    const made = connect(`http://${address.includes(':') ? `[${address}]` : address}:${port}`);
    // what is wrong with it ends its streams, which tell
    made.on('error', () => {});
    return (this.session = made);
  }

  send({ host, path, headers, timeout }: Outgoing, settle: Settle): void {
    const call = this.open().request([
      ':method',
      'POST',
      ':path',
      path,
      ':scheme',
      'http',
      ':authority',
      host,
      'content-type',
      'application/grpc',
      'te',
      'trailers',
      ...headers.map((text, i) => (i % 2 === 0 ? text.toLowerCase() : text)),
    ]);
    let status: number | null = null;
    let outcome: string | null = null;
    const read = (fields: Record<string, unknown>): void => {
      const said = fields['grpc-status'];
      if (typeof said === 'string') outcome = said;
    };
    call.setTimeout(timeout, () => call.close(constants.NGHTTP2_CANCEL));
    call.on('response', (fields) => {
      status = fields[':status'] ?? null;
      read(fields);
    });
    call.on('trailers', read);
    call.on('error', (error) => settle(null, error.message));
    call.on('close', () => {
      if (outcome !== null) settle(httpStatusOf(outcome), '');
      else settle(status === 200 ? null : status, 'the call ended without a grpc-status');
    });
    call.resume();
    call.end(EMPTY_MESSAGE);
  }

  close(): void {
    this.session?.destroy();
  }
}

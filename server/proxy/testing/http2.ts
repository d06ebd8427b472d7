import {
  connect,
  createServer,
  type ClientHttp2Session,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../../balancing/types.ts';

/** What a client got of a stream. */
export interface StreamAnswer {
  /** Null: the stream ended without a head. */
  status: number | null;
  headers: Record<string, string | string[] | undefined>;
  trailers: Record<string, string | string[] | undefined>;
  body: string;
  /** Error code that the stream was closed with. */
  code: number;
}

/** A client of HTTP/2 by prior knowledge, on one connection. */
export class StreamsClient {
  readonly session: ClientHttp2Session;
  /** Streams that were opened, and the code of the GOAWAY that came. */
  goneAway: number | null = null;

  constructor(host: string, port: number) {
    this.session = connect(`http://${host}:${port}`);
    this.session.on('error', () => {});
    this.session.on('goaway', (code: number) => (this.goneAway = code));
  }

  /** Sends one request. `body` null: it has none. */
  async send(headers: Record<string, string | string[]>, body: string | Buffer | null = null): Promise<StreamAnswer> {
    const stream = this.session.request({ ':authority': 'www.example.com', ...headers }, { endStream: body === null });
    if (body !== null) stream.end(body);
    return answerOf(stream);
  }

  /** A unary call of gRPC. */
  call(path: string, headers: Record<string, string | string[]> = {}, message = 'hello'): Promise<StreamAnswer> {
    const framed = Buffer.alloc(5 + message.length);
    framed.writeUInt32BE(message.length, 1);
    framed.write(message, 5, 'latin1');
    return this.send(
      { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers },
      framed,
    );
  }

  close(): void {
    this.session.destroy();
  }
}

/** Everything that comes on a stream until it is closed. */
export function answerOf(stream: ReturnType<ClientHttp2Session['request']>): Promise<StreamAnswer> {
  return new Promise((resolve) => {
    const answer: StreamAnswer = { status: null, headers: {}, trailers: {}, body: '', code: 0 };
    stream.on('response', (headers) => {
      answer.status = headers[':status'] ?? null;
      answer.headers = headers;
    });
    stream.on('trailers', (trailers) => (answer.trailers = trailers));
    stream.on('data', (piece: Buffer) => (answer.body += piece.toString('latin1')));
    stream.on('error', () => {});
    stream.on('close', () => resolve({ ...answer, code: stream.rstCode ?? 0 }));
  });
}

/** A backend that speaks HTTP/2. */
export interface StreamsBackend {
  endpoint: Endpoint;
  server: Http2Server;
  /** Connections that are open. */
  sessions: Set<ServerHttp2Session>;
  /** Streams that came. */
  streams: () => number;
  close: () => void;
}

/** @param answer called with each stream and its fields */
export function http2Backend(
  address: string,
  answer: (stream: ServerHttp2Stream, headers: Record<string, string | string[] | undefined>, raw: string[]) => void,
  settings: { maxConcurrentStreams?: number } = {},
): Promise<StreamsBackend> {
  // what a test sends at once may be more than Node would hold
  const server = createServer({ settings, maxSessionMemory: 1_000 });
  const sessions = new Set<ServerHttp2Session>();
  let streams = 0;
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', (stream, headers, _flags, raw) => {
    streams++;
    stream.on('error', () => {});
    answer(stream, headers, raw);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        endpoint: { address, port },
        server,
        sessions,
        streams: () => streams,
        close: () => {
          server.close();
          for (const session of sessions) session.destroy();
        },
      });
    });
  });
}

/** Answers a call with its own body back, the name of the backend and `grpc-status: 0`. */
export function echoCall(name: string): (stream: ServerHttp2Stream) => void {
  return (stream) => {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'x-backend': name },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.pipe(stream);
  };
}

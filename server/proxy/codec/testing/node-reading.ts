import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import type { ReadMessage, Reading } from './reading.ts';

const HEAD_SIZE = 256 * 1024;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function fieldsOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const fields: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) fields.push([rawHeaders[i]!.toLowerCase(), rawHeaders[i + 1]!]);
  return fields;
}

function collect(incoming: IncomingMessage, message: ReadMessage): void {
  incoming.on('data', (bytes: Buffer) => (message.body += bytes.toString('latin1')));
  incoming.on('end', () => (message.whole = incoming.complete));
  incoming.on('error', () => {});
}

async function feed(stream: Duplex, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    stream.write(piece);
    await turn();
  }
  // what was written goes through two streams
  await turn();
  await turn();
}

/** Node's HTTP server, strict, with its own parser (llhttp), as a reader of requests. */
export class NodeRequestReader {
  private readonly server: Server;
  private reading: Reading = { messages: [], refused: null };

  constructor() {
    const options = {
      requireHostHeader: false,
      maxHeaderSize: HEAD_SIZE,
      insecureHTTPParser: false,
      requestTimeout: 0,
    };
    this.server = createServer(options);
    const taken = (request: IncomingMessage, response: ServerResponse): void => {
      const message: ReadMessage = {
        line: `${request.method} ${request.url}`,
        fields: fieldsOf(request),
        body: '',
        whole: false,
        keepsAlive: response.shouldKeepAlive,
      };
      this.reading.messages.push(message);
      collect(request, message);
      response.on('error', () => {});
      request.on('end', () => response.end());
    };
    for (const event of ['request', 'checkContinue', 'checkExpectation']) this.server.on(event, taken);
    // the connection is left alone: what was read before is still on its way to the handlers
    this.server.on(
      'clientError',
      (error: NodeJS.ErrnoException) => (this.reading.refused ??= error.code ?? error.message),
    );
  }

  /** Reads requests that come in pieces. */
  async read(pieces: readonly Buffer[]): Promise<Reading> {
    const reading: Reading = { messages: [], refused: null };
    this.reading = reading;
    const [client, served] = duplexPair();
    client.on('error', () => {});
    client.resume();
    this.server.emit('connection', served);
    await feed(client, pieces);
    client.destroy();
    served.destroy();
    return reading;
  }
}

/** Reads one response with Node's HTTP client. @param ended the connection ends behind the pieces */
export async function nodeReadResponse(pieces: readonly Buffer[], isHead: boolean, ended: boolean): Promise<Reading> {
  const reading: Reading = { messages: [], refused: null };
  const [connection, backend] = duplexPair();
  backend.on('error', () => {});
  backend.resume();
  const request = httpRequest({
    createConnection: () => connection,
    method: isHead ? 'HEAD' : 'GET',
    headers: { host: 'a', connection: 'keep-alive' },
    maxHeaderSize: HEAD_SIZE,
    insecureHTTPParser: false,
  });
  const taken = (response: IncomingMessage): ReadMessage => {
    const message: ReadMessage = {
      line: String(response.statusCode),
      fields: fieldsOf(response),
      body: '',
      whole: false,
      keepsAlive: request.shouldKeepAlive,
    };
    reading.messages.push(message);
    return message;
  };
  request.on('response', (response) => collect(response, taken(response)));
  request.on('upgrade', (response) => (taken(response).whole = true));
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (reading.messages.at(-1)?.whole !== true) reading.refused ??= error.code ?? error.message;
  });
  request.end();
  await turn();
  await feed(backend, pieces);
  if (ended) backend.end();
  await turn();
  await turn();
  request.destroy();
  connection.destroy();
  return reading;
}

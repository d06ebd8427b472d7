// One request of the comparison, over HTTP/2 or HTTP/1.1, and what came of it.
import { request as plainRequest } from 'node:http';
import { constants, type ClientHttp2Session } from 'node:http2';

/** A request. */
export interface Question {
  /** Its name: what it is to show. */
  name: string;
  version: 1 | 2;
  method: string;
  path: string;
  host: string;
  /** Name, value, name, value. */
  headers: string[];
  /** Pieces of the body; null: none. */
  body: string[] | null;
  trailers?: Record<string, string>;
  /** The request is not ended. */
  open?: boolean;
  /** Milliseconds after which the client resets the stream. */
  cancelAfter?: number;
}

/** Fields whose values differ from one answer to the next. */
const VARIES = /^(date|x-request-id)$/;

function lines(raw: readonly string[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    found.push(VARIES.test(name) ? name : `${name}: ${raw[i + 1]}`);
  }
  return found;
}

/** What came back, as lines. */
export function ask(session: ClientHttp2Session, url: URL, question: Question, id: string): Promise<string[]> {
  const headers = [...question.headers, 'x-try', id];
  return question.version === 2 ? askStream(session, question, headers) : askPlain(url, question, headers);
}

function askStream(session: ClientHttp2Session, question: Question, headers: string[]): Promise<string[]> {
  const { method, path, host, body, trailers, open, cancelAfter } = question;
  return new Promise((resolve) => {
    const head = [':method', method, ':path', path, ':scheme', 'http', ':authority', host, ...headers];
    const stream = session.request(head, { endStream: body === null, waitForTrailers: trailers !== undefined });
    const found: string[] = [];
    let text = '';
    stream.on('response', (_fields: object, flags: number, raw?: string[]) => {
      found.push(...lines(raw ?? []), ...((flags & 1) === 1 ? ['(ends)'] : []));
    });
    stream.on('headers', (fields) => found.push(`interim ${fields[':status']}`));
    stream.on('trailers', (_fields: object, _flags: number, raw?: string[]) =>
      found.push(...lines(raw ?? []).map((line) => `trailer ${line}`)),
    );
    stream.on('data', (piece: Buffer) => (text += piece.toString('latin1')));
    stream.on('wantTrailers', () => stream.sendTrailers(trailers ?? {}));
    stream.on('error', () => {});
    stream.on('close', () => {
      const shown = text.length > 200 ? `${text.slice(0, 20)}... ${text.length} bytes` : text;
      resolve([...found, ...(text === '' ? [] : [`body ${shown}`]), `closed ${stream.rstCode}`]);
    });
    for (const piece of body ?? []) stream.write(piece);
    if (body !== null && open !== true) stream.end();
    if (cancelAfter !== undefined) setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), cancelAfter);
  });
}

function askPlain(url: URL, { method, path, host, body }: Question, headers: string[]): Promise<string[]> {
  return new Promise((resolve) => {
    const call = plainRequest(
      { host: url.hostname, port: url.port, method, path, headers: ['host', host, ...headers], agent: false },
      (response) => {
        let text = '';
        const found = [`:status: ${response.statusCode}`, ...lines(response.rawHeaders)];
        response.setEncoding('latin1').on('data', (piece: string) => (text += piece));
        response.on('error', () => found.push('broken off'));
        response.on('close', () => resolve([...found, ...(text === '' ? [] : [`body ${text.slice(0, 200)}`])]));
      },
    );
    call.on('error', () => resolve(['broken off']));
    call.end((body ?? []).join(''));
  });
}

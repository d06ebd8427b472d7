import { connect, type Socket } from 'node:net';
import type { HostileCase } from './case.ts';
import { meaning } from './meaning.ts';
import { plain } from './plain.ts';
import type { Recorder } from './recorder.ts';
import { cutMessage, isMessage } from './wire.ts';

const STATUS_LINE = /^HTTP\/1\.1 \d{3} [^\0\r\n]*$/;
const PIECE_GAP_MS = 5;

/** What became of a case. */
export interface Observation {
  /** Requests that the backend got, as lines. `!`: bytes that are no request; `~`: not whole. */
  backend: string[];
  /** Answers that the client got, as lines; the last one may be marked likewise. */
  client: string[];
  /** The proxy closed the connection, or said that it will. */
  closed: boolean;
  /** The client's next request on the same connection, where it was sent. */
  after?: string;
  /** Another client's request, sent at the end. */
  sentinel: string;
}

/** A way through a proxy to a backend of its own. */
export interface Lane {
  host: string;
  port: number;
  recorder: Recorder;
}

/** A client's connection and what came back. */
class Client {
  received = '';
  ended = false;
  moved: () => void = () => {};
  readonly socket: Socket;

  constructor({ host, port }: Lane) {
    this.socket = connect({ host, port, noDelay: true, allowHalfOpen: true });
    this.socket.on('data', (bytes: Buffer) => {
      this.received += bytes.toString('latin1');
      this.moved();
    });
    this.socket.on('error', () => {});
    const end = (): void => {
      this.ended = true;
      this.moved();
    };
    this.socket.on('end', end);
    this.socket.on('close', end);
  }

  /** The answers so far. @param methods of the requests */
  answers(methods: readonly string[]): { whole: string[]; rest: string; closes: boolean } {
    const whole: string[] = [];
    let closes = false;
    let at = 0;
    let request = 0;
    while (at < this.received.length) {
      const method = methods[request] ?? 'GET';
      const cut = cutMessage(this.received, at, STATUS_LINE, (lines) => bodyOf(lines[0]!, method), this.ended);
      if (!isMessage(cut)) {
        const rest = this.received.slice(at);
        return { whole, rest: cut === 'garbage' ? `!${rest}` : `~${rest}`, closes };
      }
      whole.push([...cut.lines, '', cut.body, ...cut.trailers.map((line) => `+${line}`)].join('\n'));
      closes ||= cut.lines.includes('connection: close');
      at = cut.end;
      if (!/^HTTP\/1\.1 1(?!01)/.test(cut.lines[0]!)) request++;
    }
    return { whole, rest: '', closes };
  }
}

function bodyOf(statusLine: string, method: string): 'none' | 'close' | 'framed' {
  const status = Number(statusLine.slice(9, 12));
  if (status === 101) return 'close';
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 'none';
  return 'framed';
}

/** Resolves when `done` holds, or nothing has moved for `quietMs`. */
function settled(client: Client, recorder: Recorder, quietMs: number, done: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      client.moved = () => {};
      recorder.moved = () => {};
      resolve();
    };
    const timer = setTimeout(finish, quietMs);
    const moved = (): void => {
      timer.refresh();
      if (done()) finish();
    };
    client.moved = moved;
    recorder.moved = moved;
    moved();
  });
}

/**
 * Sends a case through a proxy.
 * @param quietMs how long nothing must move for what came to count as all
 * @param expected where it is known, nothing is waited for once it has come
 */
export async function observe(
  hostile: HostileCase,
  lane: Lane,
  quietMs: number,
  expected?: Observation,
): Promise<Observation> {
  const { recorder } = lane;
  recorder.begin(hostile.respond);
  const client = new Client(lane);
  for (const [i, piece] of hostile.send.entries()) {
    if (i > 0) await new Promise((resolve) => setTimeout(resolve, PIECE_GAP_MS));
    client.socket.write(piece, 'latin1');
  }
  const methods = hostile.methods ?? [];
  const seen = (): Pick<Observation, 'backend' | 'client' | 'closed'> => {
    const { whole, rest, closes } = client.answers(methods);
    return {
      backend: recorder.requests().map(plain),
      client: (rest === '' ? whole : [...whole, rest]).map(plain),
      closed: closes || client.ended,
    };
  };
  const wanted = expected && meaning({ ...expected, after: undefined, sentinel: '' });
  await settled(client, recorder, quietMs, () => recorder.played && meaning({ ...seen(), sentinel: '' }) === wanted);
  const first = seen();
  // what the backend sends unasked is to be there before the next request
  if (hostile.respond) await new Promise((resolve) => setTimeout(resolve, PIECE_GAP_MS));
  const after = hostile.respond && !first.closed ? await ask(client, recorder, lane, quietMs, '/after') : undefined;
  client.socket.destroy();
  const sentinel = await ask(new Client(lane), recorder, lane, quietMs, '/sentinel');
  // what the proxy still sent until then must not differ either
  const backend = recorder
    .requests()
    .map(plain)
    .filter((text) => !/^GET \/(after|sentinel) /.test(text));
  await recorder.finish();
  return { backend, client: first.client, closed: first.closed, ...(after === undefined ? {} : { after }), sentinel };
}

/** Sends a good request and gives its answer in short. */
async function ask(
  client: Client,
  recorder: Recorder,
  { host }: Lane,
  quietMs: number,
  target: string,
): Promise<string> {
  const from = client.received.length;
  client.socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const fresh = (): string => {
    const text = client.received.slice(from);
    const split = text.indexOf('\r\n\r\n');
    return split < 0 ? text : `${text.slice(9, 12)} ${text.slice(split + 4)}`;
  };
  await settled(client, recorder, quietMs, () => client.ended || fresh() === `200 ${target.slice(1)}`);
  if (target === '/sentinel') client.socket.destroy();
  return client.ended && fresh() === '' ? 'closed' : fresh();
}

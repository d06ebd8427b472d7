import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ResponseStep } from './case.ts';
import { cutMessage, isMessage, type Cut } from './wire.ts';

const REQUEST_LINE = /^[A-Z-]+ [!-~]+ HTTP\/1\.1$/;
const HEAD_END = '\r\n\r\n';
const GAP_MS = 4;

/** What came in on one connection. */
interface Recorded {
  socket: Socket;
  /** All bytes, Latin-1. */
  received: string;
  /** Offset behind the last request that was cut out. */
  at: number;
  requests: string[];
}

/** A backend that keeps every byte, and answers requests with their number or as a case tells it to. */
export class Recorder {
  /** Called when something came in or a connection ended. */
  moved: () => void = () => {};
  private readonly server: Server;
  private connections: Recorded[] = [];
  private open = 0;
  private allClosed: () => void = () => {};
  private respond: readonly ResponseStep[] | null = null;
  private count = 0;
  /** Steps of a case are still to come. */
  private playing = false;

  private constructor() {
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket));
  }

  /** Starts to listen. @param port 0 for any */
  static async listen(address: string, port = 0): Promise<Recorder> {
    const recorder = new Recorder();
    await new Promise<void>((resolve, reject) => {
      recorder.server.once('error', reject);
      recorder.server.listen(port, address, resolve);
    });
    return recorder;
  }

  get endpoint(): { address: string; port: number } {
    const { address, port } = this.server.address() as AddressInfo;
    return { address, port };
  }

  /** Forgets what came before. @param respond see HostileCase */
  begin(respond: readonly ResponseStep[] | undefined): void {
    this.connections = [];
    this.count = 0;
    this.respond = respond ?? null;
  }

  /** The case's answer has been sent as a whole. */
  get played(): boolean {
    return !this.playing;
  }

  /** Ends all connections and waits until the proxy has done so too. */
  async finish(): Promise<void> {
    for (const { socket } of this.connections) socket.end();
    if (this.open > 0) await new Promise<void>((resolve) => (this.allClosed = resolve));
  }

  close(): void {
    this.server.close();
    for (const { socket } of this.connections) socket.destroy();
  }

  /** The requests in the order of their connections; `!` before bytes that are no request, `~` before one that is not whole. */
  requests(): string[] {
    return this.connections.flatMap(({ requests, received, at }) => {
      const rest = received.slice(at);
      if (rest === '') return requests;
      return [...requests, `${cut(received, at) === 'garbage' ? '!' : '~'}${rest}`];
    });
  }

  private accept(socket: Socket): void {
    const recorded: Recorded = { socket, received: '', at: 0, requests: [] };
    this.connections.push(recorded);
    this.open++;
    socket.on('data', (bytes: Buffer) => {
      recorded.received += bytes.toString('latin1');
      this.read(recorded);
      this.moved();
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
    socket.on('close', () => {
      if (--this.open === 0) this.allClosed();
      this.moved();
    });
  }

  private read(recorded: Recorded): void {
    if (this.respond?.[0] instanceof Object && this.respond[0].do === 'early' && recorded.received.includes(HEAD_END)) {
      const [, ...steps] = this.respond;
      this.respond = null;
      void this.play(recorded.socket, steps);
    }
    for (;;) {
      const request = cut(recorded.received, recorded.at);
      if (!isMessage(request)) return;
      recorded.at = request.end;
      recorded.requests.push(
        [...request.lines, '', request.body, ...request.trailers.map((line) => `+${line}`)].join('\n'),
      );
      const [, target] = request.lines[0]!.split(' ');
      const isHead = request.lines[0]!.startsWith('HEAD ');
      if (target === '/sentinel' || target === '/after') answer(recorded.socket, target.slice(1), isHead);
      else if (this.respond === null) answer(recorded.socket, String(++this.count), isHead);
      else {
        const steps = this.respond;
        this.respond = null;
        void this.play(recorded.socket, steps);
      }
    }
  }

  private async play(socket: Socket, steps: readonly ResponseStep[]): Promise<void> {
    this.playing = true;
    for (const [i, step] of steps.entries()) {
      if (i > 0) await new Promise((resolve) => setTimeout(resolve, GAP_MS));
      if (typeof step === 'string') socket.write(step, 'latin1');
      else if (step.do === 'end') socket.end();
      else if (step.do === 'reset') socket.resetAndDestroy();
    }
    this.playing = false;
    this.moved();
  }
}

function cut(text: string, at: number): Cut {
  return cutMessage(text, at, REQUEST_LINE, () => 'framed', false);
}

function answer(socket: Socket, body: string, isHead: boolean): void {
  socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${isHead ? '' : body}`);
}

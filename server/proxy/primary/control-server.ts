import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { FromProxy } from '../../contract/control.ts';
import type { Router } from '../../routing/match.ts';

/** Longest message, in characters. */
const LONGEST = 64 << 20;
/** A console that does not read is dropped when this many bytes wait for it. */
const LONGEST_QUEUE = 64 << 20;

/** A console that is connected. */
export interface Peer {
  /** Sends to that console alone. */
  answer: (message: FromProxy) => void;
  /** The snapshot that it sent last, checked: what a delta is applied to. */
  received: Router | null;
}

export interface ControlEvents {
  /** First message to a console that connects. */
  hello: () => Promise<FromProxy>;
  message: (value: unknown, from: Peer) => void;
}

/** The control socket: JSON lines to and from any number of consoles. */
export class ControlServer {
  private readonly server: Server;
  private readonly consoles = new Set<Socket>();
  private readonly events: ControlEvents;

  private constructor(events: ControlEvents) {
    this.events = events;
    this.server = createServer((socket) => this.accept(socket));
  }

  /** Opens the socket for the owner alone. Rejects when another proxy answers there. */
  static async open(file: string, events: ControlEvents): Promise<ControlServer> {
    if (await answers(file)) {
      throw new Error(`A proxy already answers at ${file}. Stop it first, or set SWITCHYARD_DATA to another folder.`);
    }
    rmSync(file, { force: true });
    const control = new ControlServer(events);
    const { server } = control;
    const mask = process.umask(0o177);
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(file, resolve);
      });
    } finally {
      process.umask(mask);
    }
    chmodSync(file, 0o600);
    server.on('error', () => {});
    return control;
  }

  broadcast(message: FromProxy): void {
    if (this.consoles.size === 0) return;
    const line = `${JSON.stringify(message)}\n`;
    for (const socket of this.consoles) write(socket, line);
  }

  /** Accepts no more consoles; those that are connected stay. */
  stopListening(): void {
    this.server.close();
  }

  /** Ends the connections when what waits has been sent. */
  async close(): Promise<void> {
    this.server.close();
    await Promise.all([...this.consoles].map((socket) => new Promise<void>((resolve) => socket.end(() => resolve()))));
  }

  private accept(socket: Socket): void {
    const decoder = new StringDecoder('utf8');
    // a long message comes in many chunks: they are joined once
    let pending: string[] = [];
    let length = 0;
    const peer: Peer = { answer: (message) => write(socket, `${JSON.stringify(message)}\n`), received: null };
    socket.on('error', () => {});
    socket.on('close', () => this.consoles.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      const text = decoder.write(chunk);
      const end = text.lastIndexOf('\n');
      const lines = end < 0 ? [] : (pending.join('') + text.slice(0, end)).split('\n');
      if (end >= 0) [pending, length] = [[], 0];
      pending.push(text.slice(end + 1));
      length += text.length - end - 1;
      if (length > LONGEST) socket.destroy();
      for (const line of lines) {
        let value: unknown;
        try {
          value = JSON.parse(line);
        } catch {
          socket.destroy();
          return;
        }
        this.events.message(value, peer);
      }
    });
    void this.greet(socket, peer);
  }

  private async greet(socket: Socket, { answer }: Peer): Promise<void> {
    answer(await this.events.hello());
    if (!socket.destroyed) this.consoles.add(socket);
  }
}

function write(socket: Socket, line: string): void {
  if (socket.destroyed || socket.writableEnded) return;
  if (socket.writableLength > LONGEST_QUEUE) socket.destroy();
  else socket.write(line);
}

function answers(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(file);
    const tell = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
  });
}

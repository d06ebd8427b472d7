import { connect, type Socket } from 'node:net';
import { JsonLines } from '../supervisor/json-lines.ts';

const RETRY_MS = 150;

/** What happens on a control connection. */
export interface ControlEvents {
  /** Connected; messages may be sent. */
  open: () => void;
  message: (value: unknown) => void;
  /** The connection is gone; the client tries again by itself. */
  gone: () => void;
}

/** A client of another process's control socket that connects for ever. */
export class ControlClient {
  private readonly file: string;
  private readonly events: ControlEvents;
  private socket: Socket | null = null;
  private connected = false;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(file: string, events: ControlEvents) {
    this.file = file;
    this.events = events;
    this.open();
  }

  /** Sends one message; lost when there is no connection, since `open` is where state is told anew. */
  send(message: unknown): void {
    if (this.connected) this.socket?.write(`${JSON.stringify(message)}\n`);
  }

  close(): void {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    this.socket?.destroy();
  }

  private open(): void {
    const socket = connect(this.file);
    this.socket = socket;
    const lines = new JsonLines(
      (value) => this.events.message(value),
      (problem) => socket.destroy(new Error(problem)),
    );
    socket.on('connect', () => {
      this.connected = true;
      this.events.open();
    });
    socket.on('data', (chunk: Buffer) => lines.take(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      const was = this.connected;
      this.connected = false;
      if (was) this.events.gone();
      if (!this.closed) this.retry = setTimeout(() => this.open(), RETRY_MS);
    });
  }
}

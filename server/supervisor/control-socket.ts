import { connect, type Socket } from 'node:net';

/** A connection to a running process over its control socket. */
export interface ControlConnection {
  /** Process that answers, as it said itself. */
  pid: number;
  /** Sends one message. */
  send: (message: unknown) => void;
  /** Calls back whenever anything comes. */
  heard: (listener: () => void) => void;
  /** Resolves when the other side is gone. */
  closed: Promise<void>;
  end: () => void;
}

const HELLO_LIMIT = 4 << 20;

/** True when a process listens on a control socket, whether it greets or not. */
export function isOpen(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(file);
    const tell = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
  });
}

/**
 * Connects and waits for the greeting, one JSON line with a `pid`.
 * @returns null when nobody listens or nobody greets within `timeoutMs`.
 */
export function connectControl(file: string, timeoutMs: number): Promise<ControlConnection | null> {
  return new Promise((resolve) => {
    const socket: Socket = connect(file);
    let received = '';
    const giveUp = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(null);
    };
    const timer = setTimeout(giveUp, timeoutMs);
    socket.once('error', giveUp);
    socket.once('close', giveUp);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      const end = received.indexOf('\n');
      if (end < 0) {
        if (received.length > HELLO_LIMIT) giveUp();
        return;
      }
      const pid = pidOf(received.slice(0, end));
      if (pid === null) return giveUp();
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.resume();
      resolve({
        pid,
        heard: (listener) => void socket.on('data', listener),
        send: (message) => socket.write(`${JSON.stringify(message)}\n`),
        closed: new Promise((gone) => socket.once('close', () => gone())),
        end: () => socket.destroy(),
      });
    });
  });
}

function pidOf(line: string): number | null {
  try {
    const { pid } = JSON.parse(line) as { pid: unknown };
    return typeof pid === 'number' && Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

import { connect, createServer, type Socket } from 'node:net';

/** The network between a browser and a console, as bytes over real sockets. */
export interface Network {
  /** Base URL of the console as the browser has it. */
  url: string;
  /** Ends every connection and refuses new ones, as a network that is gone. */
  cut: () => void;
  /** Keeps every connection and lets nothing through, as a network that went silent. */
  hush: () => void;
  /** Lets everything through again. */
  mend: () => void;
  close: () => Promise<void>;
}

/** Opens a network of its own before the console at `url`. */
export async function openNetwork(url: string): Promise<Network> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'silent' = 'open';
  const hold = (socket: Socket): void => {
    sockets.add(socket);
    if (state === 'silent') socket.pause();
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((inner) => {
    if (state === 'cut') return void inner.destroy();
    const outer = connect(Number(port), hostname);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      hold(from);
      from.on('data', (bytes: Buffer) => to.write(bytes));
      from.once('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the network has no port');
  const cut = (): void => {
    state = 'cut';
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    hush: () => {
      state = 'silent';
      for (const socket of sockets) socket.pause();
    },
    mend: () => {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}

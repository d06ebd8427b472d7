import { spawn } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import type { Endpoint } from '../../balancing/types.ts';

/** A backend of tests: Node's HTTP server, or a bare socket server that answers what it is told to. */
export interface Backend {
  endpoint: Endpoint;
  /** Connections that were accepted. */
  connections: () => number;
  close: () => void;
}

export function httpBackend(address: string, answer: RequestListener): Promise<Backend> {
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, answer);
  return listen(server, address, () => server.closeAllConnections());
}

/** @param accept called with each connection */
export function tcpBackend(address: string, accept: (socket: Socket) => void): Promise<Backend> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    accept(socket);
  });
  return listen(server, address, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** A backend that neither takes connections nor refuses them: a process that stands still, with a queue that is full. */
export async function silentBackend(address: string): Promise<Omit<Backend, 'connections'>> {
  const code = `require('net').createServer().listen({ port: 0, host: '${address}', backlog: 1 }, function () { console.log(this.address().port) })`;
  const stopped = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(await new Promise((resolve) => stopped.stdout.once('data', resolve)));
  stopped.kill('SIGSTOP');
  const fillers = Array.from({ length: 8 }, () => connect({ host: address, port }).on('error', () => {}));
  return {
    endpoint: { address, port },
    close: () => {
      for (const filler of fillers) filler.destroy();
      stopped.kill('SIGKILL');
    },
  };
}

/** A backend that answers every piece that it receives with the same bytes. */
export function fixedBackend(address: string, answer: string): Promise<Backend> {
  return tcpBackend(address, (socket) => socket.on('data', () => socket.write(answer, 'latin1')));
}

function listen(server: Server | TcpServer, address: string, drop: () => void): Promise<Backend> {
  let connections = 0;
  server.on('connection', () => connections++);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        endpoint: { address, port },
        connections: () => connections,
        close: () => {
          server.close();
          drop();
        },
      });
    });
  });
}

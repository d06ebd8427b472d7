import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { Connection, ConnectionHandler } from '../types.ts';
import { HandleTransport } from './handle-transport.ts';

const HOST = '127.78.9.2';
/** In a thread of its own, so that it acts while ours stands still: says something to the first bytes, and then closes the connection. */
const SERVER = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    if (workerData === 'reset') socket.write('no more', () => socket.resetAndDestroy());
    else socket.end('no more', () => socket.destroy());
  });
});
server.listen(0, '${HOST}', () => parentPort.postMessage(server.address().port));
`;

/** What a connection is told that writes twice behind the end of its peer, before it looks. */
async function told(closing: 'reset' | 'end'): Promise<string[]> {
  const server = new Worker(SERVER, { eval: true, workerData: closing });
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const transport = new HandleTransport();
  const found: string[] = [];
  let connection!: Connection;
  const send = (text: string): void => {
    transport.output.text(text);
    connection.send(transport.output);
    // what comes of it comes, and nothing here looks
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  };
  await new Promise<void>((resolve) => {
    const handler: ConnectionHandler = {
      onConnect() {
        send('something');
        send('and more');
        send('and more');
        found.push(`refused ${connection.refused}`);
      },
      onData: (bytes, start, end) => found.push(bytes.toString('latin1', start, end)),
      onEnd: () => found.push('end'),
      onWritable() {},
      onClose(code) {
        found.push(code);
        resolve();
      },
    };
    connection = transport.connect(HOST, port, handler);
  });
  await server.terminate();
  return found;
}

test('what a peer said before it reset the connection is read, although a write finds out first', async () => {
  expect(await told('reset')).toEqual(['refused true', 'no more', 'ECONNRESET']);
});

test('an end in order before the reset is told as one', async () => {
  expect(await told('end')).toEqual(['refused true', 'no more', 'end', 'EPIPE']);
});

import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { Connection, ConnectionHandler } from '../types.ts';
import { HandleTransport } from './handle-transport.ts';

const HOST = '127.78.9.2';
/** In a thread of its own, so that it acts while ours stands still: says something to the first bytes, and then resets the connection. */
const SERVER = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.write('no more', () => socket.resetAndDestroy()));
});
server.listen(0, '${HOST}', () => parentPort.postMessage(server.address().port));
`;

test('what a peer said before it reset the connection is read, although a write finds out first', async () => {
  const server = new Worker(SERVER, { eval: true });
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const transport = new HandleTransport();
  let text = '';
  let connection!: Connection;
  const code = await new Promise<string>((resolve) => {
    const handler: ConnectionHandler = {
      onConnect() {
        transport.output.text('something');
        connection.send(transport.output);
        // the answer and the reset come, and nothing here looks
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
        transport.output.text('and more');
        connection.send(transport.output);
        expect(connection.refused).toBe(true);
      },
      onData: (bytes, start, end) => (text += bytes.toString('latin1', start, end)),
      onEnd() {},
      onWritable() {},
      onClose: resolve,
    };
    connection = transport.connect(HOST, port, handler);
  });
  expect(text).toBe('no more');
  expect(code).not.toBe('');
  await server.terminate();
});

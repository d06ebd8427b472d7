import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Limits } from './worker/limits.ts';
import { type Backend, silentBackend, tcpBackend } from './testing/backends.ts';
import { InProcessWorker } from './testing/in-process.ts';
import { delay, until } from './testing/proxy.ts';
import { forward } from './testing/snapshot.ts';

const HOST = '127.78.8.1';
const BACKEND = '127.78.8.10';
const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const UPGRADED = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
const OVERFLOW = 'upstream connect error or disconnect/reset before headers. reset reason: overflow';
let stops: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  stops = [];
});

/** A worker with limits in front of a backend. */
async function serving(limits: Partial<Limits>, accept: (socket: Socket) => void): Promise<[InProcessWorker, Backend]> {
  const backend = await tcpBackend(BACKEND, accept);
  stops.push(backend.close);
  const worker = new InProcessWorker(HOST, limits);
  stops.push(() => worker.stop());
  await worker.serve(forward({ type: 'RoundRobin' }, [backend.endpoint]));
  return [worker, backend];
}

/** A client that keeps what it gets. */
function client({ host, port }: InProcessWorker, text = ''): { socket: Socket; received: string; ended: boolean } {
  const kept = { socket: connect({ host, port, noDelay: true, allowHalfOpen: true }), received: '', ended: false };
  kept.socket.on('data', (bytes: Buffer) => (kept.received += bytes.toString('latin1')));
  kept.socket.on('error', () => {});
  kept.socket.on('end', () => (kept.ended = true));
  kept.socket.on('close', () => (kept.ended = true));
  if (text !== '') kept.socket.write(text);
  stops.push(() => void kept.socket.destroy());
  return kept;
}

const statuses = (text: string): string[] => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1]!);
const answering = (socket: Socket): void => void socket.on('data', () => socket.write(ANSWER));

describe('times', () => {
  test('an answer that takes too long is 504, or cut off where it has begun; the client connection stays where it can', async () => {
    const [worker] = await serving({ requestMs: 100 }, (socket) =>
      socket.on('data', (bytes: Buffer) => {
        const text = bytes.toString('latin1');
        if (text.includes('/begun')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc');
        else if (text.includes('/quick')) socket.write(ANSWER);
      }),
    );
    const silent = client(worker, REQUEST);
    const begun = client(worker, REQUEST.replace('/', '/begun'));
    await until(() => silent.received.endsWith('upstream request timeout') && begun.ended);
    expect(silent.received).toMatch(
      /^HTTP\/1\.1 504 Gateway Timeout\r\ncontent-length: 24\r\ncontent-type: text\/plain\r\ndate: [^\r]+\r\n\r\n/,
    );
    expect(begun.received).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nabc$/);
    silent.socket.write(REQUEST.replace('/', '/quick'));
    await until(() => silent.received.endsWith('ok'));
  });

  test('the time of an answer begins with the end of the request', async () => {
    const [worker] = await serving({ requestMs: 300 }, (socket) => {
      let text = '';
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1');
        if (text.endsWith('0123456789')) socket.write(ANSWER);
      });
    });
    const slow = client(worker, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n');
    for (const digits of ['01', '23', '45', '67', '89']) {
      await delay(400);
      slow.socket.write(digits);
    }
    await until(() => slow.received !== '');
    expect(statuses(slow.received)).toEqual(['200']);
  });

  test('a head, or a body, that does not come is 408; an answer that stops coming is 504 or cut off', async () => {
    const [worker] = await serving({ streamIdleMs: 200 }, (socket) =>
      socket.on('data', (bytes: Buffer) => {
        if (bytes.toString('latin1').includes('/begun'))
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc');
      }),
    );
    const head = client(worker, 'GET / HTTP/1.1\r\nHo');
    const dripping = client(worker, 'GET / HTTP/1.1\r\nX: ');
    const drip = setInterval(() => dripping.socket.write('x'), 50);
    stops.push(() => clearInterval(drip));
    const body = client(worker, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc');
    const silent = client(worker, REQUEST);
    const begun = client(worker, REQUEST.replace('/', '/begun'));
    await until(() => [head, dripping, body, begun].every(({ ended }) => ended) && silent.received !== '');
    for (const { received } of [head, dripping, body]) {
      expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*connection: close\r\n\r\nstream timeout$/);
    }
    expect(silent.received).toMatch(/^HTTP\/1\.1 504 Gateway Timeout\r\n[\s\S]*\r\n\r\nstream timeout$/);
    expect(silent.received).not.toContain('connection: close');
    expect(statuses(begun.received)).toEqual(['200']);
  });

  test('an idle tunnel ends, and the time of an answer does not end one that is in use', async () => {
    const [worker] = await serving({ streamIdleMs: 1_200, requestMs: 100 }, (socket) => {
      let switched = false;
      socket.on('data', (bytes: Buffer) => {
        socket.write(switched ? bytes : UPGRADED);
        switched = true;
      });
    });
    const upgrade = REQUEST.replace('Host', 'Connection: Upgrade\r\nUpgrade: websocket\r\nHost');
    const tunnel = client(worker, upgrade);
    await until(() => tunnel.received.includes('101'));
    for (let i = 0; i < 6; i++) {
      await delay(400);
      tunnel.socket.write('x');
    }
    await until(() => tunnel.received.endsWith('xxxxxx'));
    await until(() => tunnel.ended);
  });

  test('idle connections of clients and backends end', async () => {
    let backendEnds = 0;
    const [worker] = await serving({ clientIdleMs: 200, upstreamIdleMs: 200 }, (socket) => {
      answering(socket);
      socket.on('close', () => backendEnds++);
    });
    const silent = client(worker);
    const used = client(worker, REQUEST);
    await until(() => silent.ended && used.ended && backendEnds === 1);
    expect([silent.received, statuses(used.received)]).toEqual(['', ['200']]);
  });

  test('a connection that is not established in time is 503', async () => {
    const backend = await silentBackend(BACKEND);
    stops.push(backend.close);
    const worker = new InProcessWorker(HOST, { connectMs: 500 });
    stops.push(() => worker.stop());
    await worker.serve(forward({ type: 'RoundRobin' }, [backend.endpoint]));
    const answer = client(worker, REQUEST);
    await until(() => answer.received !== '');
    expect(answer.received).toMatch(/^HTTP\/1\.1 503 [\s\S]*reset reason: connection timeout$/);
  });
});

describe('counts', () => {
  test('requests beyond the connections of a group wait, those beyond the places to wait are 503 overflow', async () => {
    const open: Socket[] = [];
    const [worker, backend] = await serving({ upstreamConnections: 2, pendingRequests: 3 }, (socket) => {
      socket.on('data', () => open.push(socket));
    });
    const first = [client(worker, REQUEST), client(worker, REQUEST)];
    await until(() => open.length === 2);
    const others = Array.from({ length: 5 }, () => client(worker, REQUEST));
    await until(() => others.filter(({ received }) => received.endsWith(OVERFLOW)).length === 2);
    expect(open).toHaveLength(2);
    while (open.length > 0) {
      open.shift()!.write(ANSWER);
      await delay(20);
    }
    const all = [...first, ...others];
    await until(() => all.every(({ received }) => received !== ''));
    expect(all.flatMap(({ received }) => statuses(received)).sort()).toEqual([
      '200',
      '200',
      '200',
      '200',
      '200',
      '503',
      '503',
    ]);
    expect(backend.connections()).toBe(2);
  });

  test('a request with a body waits, and is sent whole', async () => {
    const bodies: string[] = [];
    let hold: Socket | null = null;
    const [worker] = await serving({ upstreamConnections: 1 }, (socket) => {
      let text = '';
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1');
        if (hold === null) {
          hold = socket;
          text = '';
          return;
        }
        if (!text.endsWith('END')) return;
        bodies.push(text.slice(text.indexOf('\r\n\r\n') + 4));
        text = '';
        socket.write(ANSWER);
      });
    });
    client(worker, REQUEST);
    await until(() => hold !== null);
    const body = `${'x'.repeat(500_000)}END`;
    const waiting = client(worker, `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await delay(100);
    hold!.write(ANSWER);
    await until(() => waiting.received !== '');
    expect(statuses(waiting.received)).toEqual(['200']);
    expect(bodies[0] === body).toBe(true);
  });

  test('a request that waits ends with its client, or with its time', async () => {
    let read = 0;
    const [worker] = await serving({ upstreamConnections: 1, pendingRequests: 2, requestMs: 1_500 }, (socket) => {
      socket.on('data', () => read++);
    });
    client(worker, REQUEST);
    await until(() => read === 1);
    const gone = client(worker, REQUEST);
    await delay(50);
    gone.socket.destroy();
    const late = [client(worker, REQUEST), client(worker, REQUEST)];
    await until(() => late.every(({ received }) => received !== ''));
    expect(late.map(({ received }) => statuses(received))).toEqual([['504'], ['504']]);
    expect(read).toBeLessThanOrEqual(2);
  });

  test('an endpoint that no request uses gets one above the limit', async () => {
    const second: string[] = [];
    const other = await tcpBackend('127.78.8.11', (socket) => {
      socket.on('data', (bytes: Buffer) => {
        second.push(bytes.toString('latin1'));
        socket.write(ANSWER);
      });
    });
    const backend = await tcpBackend(BACKEND, (socket) => void socket.resume());
    const worker = new InProcessWorker(HOST, { upstreamConnections: 1 });
    stops.push(other.close, backend.close, () => worker.stop());
    await worker.serve(forward({ type: 'RoundRobin' }, [backend.endpoint, other.endpoint]));
    const both = [client(worker, REQUEST), client(worker, REQUEST)];
    await until(() => both.some(({ received }) => received !== ''));
    expect(second).toHaveLength(1);
  });

  test('clients beyond their limit are closed at once', async () => {
    const [worker] = await serving({ clientConnections: 2 }, answering);
    const held = [client(worker, REQUEST), client(worker, REQUEST)];
    await until(() => held.every(({ received }) => received !== ''));
    const third = client(worker, REQUEST);
    await until(() => third.ended);
    expect(third.received).toBe('');
    held[0]!.socket.destroy();
    await delay(50);
    const fourth = client(worker, REQUEST);
    await until(() => fourth.received !== '');
    expect(statuses(fourth.received)).toEqual(['200']);
  });
});

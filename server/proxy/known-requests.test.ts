import { connect, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Backend, httpBackend, tcpBackend } from './testing/backends.ts';
import { until, TestProxy } from './testing/proxy.ts';
import { forward, snapshotOf, type TestRule } from './testing/snapshot.ts';

const HOST = '127.78.2.5';
const PORT = 21_205;
let proxy: TestProxy;
let first: Backend;
let second: Backend;
/** Heads that the first backend got. */
let heads: string[] = [];
let revision = 1;

function rules(ok: Backend): TestRule[] {
  return [
    { path: '/', action: forward({ type: 'RoundRobin' }, [ok.endpoint]) },
    { path: '/gone', action: { type: 'respond', status: 410, reason: 'gone' } },
    { path: '/half', action: halfServed(ok) },
  ];
}

/** Of two backendRefs that weigh the same, the second cannot be served. */
function halfServed(ok: Backend): TestRule['action'] {
  const { group } = forward({ type: 'RoundRobin' }, [ok.endpoint], []);
  const [served, other] = group.backends;
  const unserved = { ...other!, respond: { status: 500 as const, reason: 'backend not found' } };
  return { type: 'forward', group: { ...group, structure: 'weighted', backends: [served!, unserved] } };
}

const serve = (list: TestRule[]) =>
  proxy.console.serve(snapshotOf(list, { address: HOST, port: PORT, revision: revision++ }));

beforeAll(async () => {
  first = await tcpBackend('127.78.2.51', (socket) =>
    socket.on('data', (bytes: Buffer) => {
      heads.push(bytes.toString('latin1'));
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst');
    }),
  );
  second = await httpBackend('127.78.2.52', (_, response) => response.setHeader('content-length', 6).end('second'));
  proxy = await TestProxy.start();
});

beforeEach(async () => {
  heads = [];
  await serve(rules(first));
});

afterAll(async () => {
  await proxy.stop();
  first.close();
  second.close();
});

/** A client that sends pieces as they are and counts the answers. */
class Client {
  private received = '';
  private readonly socket: Socket;

  constructor(localAddress = '127.0.0.1') {
    this.socket = connect({ host: HOST, port: PORT, localAddress, noDelay: true });
    this.socket.on('data', (bytes: Buffer) => (this.received += bytes.toString('latin1')));
    this.socket.on('error', () => {});
  }

  /** Sends one piece, and waits for its answers. Returns their status and body. */
  async ask(piece: string, answers = 1): Promise<string[]> {
    this.received = '';
    this.socket.write(piece, 'latin1');
    const found = (): string[] =>
      [...this.received.matchAll(/HTTP\/1\.1 (\d+) [^]*?content-length: (\d+)[^]*?\r\n\r\n/gi)].map(
        ({ 0: head, 1: status, 2: length, index }) =>
          `${status} ${this.received.slice(index + head.length, index + head.length + Number(length))}`,
      );
    await until(() => found().length === answers || this.socket.destroyed);
    return found();
  }

  close(): void {
    this.socket.destroy();
  }
}

const ID = /x-request-id: ([0-9a-f-]{36})\r\n/;
const TIMES = 12;

test('a request that comes again and again goes out as the first time, with an id of its own', async () => {
  const client = new Client();
  const request = 'GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nX-Mixed:  Case \r\nConnection: keep-alive\r\n\r\n';
  for (let i = 0; i < TIMES; i++) expect(await client.ask(request)).toEqual(['200 first']);
  client.close();
  const plain = heads.map((head) => head.replace(ID, ''));
  expect(heads.length).toBe(TIMES);
  expect(new Set(plain).size).toBe(1);
  expect(plain[0]).toContain('x-mixed: Case\r\n');
  expect(new Set(heads.map((head) => ID.exec(head)?.[1])).size).toBe(TIMES);
});

test('requests that differ in one byte are told apart', async () => {
  const letter = fc.constantFrom('a', 'b', 'A');
  const request = fc.tuple(letter, letter, fc.constantFrom('', ' '), fc.nat(40));
  const client = new Client();
  const property = fc.asyncProperty(fc.array(request, { minLength: 10, maxLength: 40 }), async (list) => {
    for (const [path, value, blank, length] of list) {
      const fill = 'z'.repeat(length);
      await client.ask(`GET /${fill}${path} HTTP/1.1\r\nhost: h\r\nx-${path}:${blank}${value}${fill}\r\n\r\n`);
      const head = heads.at(-1)!;
      expect(head).toMatch(
        new RegExp(`^GET /${fill}${path} HTTP/1.1\r\nhost: h\r\nx-${path.toLowerCase()}: ${value}${fill}\r\n`),
      );
    }
  });
  await fc.assert(property, { numRuns: 12 });
  client.close();
});

test('a request that is known follows the snapshot in service', async () => {
  const client = new Client();
  const request = 'GET /change HTTP/1.1\r\nhost: h\r\n\r\n';
  for (let i = 0; i < TIMES; i++) expect(await client.ask(request)).toEqual(['200 first']);
  await serve(rules(second));
  for (let i = 0; i < TIMES; i++) expect(await client.ask(request)).toEqual(['200 second']);
  client.close();
});

test('two requests in one piece, one of them answered here, are two each time', async () => {
  const client = new Client();
  const piece = 'GET /gone HTTP/1.1\r\nhost: h\r\n\r\nGET /there HTTP/1.1\r\nhost: h\r\n\r\n';
  for (let i = 0; i < TIMES; i++) expect(await client.ask(piece, 2)).toEqual(['410 ', '200 first']);
  client.close();
});

test('shares of a backendRef that cannot be served are the same for a known request', async () => {
  const client = new Client();
  const statuses: string[] = [];
  for (let i = 0; i < 400; i++) statuses.push(...(await client.ask('GET /half HTTP/1.1\r\nhost: h\r\n\r\n')));
  client.close();
  const served = statuses.filter((status) => status === '200 first').length;
  // what cannot be served is drawn by chance, of which five standard deviations are 50
  expect(Math.abs(served - 200)).toBeLessThan(50);
  expect(statuses.filter((status) => status.startsWith('500 ')).length).toBe(400 - served);
});

test('the backend is told of the client that sends it, not of the one that sent it first', async () => {
  const request = 'GET /who HTTP/1.1\r\nhost: h\r\n\r\n';
  const [one, other] = [new Client(), new Client('127.78.2.53')];
  for (let i = 0; i < TIMES; i++) await one.ask(request);
  heads = [];
  await one.ask(request);
  await other.ask(request);
  one.close();
  other.close();
  const told = heads.map((head) => /x-envoy-external-address: (.*)\r\n/.exec(head)?.[1]);
  expect(told).toEqual(['127.0.0.1', '127.78.2.53']);
});

test('the answer to a HEAD request has no body each time, that to a GET request has one', async () => {
  await serve(rules(second));
  const client = new Client();
  for (let i = 0; i < TIMES; i++) {
    expect(await client.ask('HEAD /x HTTP/1.1\r\nhost: h\r\n\r\n')).toEqual(['200 ']);
    expect(await client.ask('GET /x HTTP/1.1\r\nhost: h\r\n\r\n')).toEqual(['200 second']);
  }
  client.close();
});

test('a request that ends its connection does so each time', async () => {
  for (let i = 0; i < TIMES; i++) {
    const client = new Client();
    expect(await client.ask('GET /close HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n')).toEqual(['200 first']);
    client.close();
  }
  expect(heads.every((head) => !head.includes('connection:'))).toBe(true);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendMany } from './testing/clients.ts';
import { http2Backend, type StreamsBackend } from './testing/http2.ts';
import { TestProxy, until } from './testing/proxy.ts';
import { h2c, snapshotOf } from './testing/snapshot.ts';

const AT = { host: '127.78.2.6', port: 21_206 };
const BODY = 'x'.repeat(100);
let proxy: TestProxy;
let backend: StreamsBackend;
/** Codes that streams of the backend were closed with. */
const codes: number[] = [];

beforeAll(async () => {
  backend = await http2Backend('127.78.2.61', (stream, headers) => {
    stream.on('close', () => codes.push(stream.rstCode ?? 0));
    stream.respond({ ':status': 200, ...(headers[':path'] === '/length' ? { 'content-length': BODY.length } : {}) });
    stream.end(BODY);
  });
  proxy = await TestProxy.start();
  const { host: address, port } = AT;
  await proxy.console.serve(
    snapshotOf([{ path: '/', action: h2c({ type: 'RoundRobin' }, [backend.endpoint]) }], { address, port }),
  );
});

afterAll(async () => {
  await proxy.stop();
  backend.close();
});

test.each(['/length', '/chunked'])(
  'streams of a backend whose answers have been passed on whole are not cancelled, %s',
  async (path) => {
    codes.length = 0;
    const answers = await sendMany({ ...AT, path }, 400, 8);
    expect(answers.every(({ status, body }) => status === 200 && body === BODY)).toBe(true);
    await until(() => codes.length === 400);
    expect(codes.filter((code) => code !== 0)).toEqual([]);
  },
);

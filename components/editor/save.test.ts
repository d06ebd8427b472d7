import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { saveText, tryText } from './save.ts';

const key = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'default', name: 'r' };
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** One object behind HTTP, with the rules of the text endpoint. */
async function serve(stored: { text: string; version: number } | null, beforePut?: (put: number) => void) {
  const state = { stored, puts: 0 };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const send = (code: number, body: object) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const view = () => ({
      text: state.stored?.text,
      exact: true,
      resourceVersion: String(state.stored?.version),
      object: {},
    });
    if (request.method === 'GET')
      return state.stored ? send(200, view()) : send(404, { code: 404, reason: 'NotFound', message: 'no r' });
    let body = '';
    for await (const chunk of request) body += String(chunk);
    beforePut?.(++state.puts);
    const expected = request.headers['if-match'];
    if (expected !== String(state.stored?.version ?? 0))
      return send(409, { code: 409, reason: 'Conflict', message: 'newer' });
    if (body.includes('bad'))
      return send(422, {
        code: 422,
        reason: 'Invalid',
        message: 'bad',
        details: { causes: [{ field: 'spec', reason: 'x', message: 'm', line: 2 }] },
      });
    if (!request.url?.endsWith('dryRun=All')) state.stored = { text: body, version: (state.stored?.version ?? 0) + 1 };
    send(200, {
      object: { metadata: { resourceVersion: String(state.stored?.version) } },
      created: false,
      revision: state.stored?.version,
      warnings: [],
    });
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const real = globalThis.fetch;
  // pages fetch from where they came from
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init));
  closers.push(() => {
    vi.unstubAllGlobals();
    server.closeAllConnections();
    server.close();
  });
  return state;
}

describe('saving a text', () => {
  it('writes exactly the bytes that it was given', async () => {
    const state = await serve({ text: 'a: 1\n', version: 4 });
    const text = 'a: 2   # é\r\nb:\n';
    const outcome = await saveText(key, text, { text: 'a: 1\n', resourceVersion: '4' });
    expect(outcome).toMatchObject({ type: 'saved', result: { revision: 5 } });
    expect(state.stored?.text).toBe(text);
  });

  it('goes on when only the version moved, as it does when a status is written', async () => {
    const state = await serve({ text: 'a: 1\n', version: 4 }, (put) => {
      if (put < 3) state.stored!.version++;
    });
    const outcome = await saveText(key, 'a: 2\n', { text: 'a: 1\n', resourceVersion: '4' });
    expect(outcome.type).toBe('saved');
    expect(state.stored?.text).toBe('a: 2\n');
  });

  it('does not write over another text, and gives it back', async () => {
    const state = await serve({ text: 'theirs: 1\n', version: 9 });
    const outcome = await saveText(key, 'mine: 1\n', { text: 'base: 1\n', resourceVersion: '4' });
    expect(outcome).toMatchObject({ type: 'newer', theirs: { text: 'theirs: 1\n', resourceVersion: '9' } });
    expect(state.stored?.text).toBe('theirs: 1\n');
  });

  it('tells that the object is gone, and that a new name is taken', async () => {
    const state = await serve(null);
    expect(await saveText(key, 'x: 1\n', { text: '', resourceVersion: '4' })).toEqual({ type: 'newer', theirs: null });
    expect((await saveText(key, 'x: 1\n', { text: '', resourceVersion: '0' })).type).toBe('saved');
    expect(state.stored?.text).toBe('x: 1\n');
    expect(await saveText(key, 'x: 2\n', { text: '', resourceVersion: '0' })).toEqual({ type: 'exists' });
  });

  it('hands on what the API refuses, with the lines', async () => {
    await serve({ text: 'a: 1\n', version: 1 });
    const outcome = await saveText(key, 'bad\n', { text: 'a: 1\n', resourceVersion: '1' });
    expect(outcome).toMatchObject({ type: 'refused', error: { code: 422, causes: [{ field: 'spec', line: 2 }] } });
  });

  it('asks without writing, also when a status moved the version meanwhile', async () => {
    const state = await serve({ text: 'a: 1\n', version: 4 });
    expect(await tryText(key, 'a: 2\n', '3')).toEqual({ accepted: true, message: '', warnings: [], created: false });
    expect(await tryText(key, 'bad\n', '4')).toMatchObject({ accepted: false, message: '422 Invalid: bad' });
    expect(state.stored).toEqual({ text: 'a: 1\n', version: 4 });
  });
});

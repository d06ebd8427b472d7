import { expect, test } from 'vitest';
import { ROUTES, route, serve } from './serve.fixture.ts';

test('a write for which there is no room is a Status of 500 that says what to do, and reads go on', async () => {
  const served = await serve(undefined, 256 << 10);
  const long = { annotations: { note: 'x'.repeat(50_000) } };
  let taken = 0;
  let answer = await served.call('POST', ROUTES, route('a-0', {}, long));
  while (answer.code === 201) answer = await served.call('POST', ROUTES, route(`a-${++taken}`, {}, long));
  expect(taken).toBeGreaterThan(0);
  expect(answer.body).toMatchObject({
    kind: 'Status',
    status: 'Failure',
    code: 500,
    reason: 'InternalError',
    message: expect.stringMatching(
      /^Internal error occurred: The database .*store\.db cannot be written: .*free some space/,
    ),
  });
  // nobody's client tries again by itself
  expect(answer.headers.get('retry-after')).toBeNull();
  const list = await served.call('GET', ROUTES);
  expect((list.body as { items: unknown[] }).items).toHaveLength(taken);
  const manifest = JSON.stringify(route('b', {}, long));
  expect((await served.call('POST', '/console/v1/import', manifest)).body).toMatchObject({
    code: 500,
    reason: 'InternalError',
  });
  await served.close();
});

test('a write to a console that is ending is to be tried again', async () => {
  const served = await serve();
  await served.store.close();
  const answer = await served.call('POST', ROUTES, route('late'));
  expect(answer.code).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.body).toMatchObject({ reason: 'ServiceUnavailable', details: { retryAfterSeconds: 1 } });
  await served.close();
});

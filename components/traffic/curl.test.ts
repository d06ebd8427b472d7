import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlLine, shellQuote } from './curl.ts';

describe('curl line', () => {
  it('is the plain line for a plain request', () => {
    expect(
      curlLine({ method: 'GET', url: 'http://127.0.0.1:80', host: 'www.example.com', path: '/round', headers: [] }),
    ).toBe(`curl -i -H 'Host: www.example.com' http://127.0.0.1:80/round`);
  });

  it('sends one value where the generator varies it', () => {
    const line = curlLine({
      method: 'POST',
      url: 'http://127.0.0.1:10080',
      host: 'a.b',
      path: '/x?u={{seq}}',
      headers: [{ name: 'x-user', value: '{{pick ann,bob}}' }],
    });
    expect(line).toBe(`curl -i -X POST -H 'Host: a.b' -H 'x-user: ann' 'http://127.0.0.1:10080/x?u=1'`);
  });

  it('survives any text in a real shell', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((s) => !s.includes('\0')),
        (text) => {
          expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`]).toString()).toBe(text);
        },
      ),
      { numRuns: 40 },
    );
  });
});

it('a call goes over HTTP/2 with an empty message', () => {
  expect(
    curlLine({
      protocol: 'grpc',
      method: 'POST',
      url: 'http://127.77.0.1/',
      host: 'grpc.example.com',
      path: '/grpc.examples.echo.Echo/UnaryEcho',
      headers: [],
    }),
  ).toBe(
    "printf '\\0\\0\\0\\0\\0' | curl -i --http2-prior-knowledge --data-binary @- -o - -H 'content-type: application/grpc' -H 'te: trailers' -H 'Host: grpc.example.com' http://127.77.0.1/grpc.examples.echo.Echo/UnaryEcho",
  );
});

import * as fc from 'fast-check';

/* Generators of messages that are good, nearly good, or bad. Texts are Latin-1. */

const often = <T>(good: T, ...odd: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 60, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const lineEnd = often('\r\n', '\n', '\r', '\r\r\n', '\n\r', ' \r\n', '\r\n ', '\r\n\t', '');
const colon = often(': ', ':', ' : ', ':\t', ':  ', '::', ' ', '');
const noise = fc.string({
  unit: fc.constantFrom(...Array.from('\r\n\t\0\v :;,=0aG/"\\_\x7f\x80\xff')),
  minLength: 1,
  maxLength: 3,
});
const token = fc.stringMatching(/^[a-zA-Z0-9-]{1,6}$/);

const framing = fc.tuple(
  fc.constantFrom('Content-Length', 'content-length', 'Transfer-Encoding', 'Content_Length', 'Transfer-Encodin'),
  often(
    'chunked',
    '3',
    '0',
    '5',
    '03',
    '+3',
    '-1',
    '0x3',
    '3,3',
    ' 3',
    '3 ',
    '',
    'Chunked',
    'identity',
    'gzip, chunked',
    'chunked, chunked',
    '99999999999999999999',
    '3\t',
  ),
);
const fair = fc.tuple(
  fc.constantFrom('Host', 'X', 'Connection', 'Expect', 'Trailer', 'TE', 'Upgrade', 'Keep-Alive', 'Proxy-Connection'),
  fc.oneof(
    fc.constantFrom(
      'a',
      '',
      'close',
      'keep-alive',
      'Close, x',
      'x,close',
      'upgrade',
      '100-continue',
      'a b',
      '\x80\xff',
      '"a"',
      'websocket',
    ),
    noise,
  ),
);
const field = fc
  .tuple(
    fc.oneof(
      { weight: 12, arbitrary: fair },
      { weight: 1, arbitrary: framing },
      { weight: 8, arbitrary: fc.tuple(token, token) },
      { weight: 1, arbitrary: fc.tuple(fc.oneof(token, noise), noise) },
    ),
    colon,
    lineEnd,
  )
  .map(([[name, value], between, end]) => name + between + value + end);

const chunk = fc
  .tuple(
    fc.stringMatching(/^[a-z0]{0,5}$/),
    often('', '0', '00', ' ', '+', '0x', '-'),
    often('', ';a', ';a=b', ';a="b c"', ';', ' ;a', ';a=', ';a="b', ';a b', ' ', '\t', ';a="\\""', ';=b'),
    often('\r\n', '\n', '\r', '\r\r\n', ''),
    often('\r\n', '\n', '\r', '', 'x', 'xx\r\n'),
    often(0, 1, -1, 16),
  )
  .map(([data, before, extension, sizeEnd, dataEnd, off]) => {
    const size = Math.max(0, data.length + off).toString(16);
    return `${before}${size}${extension}${sizeEnd}${data}${dataEnd}`;
  });
const trailers = fc.oneof(fc.constant(''), fc.constant(''), field);
const chunkedBody = fc
  .tuple(
    fc.array(chunk, { maxLength: 3 }),
    often('0\r\n', '00\r\n', '0;a\r\n', '0\n', '0', ''),
    trailers,
    often('\r\n', '\n', '\r', ''),
  )
  .map(([chunks, last, trailer, end]) => chunks.join('') + last + trailer + end);
const body = fc.oneof(fc.constant(''), fc.constantFrom('abc', 'abcde', 'ab'), chunkedBody, chunkedBody);

const method = often('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'get', 'GETT', 'FOO', 'QUERY', '');
const target = often(
  '/',
  '/a?b',
  '*',
  'http://a/',
  'http://a',
  'a',
  '/ ',
  '/\x80',
  '/\t',
  '//',
  '/%zz',
  '/#a',
  'http://u@a/?x',
  '',
);
const version = often(
  ' HTTP/1.1',
  ' HTTP/1.0',
  ' HTTP/1.2',
  ' HTTP/2.0',
  '  HTTP/1.1',
  '\tHTTP/1.1',
  ' http/1.1',
  ' HTTP/1.1 ',
  '',
);
const before = often('', '\r\n', '\n', '\r', ' ', '\0');

/** A framing field and a body that mostly fit. */
const matched = fc.oneof(
  fc.constant(['', ''] as const),
  chunkedBody.map((text) => ['Transfer-Encoding: chunked\r\n', text] as const),
  fc.stringMatching(/^[a-z]{0,5}$/).map((text) => [`Content-Length: ${text.length}\r\n`, text] as const),
  body.map((text) => ['', text] as const),
);

const requestMessage = fc
  .tuple(
    before,
    method,
    often(' ', '  ', '\t'),
    target,
    version,
    lineEnd,
    fc.array(field, { maxLength: 3 }),
    matched,
    fc.array(field, { maxLength: 1 }),
    lineEnd,
  )
  .map(
    ([empty, verb, space, path, protocol, end, fields, [frame, text], more, last]) =>
      `${empty}${verb}${space}${path}${protocol}${end}${fields.join('')}${frame}${more.join('')}${last}${text}`,
  );

const status = often('200', '204', '304', '404', '100', '103', '101', '99', '1000', '2x0', '');
const responseMessage = fc
  .tuple(
    often('HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'http/1.1', 'ICY'),
    often(' ', '  ', '\t'),
    status,
    often(' OK', '', ' ', ' \x80', ' a\tb', '\tOK', ' O\0'),
    lineEnd,
    fc.array(field, { maxLength: 3 }),
    matched,
    lineEnd,
  )
  .map(
    ([protocol, space, code, reason, end, fields, [frame, text], last]) =>
      `${protocol}${space}${code}${reason}${end}${fields.join('')}${frame}${last}${text}`,
  );

/** Puts noise into a text at some places, or takes a byte away. */
function mutated(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(400), fc.oneof(noise, fc.constant('')), fc.nat(2));
  return fc
    .tuple(text, fc.oneof(fc.constant([]), fc.constant([]), fc.constant([]), fc.array(change, { maxLength: 2 })))
    .map(([whole, changes]) =>
      changes.reduce((current, [place, what, taken]) => {
        const at = place % (current.length + 1);
        return current.slice(0, at) + what + current.slice(at + taken);
      }, whole),
    );
}

/** Bytes of a text, cut at some places. */
function inPieces(text: fc.Arbitrary<string>): fc.Arbitrary<Buffer[]> {
  return fc.tuple(text, fc.array(fc.nat(300), { maxLength: 4 })).map(([whole, places]) => {
    const ends = [...places.map((place) => place % (whole.length + 1)), whole.length].sort((a, b) => a - b);
    return ends
      .map((end, i) => Buffer.from(whole.slice(i === 0 ? 0 : ends[i - 1], end), 'latin1'))
      .filter((piece) => piece.length > 0);
  });
}

/** One to three requests on a connection, in pieces. */
export const REQUESTS: fc.Arbitrary<Buffer[]> = inPieces(
  fc.array(mutated(requestMessage), { minLength: 1, maxLength: 3 }).map((messages) => messages.join('')),
);

/** A response, in pieces. */
export const RESPONSE: fc.Arbitrary<Buffer[]> = inPieces(
  fc.array(mutated(responseMessage), { minLength: 1, maxLength: 2 }).map((messages) => messages.join('')),
);

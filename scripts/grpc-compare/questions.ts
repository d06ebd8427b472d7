// The requests of the comparison: every behaviour that has a name once, then others at random.
import type { Dice } from '../dice.ts';
import type { Question } from './ask.ts';

const TYPES = [
  'application/grpc',
  'application/grpc+proto',
  'application/grpc;charset=utf-8',
  'application/grpcx',
  'application/grpc-web',
  'Application/grpc',
  'text/plain',
];
const SERVICES = ['none.Svc', 'missing.Svc', 'empty.Svc', 'refused.Svc', 'plain.Svc', 'zero.Svc', 'no.Match'];
const ORDERS = [
  '',
  'status=0',
  'status=5',
  'status=14',
  'status=99',
  'http=503',
  'http=204',
  'http=404',
  'reset=0',
  'reset=1',
  'reset=2',
  'reset=7',
  'reset=8',
  'reset=11',
  'refuse-once',
  'reset-mid=2',
  'reset-mid=8',
  'reset-mid=0',
  'drop',
  'drop-mid',
  'early',
  'early-body',
  'no-trailers',
  'hop',
];

function call(name: string, path: string, more: Partial<Question> = {}, headers: string[] = []): Question {
  return {
    name,
    version: 2,
    method: 'POST',
    path,
    host: 'grpc.example.com',
    body: ['hello'],
    ...more,
    headers: ['content-type', 'application/grpc', 'te', 'trailers', ...headers],
  };
}

/** Questions that each show one behaviour. */
export function named(): Question[] {
  const found: Question[] = [];
  for (const service of SERVICES) found.push(call(`service ${service}`, `/${service}/M`));
  for (const type of TYPES) {
    found.push({ ...call(`type ${type}`, '/no.Match/M'), headers: ['content-type', type] });
    found.push({ ...call(`type ${type} 503`, '/empty.Svc/M'), headers: ['content-type', type] });
  }
  for (const order of ORDERS) {
    found.push(call(`do ${order}`, '/echo.Echo/Say', {}, order === '' ? [] : ['x-do', order]));
    found.push(call(`open, do ${order}`, '/echo.Echo/Say', { open: true, cancelAfter: 400 }, ['x-do', order]));
    found.push({ ...call(`plain type, do ${order}`, '/echo.Echo/Say'), headers: ['x-do', order] });
  }
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
    found.push({ ...call(`${method} without type`, '/echo.Echo/Say'), method, body: null, headers: [] });
    found.push({ ...call(`${method} nowhere`, '/no.Match/M'), method, body: null, headers: [] });
    found.push({
      ...call(`${method} plain`, '/plain/x', { host: 'web.example.com' }),
      method,
      body: null,
      headers: [],
    });
    found.push({ ...call(`${method} h2c`, '/h2c/x', { host: 'web.example.com' }), method, body: null, headers: [] });
  }
  for (const path of [
    '/a.B/Only',
    '/a.B/only',
    '/re.x/Bar',
    '/re.x/Bax',
    '/echo.Echo',
    '/echo.Echo/',
    '/echo.Echo/Say?x=y',
    '/echo.EchO/Say',
    '//echo.Echo/Say',
    '/echo.Echo%2FSay',
    '/echo.Echo/../a.B/Only',
    '/',
    '*',
    '/a#b',
    '/a b',
    '/a\\b',
    '/%41',
    '/head.Er/M',
  ]) {
    found.push(call(`path ${path}`, path));
    found.push({ ...call(`path ${path}, no type`, path), headers: [] });
  }
  found.push(call('header match', '/head.Er/M', {}, ['x-tenant', 'a']));
  found.push(call('header match twice', '/head.Er/M', {}, ['x-tenant', 'b', 'x-tenant', 'a']));
  for (const host of ['grpc.example.com:80', 'GRPC.example.com', 'grpc.example.com.', 'other.example.com', 'a/b', '']) {
    found.push(call(`host ${host}`, '/echo.Echo/Say', { host }));
  }
  found.push(call('trailers', '/echo.Echo/Say', { trailers: { 'x-t': '1' } }));
  found.push(call('trailers to plain', '/plain/x', { host: 'web.example.com', trailers: { 'x-t': '1' } }));
  found.push(call('large', '/echo.Echo/Say', { body: Array.from({ length: 40 }, () => 'x'.repeat(20_000)) }));
  found.push(call('many pieces', '/echo.Echo/Say', { body: Array.from({ length: 300 }, (_, i) => `${i} `) }));
  found.push(call('no body', '/echo.Echo/Say', { body: null }));
  found.push(call('cancelled', '/echo.Echo/Say', { open: true, cancelAfter: 60 }));
  for (const [name, ...headers] of [
    ['underscore', 'x_a', 'b'],
    [
      'forwarded',
      'x-forwarded-for',
      '1.2.3.4',
      'x-forwarded-proto',
      'https',
      'x-envoy-max-retries',
      '3',
      'x-request-id',
      'abc',
    ],
    ['timeout', 'grpc-timeout', '1S'],
    ['expect', 'expect', '100-continue'],
    ['cookies', 'cookie', 'a=1', 'cookie', 'b=2'],
    ['encoding', 'grpc-accept-encoding', 'gzip', 'x-b-bin', 'AAEC'],
    ['length', 'content-length', '5'],
    ['wrong length', 'content-length', '9'],
    ['host field', 'host', 'other.example.com'],
    ['latin', 'x-a', 'caf\u00e9'],
    ['empty value', 'x-a', ''],
    ['many', ...Array.from({ length: 90 }, (_, i) => [`x-${i}`, 'v']).flat()],
    ['too many', ...Array.from({ length: 105 }, (_, i) => [`x-${i}`, 'v']).flat()],
    ['large head', 'x-a', 'v'.repeat(30_000)],
    ['larger head', 'x-a', 'v'.repeat(59_000)],
    ['too large head', 'x-a', 'v'.repeat(63_000)],
  ] as [string, ...string[]][]) {
    found.push(call(`field ${name}`, '/echo.Echo/Say', {}, headers));
    found.push({ ...call(`field ${name}, to plain`, '/plain/x', { host: 'web.example.com' }), headers });
  }
  for (const order of [
    '',
    'http=503',
    'http=204',
    'drop',
    'drop-mid',
    'hop',
    'no-trailers',
    'reset=2',
    'refuse-once',
    'status=5',
  ]) {
    for (const path of ['/plain/a', '/h2c/a', '/both/a']) {
      if (path === '/both/a') continue;
      found.push({ ...call(`web ${path} ${order}`, path, { host: 'web.example.com' }), headers: ['x-do', order] });
      found.push({
        ...call(`web 1.1 ${path} ${order}`, path, { host: 'web.example.com', version: 1 }),
        headers: ['x-do', order],
      });
    }
  }
  for (const path of ['/missing/a', '/empty/a', '/refused/a', '/nowhere']) {
    found.push(call(`web ${path} grpc`, path, { host: 'web.example.com' }));
    found.push({ ...call(`web ${path}`, path, { host: 'web.example.com' }), headers: [] });
    found.push(call(`web 1.1 ${path} grpc`, path, { host: 'web.example.com', version: 1 }));
  }
  for (const path of ['/echo.Echo/Say', '/no.Match/M', '/empty.Svc/M', '/refused.Svc/M']) {
    found.push(call(`1.1 ${path} grpc`, path, { version: 1 }));
    found.push({ ...call(`1.1 ${path}`, path, { version: 1 }), headers: [] });
  }
  return found;
}

/** Questions that take as long as a time limit. */
export function slow(): Question[] {
  return ['hang', 'slow'].flatMap((order) => [
    call(`waits, ${order}`, '/echo.Echo/Say', {}, ['x-do', order]),
    call(`waits with a timeout, ${order}`, '/echo.Echo/Say', {}, ['x-do', order, 'grpc-timeout', '2S']),
    call(`open, ${order}`, '/echo.Echo/Say', { open: true, cancelAfter: 20_000 }, ['x-do', order]),
    { ...call(`waits as HTTP, ${order}`, '/echo.Echo/Say'), headers: ['x-do', order] },
  ]);
}

/** A question of any kind. */
export function anyOf(roll: Dice): Question {
  const path = roll.pick([
    '/echo.Echo/Say',
    '/echo.Echo/Other',
    `/${roll.pick(SERVICES)}/M`,
    '/a.B/Only',
    '/re.q/Baz',
    '/head.Er/M',
  ]);
  const web = roll.chance(0.3);
  const headers: string[] = [];
  if (roll.chance(0.8)) headers.push('content-type', roll.pick(TYPES));
  if (roll.chance(0.7)) headers.push('te', 'trailers');
  if (roll.chance(0.3)) headers.push('x-tenant', roll.pick(['a', 'b']));
  const order = roll.pick(ORDERS);
  if (roll.chance(0.6)) headers.push('x-do', order);
  const body = roll.chance(0.2) ? null : Array.from({ length: roll.below(6) }, () => 'm'.repeat(roll.below(3_000)));
  const version = roll.chance(0.2) ? 1 : 2;
  return {
    name: `at random`,
    version,
    method: roll.pick(['POST', 'POST', 'POST', 'GET', 'PUT']),
    path: web ? roll.pick(['/plain/a', '/h2c/a', '/empty/a', '/refused/a', '/nowhere']) : path,
    host: web ? 'web.example.com' : 'grpc.example.com',
    headers,
    body,
  };
}

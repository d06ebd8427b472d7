import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashHex, hashModulo, hashRequest, xxh64, type HashableRequest } from './hash.ts';
import { maglevTable } from './maglev.ts';
import type { Hash64, HashInput } from './types.ts';

const MASK = (1n << 64n) - 1n;
const [P1, P2, P3, P4, P5] = [
  11400714785074694791n,
  14029467366897019727n,
  1609587929392839161n,
  9650029242287828579n,
  2870177450012600261n,
] as const;
const rotl = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & MASK;
const step = (acc: bigint, lane: bigint) => (rotl((acc + lane * P2) & MASK, 31n) * P1) & MASK;

/** xxHash64 written from its specification with big integers. */
function reference(bytes: Uint8Array, seed: bigint): bigint {
  const lane = (at: number, size: number) => {
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]!);
    return value;
  };
  let at = 0;
  let acc = (seed + P5) & MASK;
  if (bytes.length >= 32) {
    const v = [seed + P1 + P2, seed + P2, seed, seed - P1].map((x) => x & MASK);
    for (; at + 32 <= bytes.length; at += 32) for (let i = 0; i < 4; i++) v[i] = step(v[i]!, lane(at + 8 * i, 8));
    acc = (rotl(v[0]!, 1n) + rotl(v[1]!, 7n) + rotl(v[2]!, 12n) + rotl(v[3]!, 18n)) & MASK;
    for (const x of v) acc = ((acc ^ step(0n, x)) * P1 + P4) & MASK;
  }
  acc = (acc + BigInt(bytes.length)) & MASK;
  for (; at + 8 <= bytes.length; at += 8) acc = (rotl(acc ^ step(0n, lane(at, 8)), 27n) * P1 + P4) & MASK;
  if (at + 4 <= bytes.length) {
    acc = (rotl(acc ^ ((lane(at, 4) * P1) & MASK), 23n) * P2 + P3) & MASK;
    at += 4;
  }
  for (; at < bytes.length; at++) acc = (rotl(acc ^ ((lane(at, 1) * P5) & MASK), 11n) * P1) & MASK;
  acc = ((acc ^ (acc >> 33n)) * P2) & MASK;
  acc = ((acc ^ (acc >> 29n)) * P3) & MASK;
  return acc ^ (acc >> 32n);
}

const big = (hash: Hash64) => (BigInt(hash.hi) << 32n) | BigInt(hash.lo);

describe('xxh64', () => {
  it('gives the published values', () => {
    expect(hashHex(xxh64(''))).toBe('ef46db3751d8e999');
    expect(hashHex(xxh64('a'))).toBe('d24ec4f1a98c6e5b');
    expect(hashHex(xxh64('abc'))).toBe('44bc2cf5ad770999');
    expect(hashHex(xxh64('Nobody inspects the spammish repetition'))).toBe('fbcea83c8a378bf1');
  });

  it('agrees with big-integer arithmetic for any bytes and seed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.bigInt({ min: 0n, max: MASK }), (bytes, seed) => {
        const halves = { hi: Number(seed >> 32n), lo: Number(seed & 0xffffffffn) };
        expect(big(xxh64(bytes, halves))).toBe(reference(bytes, seed));
      }),
      { numRuns: 500 },
    );
  });

  it('reads a string as Latin-1 bytes, and as UTF-8 when it has other characters', () => {
    expect(xxh64('caf\u00e9')).toEqual(xxh64(Uint8Array.of(99, 97, 102, 0xe9)));
    expect(xxh64('\u20ac\u00e9')).toEqual(xxh64(new TextEncoder().encode('\u20ac\u00e9')));
    expect(xxh64('x'.repeat(5000))).toEqual(xxh64(new TextEncoder().encode('x'.repeat(5000))));
  });

  it('has a remainder as exact as big integers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MASK }), fc.integer({ min: 1, max: 2 ** 26 }), (value, divisor) => {
        const hash = { hi: Number(value >> 32n), lo: Number(value & 0xffffffffn) };
        expect(hashModulo(hash, divisor)).toBe(Number(value % BigInt(divisor)));
      }),
    );
  });
});

describe('the Maglev table', () => {
  const hosts = (...last: number[]) => last.map((n) => ({ address: `127.0.1.${n}`, port: 3000 }));
  const named = (list: readonly { address: string }[], size: number) =>
    Array.from(
      maglevTable(
        list.map((host) => ({ ...host, port: 3000 })),
        size,
      ),
      (i) => list[i]!.address.slice(8),
    ).join(' ');

  it('is the one that Envoy builds of four hosts and 11 slots', () => {
    expect(named(hosts(1, 2, 3, 4), 11)).toBe('3 2 1 1 3 3 1 4 2 2 4');
  });

  it('does not depend on the order given: hosts take turns in the order of their text', () => {
    expect(named(hosts(4, 2, 1, 3), 11)).toBe(named(hosts(1, 2, 3, 4), 11));
    expect(named(hosts(9, 10, 2), 503)).toBe(named(hosts(10, 2, 9), 503));
  });

  it('gives each host its slots, one more or less', () => {
    const slots = new Map<number, number>();
    for (const i of maglevTable(hosts(...Array.from({ length: 100 }, (_, i) => i)), 65_537))
      slots.set(i, (slots.get(i) ?? 0) + 1);
    expect(slots.size).toBe(100);
    expect([...new Set(slots.values())].sort()).toEqual([655, 656]);
  });

  it('moves as few slots of the hosts that stay as Envoy does', () => {
    const before = maglevTable(hosts(1, 2, 3, 4), 65_537);
    const after = maglevTable(hosts(1, 2, 4), 65_537);
    const left = [0, 1, -1, 2];
    expect(before.filter((i) => i !== 2)).toHaveLength(49_153);
    expect(before.filter((host, slot) => host !== 2 && after[slot] !== left[host])).toHaveLength(17);
  });

  it('is empty without hosts', () => {
    expect(maglevTable([], 11)).toHaveLength(0);
  });
});

describe('the hash of a request', () => {
  const request = (headers: Record<string, string[]> = {}, search = ''): HashableRequest => ({
    headerValues: (name) => headers[name] ?? [],
    search,
    remoteAddress: '127.0.0.1',
    remotePort: 53334,
    localAddress: '127.0.0.1',
    localPort: 21010,
  });
  const hash = (inputs: HashInput[], of: HashableRequest) => hashRequest(inputs, of).hash;
  const header = (name: string): HashInput => ({ type: 'Header', name });
  const query = (name: string): HashInput => ({ type: 'QueryParam', name });

  it('takes the source address without port', () => {
    expect(hash([{ type: 'SourceIP' }], request())).toEqual(xxh64('127.0.0.1'));
  });

  it('takes a header, also an empty one, by a name in any case', () => {
    expect(hash([header('X-User')], request({ 'x-user': ['a,b'] }))).toEqual(xxh64('a,b'));
    expect(hash([header('x-user')], request({ 'x-user': [''] }))).toEqual(xxh64(''));
    expect(hash([header('x-user')], request())).toBeUndefined();
  });

  it('hashes repeated values sorted and as a chain', () => {
    const chain = xxh64('b', xxh64('a'));
    expect(hash([header('x')], request({ x: ['b', 'a'] }))).toEqual(chain);
    expect(hash([header('x')], request({ x: ['a', 'b'] }))).toEqual(chain);
  });

  it('rotates by one and xors for several inputs, skipping missing ones', () => {
    const first = big(xxh64('1'));
    const rotated = rotl(first, 1n) ^ big(xxh64('2'));
    const of = request({ a: ['1'], b: ['2'] });
    expect(big(hash([header('a'), header('missing'), header('b')], of)!)).toBe(rotated);
    expect(big(hash([header('a'), header('b'), header('a')], of)!)).toBe(rotl(rotated, 1n) ^ first);
  });

  it('takes the first query value as it was sent', () => {
    expect(hash([query('u')], request({}, '?x=1&u=a%20b+c&u=2'))).toEqual(xxh64('a%20b+c'));
    expect(hash([query('u')], request({}, '?u='))).toEqual(xxh64(''));
    expect(hash([query('u')], request({}, '?u'))).toEqual(xxh64(''));
    expect(hash([query('u')], request({}, '?U=1&uu=2&xu=3'))).toBeUndefined();
    expect(hash([query('u')], request())).toBeUndefined();
  });

  it('takes a cookie without its quotes', () => {
    const cookie: HashInput = { type: 'Cookie', name: 'sess', attributes: {} };
    expect(hash([cookie], request({ cookie: ['a=1; sess="abc"; sess=d'] }))).toEqual(xxh64('abc'));
    expect(hash([cookie], request({ cookie: ['a=1', 'sess=abc'] }))).toEqual(xxh64('abc'));
    expect(hash([cookie], request({ cookie: ['xsess=1'] }))).toBeUndefined();
    expect(hashRequest([cookie], request()).setCookie).toBeUndefined();
  });

  it('makes a cookie of the two addresses, and hashes it at once', () => {
    const value = hashHex(xxh64('127.0.0.1:53334127.0.0.1:21010'));
    const attributes = { SameSite: 'Strict', Secure: '', Path: '/p' };
    const made = hashRequest([{ type: 'Cookie', name: 'sess', ttl: 5400, attributes }], request({ cookie: ['sess='] }));
    expect(made.setCookie).toBe(`sess="${value}"; Max-Age=5400; Path=/p; SameSite=Strict; Secure; HttpOnly`);
    expect(made.hash).toEqual(xxh64(value));
    expect(hashRequest([{ type: 'Cookie', name: 'sess', ttl: 0, attributes: {} }], request()).setCookie).toBe(
      `sess="${value}"; HttpOnly`,
    );
  });

  it('writes IPv6 addresses in brackets into the cookie', () => {
    const of = { ...request(), remoteAddress: '::1', localAddress: '::1' };
    const made = hashRequest([{ type: 'Cookie', name: 's', ttl: 0, attributes: {} }], of);
    expect(made.setCookie).toBe(`s="${hashHex(xxh64('[::1]:53334[::1]:21010'))}"; HttpOnly`);
  });
});

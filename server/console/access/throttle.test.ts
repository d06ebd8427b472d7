import { expect, test } from 'vitest';
import { Throttle } from './throttle.ts';

let now = 0;
const throttle = (): Throttle => {
  now = 1_000_000;
  return new Throttle(() => now);
};

test('ten different wrong tokens are tried at once, then one every six seconds', () => {
  const guard = throttle();
  for (let i = 0; i < 10; i++) {
    expect(guard.wait('10.0.0.1')).toBe(0);
    guard.failed('10.0.0.1', `guess ${i}`);
  }
  expect(guard.wait('10.0.0.1')).toBe(6);
  now += 4_000;
  expect(guard.wait('10.0.0.1')).toBe(2);
  now += 2_000;
  expect(guard.wait('10.0.0.1')).toBe(0);
  guard.failed('10.0.0.1', 'guess 10');
  expect(guard.wait('10.0.0.1')).toBe(6);
  now += 3600_000;
  for (let i = 0; i < 10; i++) guard.failed('10.0.0.1', `later ${i}`);
  expect(guard.wait('10.0.0.1')).toBe(6);
});

test('a client that is set up with one wrong token locks nobody out', () => {
  const guard = throttle();
  for (let i = 0; i < 1_000; i++) guard.failed('10.0.0.1', 'an old token');
  expect(guard.wait('10.0.0.1')).toBe(0);
});

test('addresses are apart, but those of one IPv6 network and the two forms of an IPv4 address are one', () => {
  const guard = throttle();
  for (let i = 0; i < 10; i++) {
    guard.failed(`2001:db8:0:7::${i}`, `guess ${i}`);
    guard.failed('::ffff:10.0.0.2', `guess ${i}`);
    guard.failed('fe80::1%eth0', `guess ${i}`);
  }
  expect(guard.wait('2001:db8:0:7:aaaa::1')).toBeGreaterThan(0);
  expect(guard.wait('2001:db8:0:8::1')).toBe(0);
  expect(guard.wait('10.0.0.2')).toBeGreaterThan(0);
  expect(guard.wait('10.0.0.3')).toBe(0);
  expect(guard.wait('fe80::2%eth0')).toBeGreaterThan(0);
});

test('of very many addresses the oldest are forgotten', () => {
  const guard = throttle();
  for (let i = 0; i < 10; i++) guard.failed('10.9.9.9', `guess ${i}`);
  for (let i = 0; i < 999; i++) guard.failed(`10.0.${i >> 8}.${i & 255}`, 'guess');
  expect(guard.wait('10.9.9.9')).toBeGreaterThan(0);
  guard.failed('10.1.0.0', 'guess');
  expect(guard.wait('10.9.9.9')).toBe(0);
});

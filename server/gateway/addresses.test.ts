import { expect, test } from 'vitest';
import type { StoredObject } from '../model/object.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import { GATEWAY, run, said, statusOf, stored, withStatuses } from './manifests.fixture.ts';

const CLASS = stored(GATEWAY.split('---')[0] ?? '');

function gateway(name: string, day: number, addresses?: object[]): StoredObject[] {
  return stored(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: ${name}, creationTimestamp: "2026-01-0${day}T00:00:00Z"}
spec:
  gatewayClassName: eg
  ${addresses === undefined ? '' : `addresses: ${JSON.stringify(addresses)}`}
  listeners: [{name: http, protocol: HTTP, port: 80}]
`);
}

const asks = (value: string): object => ({ type: 'IPAddress', value });
const OLD = gateway('z-old', 1);
const NEW = gateway('a-new', 2);

function addresses({ gateways }: Snapshot): Record<string, string> {
  return Object.fromEntries(gateways.map(({ name, address }) => [name, address]));
}

test('Gateways get addresses of the pool by age, and only the oldest is mirrored on loopback', () => {
  const { snapshot } = run([...CLASS, ...NEW, ...OLD]);
  expect(addresses(snapshot)).toEqual({ 'z-old': '127.77.0.1', 'a-new': '127.77.0.2' });
  expect(snapshot.gateways.map(({ name, mirrorLoopback }) => [name, mirrorLoopback])).toEqual([
    ['z-old', true],
    ['a-new', false],
  ]);
});

test('a Gateway keeps its address when an older one goes, with the snapshot before or with its stored status', () => {
  const both = [...CLASS, ...OLD, ...NEW];
  const before = run(both);
  const left = withStatuses(both, before.statuses).filter(({ metadata }) => metadata.name !== 'z-old');
  expect(addresses(run(left, { previous: before.snapshot }).snapshot)).toEqual({ 'a-new': '127.77.0.2' });
  expect(addresses(run(left).snapshot)).toEqual({ 'a-new': '127.77.0.2' });
  const third = run([...left, ...gateway('third', 3)], { previous: before.snapshot });
  expect(addresses(third.snapshot)).toEqual({ 'a-new': '127.77.0.2', third: '127.77.0.1' });
});

test('an address that is asked for is given, and others go around it', () => {
  const { snapshot } = run([...CLASS, ...OLD, ...gateway('asking', 2, [asks('127.77.0.1')]), ...gateway('third', 3)]);
  expect(addresses(snapshot)).toEqual({ 'z-old': '127.77.0.2', asking: '127.77.0.1', third: '127.77.0.3' });
});

test('an address that cannot be used leaves the Gateway accepted and not programmed', () => {
  const message = (...more: object[]): string => {
    const result = run([...CLASS, ...gateway('first', 1, [asks('127.77.0.9')]), ...gateway('asking', 2, more)]);
    const status = statusOf(result, 'Gateway', 'asking');
    expect(said(status)[0]).toMatch(/^Accepted=True/);
    return said(status)[1] ?? '';
  };
  expect(message(asks('10.0.0.1'))).toBe(
    'Programmed=False AddressNotUsable: Address 10.0.0.1 is not in the pool 127.77.0.0/16; ask for one of it or for none',
  );
  expect(message(asks('127.77.0.9'))).toBe(
    'Programmed=False AddressNotUsable: Address 127.77.0.9 belongs to Gateway default/first; ask for another one',
  );
  expect(message({ type: 'Hostname', value: 'gw.example.com' })).toMatch(/^Programmed=False AddressNotUsable/);
  expect(message(asks('127.77.0.3'), asks('127.77.0.4'))).toMatch(/^Programmed=False AddressNotUsable/);
  expect(message({ type: 'IPAddress' })).toMatch(/^Programmed=True/);
});

test('an address of an unknown type refuses the Gateway', () => {
  const result = run([...CLASS, ...gateway('strange', 1, [{ type: 'example.com/tunnel', value: 'x' }])]);
  expect(said(statusOf(result, 'Gateway', 'strange'))[0]).toBe(
    'Accepted=False UnsupportedAddress: Gateway has an address with an unsupported type: example.com/tunnel',
  );
  expect(result.snapshot.gateways).toEqual([]);
});

test('a pool that is used up says so', () => {
  const result = run([...CLASS, ...OLD, ...NEW, ...gateway('third', 3)], { pool: '127.77.0.0/30' });
  expect(addresses(result.snapshot)).toEqual({ 'z-old': '127.77.0.1', 'a-new': '127.77.0.2' });
  expect(said(statusOf(result, 'Gateway', 'third'))[1]).toBe(
    'Programmed=False AddressNotAssigned: No addresses have been assigned to the Gateway: the pool 127.77.0.0/30 is used up',
  );
});

test('in a pool of one address Gateways share it, and the older one keeps a port that both want', () => {
  const result = run([...CLASS, ...OLD, ...NEW], { pool: '127.0.0.1/32' });
  expect(addresses(result.snapshot)).toEqual({ 'z-old': '127.0.0.1', 'a-new': '127.0.0.1' });
  expect(result.snapshot.gateways.map(({ ports, mirrorLoopback }) => [ports.length, mirrorLoopback])).toEqual([
    [1, false],
    [0, false],
  ]);
  expect(said(statusOf(result, 'Gateway', 'a-new')?.listeners[0])).toContain(
    'Accepted=False PortUnavailable: Port 80 of 127.0.0.1 belongs to Gateway default/z-old; choose another port',
  );
});

test('a pool that is no range is refused', () => {
  expect(() => run(CLASS, { pool: 'here' })).toThrow('Gateway pool "here" is not an IPv4 range such as 127.77.0.0/16');
});

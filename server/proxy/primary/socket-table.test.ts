import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { Binding } from '../../contract/control.ts';
import type { Snapshot, SnapshotGateway } from '../../routing/snapshot.ts';
import { SocketTable } from './socket-table.ts';

const HOST = '127.78.7.1';
let table = new SocketTable();
afterEach(() => {
  table.closeAll();
  table = new SocketTable();
});

function gateway(name: string, address: string, port: number): SnapshotGateway {
  return {
    namespace: 'default',
    name,
    address,
    mirrorLoopback: false,
    ports: [{ port, protocol: 'HTTP', listeners: [] }],
  };
}

function snapshot(...gateways: SnapshotGateway[]): Snapshot {
  return { revision: 1, gateways, rules: {} };
}

/** What the table says when somebody without rights opens it. */
function withoutRights(port: number): Binding[] {
  const script = `
    const { SocketTable } = await import(${JSON.stringify(fileURLToPath(new URL('socket-table.ts', import.meta.url)))});
    if (process.getuid() === 0) process.setuid(65534);
    const table = new SocketTable();
    table.prepare(${JSON.stringify(snapshot(gateway('eg', HOST, port)))}).commit();
    console.log(JSON.stringify(table.bindings));
    table.closeAll();`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return JSON.parse(stdout) as Binding[];
}

test('a port that may not be opened moves by 10,000', () => {
  const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  const [binding] = withoutRights(80);
  expect(binding).toMatchObject({ port: 80, boundPort: first > 80 ? 10_080 : 80 });
  expect(binding!.error).toBeUndefined();
});

test('sockets that the next snapshot needs too stay the same, with their new place', () => {
  table.prepare(snapshot(gateway('a', HOST, 21_701), gateway('b', HOST, 21_702))).commit();
  const [, second] = table.open;
  const next = table.prepare(snapshot(gateway('b', HOST, 21_702)));
  expect(next.opened).toEqual([]);
  expect(next.places).toEqual([{ key: `${HOST}:21702`, gateway: 0, port: 21_702 }]);
  next.commit();
  expect(table.open[0]!.bound).toBe(second!.bound);
  expect(second!.bound.handle).not.toBeNull();
});

test('sockets of a snapshot that was refused are closed, those in service stay', () => {
  table.prepare(snapshot(gateway('a', HOST, 21_701))).commit();
  const next = table.prepare(snapshot(gateway('a', HOST, 21_701), gateway('b', HOST, 21_703)));
  const [opened] = next.opened;
  next.undo();
  expect(opened!.bound.handle).toBeNull();
  expect(table.places).toEqual([{ key: `${HOST}:21701`, gateway: 0, port: 21_701 }]);
});

test('a port of two gateways belongs to the first', () => {
  table.prepare(snapshot(gateway('a', HOST, 21_704), gateway('b', HOST, 21_704))).commit();
  expect(table.bindings.map(({ gateway, error }) => [gateway.name, error])).toEqual([
    ['a', undefined],
    ['b', 'Gateway default/a uses it already. Give one of them another port.'],
  ]);
});

test('what cannot be opened says why, and is open when it can be', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, HOST, () => resolve()));
  const { port } = squatter.address() as AddressInfo;
  table.prepare(snapshot(gateway('a', HOST, port), gateway('b', '203.0.113.9', 21_705))).commit();
  expect(table.bindings.map(({ error }) => error)).toEqual([
    'another program uses it. Stop that program, or give the listener another port.',
    'this machine has no such address. Choose another pool with SWITCHYARD_GATEWAY_POOL.',
  ]);
  expect(table.open).toEqual([]);
  await new Promise((resolve) => squatter.close(resolve));
  expect(table.retry().map(({ place }) => place.port)).toEqual([port]);
  expect(table.bindings[0]!.error).toBeUndefined();
});

import { readdirSync, readFileSync } from 'node:fs';
import { get, request, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Product, until } from '../../scripts/fire/product.ts';
import { mountSmallDisk } from '../../scripts/fire/small-disk.ts';
import type { SnapshotView } from '../contract/console.ts';

const disk = mountSmallDisk(16 << 20);
const SERVICES = '/api/v1/namespaces/default/services';

interface Answer {
  code: number;
  body: { message?: string; reason?: string; items?: { metadata: { name: string } }[] };
}

describe.skipIf('reason' in disk)(`a full disk ${'reason' in disk ? `(skipped: ${disk.reason})` : ''}`, () => {
  if ('reason' in disk) return;
  const data = path.join(disk.folder, 'data');
  let product: Product;
  let base: string;
  const written: string[] = [];

  async function call(method: string, where: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${product.url}${where}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { code: answer.status, body: (await answer.json()) as Answer['body'] };
  }

  /** Writes Services of some kilobytes until one is refused. */
  async function writeUntilRefused(): Promise<Answer> {
    for (;;) {
      const name = `s${written.length}`;
      const metadata = { name, annotations: { note: 'x'.repeat(20_000) } };
      const answer = await call('POST', SERVICES, { metadata, spec: { clusterIP: 'None', ports: [{ port: 80 }] } });
      if (answer.code !== 201) return answer;
      written.push(name);
    }
  }

  async function servicesThere(): Promise<string[]> {
    const names = (await call('GET', SERVICES)).body.items?.map(({ metadata }) => metadata.name) ?? [];
    return names.filter((name) => /^s\d/.test(name)).sort();
  }

  /** Sends a request to the example's gateway. */
  function send(): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request(`${base}/round`, { agent: false, headers: { host: 'www.example.com' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .once('error', reject)
        .end();
    });
  }

  beforeAll(async () => {
    product = await Product.start(`127.99.${process.pid % 250}.0/24`, data);
    await call('POST', '/console/v1/examples/round-robin');
    base = await until('the gateway has an address', async () => {
      const view = (await (await fetch(`${product.url}/console/v1/snapshot`)).json()) as SnapshotView;
      return view.urls['default/eg']?.http ?? null;
    });
    await until('traffic is answered', async () => ((await send()) === 200 ? true : null));
  }, 60_000);
  afterAll(async () => {
    await product.stop();
    disk.unmount();
  });

  test('a write says what is wrong; reads, watches and traffic go on', async () => {
    const watch = await new Promise<IncomingMessage>((resolve) => get(`${product.url}${SERVICES}?watch=1`, resolve));
    let watched = '';
    watch.setEncoding('utf8').on('data', (text: string) => (watched += text));
    disk.fill();
    const refused = await writeUntilRefused();
    expect(refused).toMatchObject({ code: 500, body: { reason: 'InternalError' } });
    expect(refused.body.message).toMatch(
      new RegExp(`The database ${data}/switchyard.db cannot be written: .*${disk.folder} .*free some space`),
    );
    expect((await call('DELETE', '/console/v1/examples/round-robin')).body.message).toContain('free some space');
    expect(await servicesThere()).toEqual([...written].sort());
    await until('the watch has seen every write', () =>
      written.every((name) => watched.includes(`"name":"${name}"`)) ? true : null,
    );
    watch.destroy();
    expect(await send()).toBe(200);
    expect((await fetch(`${product.url}/console/v1/export`)).status).toBe(200);
  });

  test('a killed proxy comes back and serves', async () => {
    const { proxy } = await product.state();
    process.kill(proxy.pid ?? 0, 'SIGKILL');
    await until('another proxy', async () => {
      const now = (await product.state()).proxy;
      return now.connected && now.pid !== proxy.pid ? true : null;
    });
    await until('traffic is answered', async () => ((await send()) === 200 ? true : null));
  });

  test('a killed console says why it cannot start, traffic goes on, and all is well when there is room', async () => {
    const from = product.output.length;
    process.kill(product.consolePid(), 'SIGKILL');
    await until('the console has started or said why not', async () => {
      if (product.output.slice(from).includes('free some space, and start again')) return true;
      return (await fetch(`${product.url}/readyz`)).ok ? true : null;
    });
    expect(await send()).toBe(200);
    disk.free();
    await until('the console is ready', async () => ((await fetch(`${product.url}/readyz`)).ok ? true : null));
    expect(await servicesThere()).toEqual([...written].sort());
    const name = `s${written.length}`;
    const made = await call('POST', SERVICES, {
      metadata: { name },
      spec: { clusterIP: 'None', ports: [{ port: 80 }] },
    });
    expect(made.code).toBe(201);
    written.push(name);
    await product.settled();
    expect((await call('DELETE', '/console/v1/examples/round-robin')).code).toBe(200);
  });

  test('a start says what is missing and changes nothing, and the next one has everything', async () => {
    expect(await product.stop()).toBe(0);
    const database = readFileSync(path.join(data, 'switchyard.db'));
    const names = readdirSync(data);
    disk.fill();
    await expect(product.launch()).rejects.toThrow(
      /ended with 1: .*The file system at .* has 0 B free: free some space, and start again/s,
    );
    expect(product.output).not.toContain('    at ');
    expect(readFileSync(path.join(data, 'switchyard.db')).equals(database)).toBe(true);
    expect(readdirSync(data)).toEqual(names);
    disk.free();
    await product.launch();
    expect(await servicesThere()).toEqual([...written].sort());
  }, 60_000);
});

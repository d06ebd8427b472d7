import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Product, until } from '../../scripts/fire/product.ts';
import { projectRoot } from './settings.ts';

let product: Product;
let base: string;
beforeAll(async () => {
  product = await Product.start(`127.98.${process.pid % 250}.0/24`);
  await fetch(`${product.url}/console/v1/examples/round-robin`, { method: 'POST' });
  base = await until('the gateway has an address', async () => {
    const { bindings } = (await product.state()).proxy;
    const own = bindings.find(({ address, error }) => address !== '127.0.0.1' && error === undefined);
    return own === undefined ? null : `http://${own.address}:${own.boundPort}`;
  });
  await until('traffic is answered', async () => ((await send()) === 200 ? true : null));
}, 60_000);
afterAll(async () => {
  await product.stop();
  product.remove();
});

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

/** Runs `npm run backup` or `restore` on the data of the product. */
function tool(...words: string[]): string {
  const environment = { ...process.env, SWITCHYARD_DATA: product.data };
  return execFileSync(process.execPath, [path.join(projectRoot, 'scripts/store.ts'), ...words], {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

test('a start with a damaged database says what is wrong and what to do, ends no traffic, and a backup brings everything back', async () => {
  const { objects } = await product.state();
  const backup = /are in (\S+)/.exec(tool('backup'))?.[1] ?? '';
  expect(() => tool('restore', backup)).toThrow(`Switchyard runs with the data folder ${product.data}`);
  const { proxy } = await product.state();
  await product.killForGood();

  const file = path.join(product.data, 'switchyard.db');
  const bytes = readFileSync(`${file}-wal`);
  const at = bytes.lastIndexOf('"kind":"HTTPRoute"');
  bytes[at + 9]! ^= 1;
  writeFileSync(`${file}-wal`, bytes);
  const before = [hashOf(file), hashOf(`${file}-wal`)];
  await expect(product.launch()).rejects.toThrow(/ended with 1/);
  const said = product.output.split('\n').filter((line) => line.includes('cannot be opened'));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(
    new RegExp(`The database ${file} cannot be opened: ${file}-wal is .*damaged.*cannot be read`),
  );
  expect(said[0]).toContain(`npm run restore -- ${backup}`);
  expect(product.output).not.toContain('    at ');
  expect([hashOf(file), hashOf(`${file}-wal`)]).toEqual(before);
  expect(product.output).toContain(`the proxy (process ${proxy.pid}) goes on serving`);
  expect(await send()).toBe(200);

  expect(tool('restore', backup)).toContain('what was there before is in');
  await product.launch();
  await product.settled();
  expect((await product.state()).objects).toBe(objects);
  expect((await product.state()).proxy.pid).toBe(proxy.pid);
  expect(await send()).toBe(200);
}, 60_000);

/*
 * How fast the pages are with many routes, in a real browser against the built product.
 *
 *     npm run build && node bench/pages.ts [--routes 2000] [--tries 5] [--hold] [--out bench/results/pages.json]
 *
 * Starts the product with a data folder of its own and as many routes, Services and slices as said, sends some requests, and opens each page
 * with an empty cache: milliseconds until its first row of data is painted (the median of
 * the tries, and the most), milliseconds from a key stroke in the filter until the rows that
 * match are painted, the longest time that the page did not answer (a task of the main thread) within four seconds after opening, and the
 * compressed script that the page took until it rests, headers and lazy parts included. `--hold` leaves the product running and prints its URL instead of measuring.
 */
import { chromium, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startProduct } from '../e2e/support/product.ts';
import { startBackend, world } from './change-to-live.world.ts';

const { values: options } = parseArgs({
  options: {
    routes: { type: 'string', default: '2000' },
    tries: { type: 'string', default: '5' },
    hold: { type: 'boolean', default: false },
    out: { type: 'string', default: 'bench/results/pages.json' },
  },
});
const BATCH = 600;
/** How long a page is watched for tasks that keep it from answering: until it fetches ahead the parts that nobody has asked for (later.ts). */
const WATCH_MS = 4_000;

/** A page, what its first data looks like, and what is typed into its filter. */
interface Subject {
  path: string;
  row: string;
  filter?: { text: string; left: string };
}

const SUBJECTS: Subject[] = [
  { path: '/', row: 'table[aria-label^=Balance] tbody tr a' },
  {
    path: '/routes',
    row: 'tbody tr a[href^="/routes/httproute/"]',
    filter: { text: 'route-1234', left: '/routes/httproute/default/route-1234' },
  },
  {
    path: '/backends',
    row: 'tbody tr a[href^="/backends/service/"]',
    filter: { text: 'service-1234', left: '/backends/service/default/service-1234' },
  },
  { path: '/policies', row: 'main tbody tr a, main section p' },
  { path: '/gateways', row: 'tbody tr a[href^="/gateways/"]' },
  {
    path: '/traffic',
    row: '[data-testid=rules] tbody tr a',
    filter: { text: 'route-1234', left: 'scope=HTTPRoute/default/route-1234' },
  },
  { path: '/routes/httproute/default/route-7', row: 'main article, main section h2' },
  { path: '/export', row: 'main input[type=checkbox]' },
];

async function fill(url: string, routes: number): Promise<() => void> {
  const blue = await startBackend('blue', '127.0.0.1');
  const green = await startBackend('green', '127.0.0.1');
  const objects = world(routes, {
    blue: { address: '127.0.0.1', port: blue.port },
    green: { address: '127.0.0.1', port: green.port },
  });
  for (let at = 0; at < objects.length; at += BATCH) {
    const answer = await fetch(`${url}/console/v1/import`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.slice(at, at + BATCH) }),
    });
    if (!answer.ok) throw new Error(`the world was refused: ${answer.status} ${await answer.text()}`);
  }
  return () => {
    blue.close();
    green.close();
  };
}

interface Opened {
  open: number;
  longest: number;
  kilobytes: number;
  filter: number | null;
}

async function measure(page: Page, url: string, { path, row, filter }: Subject): Promise<Opened> {
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const started = performance.now();
  await page.goto(url + path, { waitUntil: 'commit' });
  await page.waitForSelector(row, { timeout: 60_000 });
  const open = performance.now() - started;
  await page.waitForTimeout(WATCH_MS);
  const rested = bytes;
  const longest = await page.evaluate(() => Math.max(0, ...(globalThis as unknown as { tasks: number[] }).tasks));
  let took: number | null = null;
  if (filter) {
    // the last character is what is measured: everything before it has matched many rows
    const input = page.locator('main input[data-filter]').first();
    await input.fill(filter.text.slice(0, -1));
    await page.waitForTimeout(500);
    await input.focus();
    took = await page.evaluate(
      ({ value, left }) =>
        new Promise<number>((resolve, reject) => {
          const field = document.activeElement as HTMLInputElement;
          const from = performance.now();
          // as React listens to it
          Reflect.set(HTMLInputElement.prototype, 'value', value, field);
          field.dispatchEvent(new Event('input', { bubbles: true }));
          const look = (): void => {
            const links = [...document.querySelectorAll('main tbody tr a[data-row]')].map(
              (a) => a.getAttribute('href') ?? '',
            );
            if (links.length > 0 && links.every((href) => href.includes(left))) resolve(performance.now() - from);
            else if (performance.now() - from > 20_000)
              reject(new Error(`rows after the filter: ${links.slice(0, 4).join(' ')}`));
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      { value: filter.text, left: filter.left },
    );
  }
  await session.detach();
  return { open, longest, kilobytes: rested / 1000, filter: took };
}

const median = (values: number[]): number => Math.round(values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0);

const product = await startProduct({ SWITCHYARD_GATEWAY_POOL: '127.97.0.0/16' });
const closeBackends = await fill(product.url, Number(options.routes));
if (options.hold) {
  console.log(product.url);
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
} else {
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const pages: Record<string, Record<string, number>> = {};
  for (const subject of SUBJECTS) {
    const runs: Opened[] = [];
    for (let i = 0; i < Number(options.tries); i++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      try {
        runs.push(await measure(page, product.url, subject));
      } catch (error) {
        console.error(`${subject.path}: ${(error as Error).message.split('\n')[0]}`);
      }
      await context.close();
    }
    pages[subject.path] = {
      'open ms': median(runs.map((run) => run.open)),
      'open ms at the most': Math.round(Math.max(...runs.map((run) => run.open))),
      'longest task ms': median(runs.map((run) => run.longest)),
      'script kB': median(runs.map((run) => run.kilobytes)),
      ...(subject.filter ? { 'filter ms': median(runs.map((run) => run.filter ?? 0)) } : {}),
    };
    console.log(subject.path, JSON.stringify(pages[subject.path]));
  }
  await browser.close();
  const result = {
    routes: Number(options.routes),
    at: new Date().toISOString(),
    cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    load: loadavg().map((load) => Number(load.toFixed(2))),
    pages,
  };
  writeFileSync(options.out, `${JSON.stringify(result, null, 2)}\n`);
}
closeBackends();
await product.stop();

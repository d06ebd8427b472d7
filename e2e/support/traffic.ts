import { request as httpRequest } from 'node:http';
import type { Page } from '@playwright/test';
import type { GeneratorRun, SnapshotView } from '../../server/contract/console.ts';
import { expect } from './product.ts';

/** Calls the console's API. */
export async function call<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : typeof body === 'string'
        ? { body, headers: { 'content-type': 'application/yaml' } }
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? (undefined as T) : (JSON.parse(text) as T);
}

/** Base URL of the example's listener, once it is open. */
export async function listenerUrl(url: string): Promise<string> {
  let found = '';
  await expect
    .poll(async () => {
      const { urls } = await call<SnapshotView>(url, 'GET', '/console/v1/snapshot');
      return (found = urls['default/eg']?.http ?? '');
    })
    .not.toBe('');
  return found;
}

/** Waits until everything that is sent counts in shares since the last change: what came within 750 ms of it is left out there. */
export function afterChange(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** One request through the proxy. */
export function send(
  base: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      new URL(path, base),
      { headers: { host: 'www.example.com', ...headers }, agent: false },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (body += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Runs the generator through the API and waits for its end. */
export async function generate(url: string, part: Record<string, unknown>): Promise<GeneratorRun> {
  await call(url, 'POST', '/console/v1/generator', {
    method: 'GET',
    listener: 'default/eg/http',
    host: 'www.example.com',
    path: '/round',
    headers: [],
    rate: 1000,
    concurrency: 16,
    duration: 60,
    seed: 1,
    ...part,
  });
  let run: GeneratorRun | undefined;
  await expect
    .poll(
      async () => {
        run = await call<GeneratorRun>(url, 'GET', '/console/v1/generator');
        return run.state;
      },
      { timeout: 60_000 },
    )
    .not.toBe('running');
  return run!;
}

/** Cells of the table under the chart, by the first column, without zone and state. */
export async function twin(page: Page): Promise<Record<string, string[]>> {
  const rows = await page
    .getByTestId('twin')
    .locator('tr')
    .evaluateAll((all) =>
      all.map((row) =>
        [...row.children]
          .filter((cell) => !['Zone', 'State'].includes(cell.getAttribute('data-label') ?? ''))
          .map((cell) => (cell.textContent ?? '').trim()),
      ),
    );
  return Object.fromEntries(rows.map(([name, ...cells]) => [name ?? '', cells]));
}

/** Requests by endpoint as the Traffic page shows them. */
export async function requestsByEndpoint(page: Page): Promise<Record<string, number>> {
  const rows = await twin(page);
  return Object.fromEntries(
    Object.entries(rows)
      .filter(([name]) => name.includes(':'))
      .map(([name, cells]) => [name, Number((cells[0] ?? '').replaceAll(',', ''))]),
  );
}

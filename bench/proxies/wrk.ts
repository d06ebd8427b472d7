import { spawn } from 'node:child_process';
import type { Load } from './load.ts';
import { LOAD_CORE } from './processes.ts';

const BROWSER_HEAD = [
  'Cache-Control: max-age=0',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'Upgrade-Insecure-Requests: 1',
  'Sec-Fetch-Site: none',
  'Sec-Fetch-Mode: navigate',
  'Sec-Fetch-User: ?1',
  'Sec-Fetch-Dest: document',
  'Accept-Encoding: gzip, deflate, br',
  'Accept-Language: en-GB,en;q=0.9',
  'Cookie: session=0123456789abcdef0123456789abcdef; theme=dark',
];

const UNITS: Record<string, number> = { us: 1, ms: 1_000, s: 1_000_000 };

/** Loads a URL with wrk, one thread. @throws where answers were no successes or connections broke */
export async function loadWith(url: string, seconds: number, connections: number, browser: boolean): Promise<Load> {
  const headers = browser ? BROWSER_HEAD.flatMap((line) => ['-H', line]) : [];
  const parameters = ['-c', LOAD_CORE, 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...headers, url];
  const child = spawn('taskset', parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  const trouble = /Non-2xx.*|Socket errors.*/.exec(text);
  if (trouble !== null) throw new Error(`${url}: ${trouble[0]}`);
  const latency = (percent: number): number => {
    const [, number = '0', unit = 'us'] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? [];
    return Number(number) * (UNITS[unit] ?? 1);
  };
  return { perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]), p50: latency(50), p99: latency(99) };
}

import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ANSWER, requestBytes } from './messages.ts';
import { LOAD_CORE } from './processes.ts';

/** What one round of load measured. */
export interface Load {
  perSecond: number;
  /** Latency in microseconds. */
  p50: number;
  p99: number;
}

/** Measures the proxy at a URL. @throws where answers were no successes or connections broke */
export type LoadWith = (url: string, seconds: number, connections: number, browser: boolean) => Promise<Load>;

/**
 * Makes the load that is its own backends, which leaves more of the second core to the proxy under test than any other.
 * @param folder where it is built
 * @param varied no two requests are the same
 * @throws without a C compiler
 */
export function buildLoad(folder: string, varied: boolean): LoadWith {
  const program = path.join(folder, 'load');
  const { status, stderr } = spawnSync('cc', ['-O2', '-o', program, path.join(import.meta.dirname, 'load.c')]);
  if (status !== 0) throw new Error(`load.c could not be built: ${stderr?.toString() ?? ''}`);
  const answer = path.join(folder, 'answer');
  writeFileSync(answer, ANSWER);
  return async (url, seconds, connections, browser) => {
    const request = path.join(folder, browser ? 'browser-request' : 'request');
    writeFileSync(request, requestBytes(browser, varied));
    const { hostname, port } = new URL(url);
    const parameters = [hostname, port, String(seconds), String(connections), request, answer];
    const child = spawn('taskset', ['-c', LOAD_CORE, program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    const found = JSON.parse(text) as { answers: number; seconds: number; p50: number; p99: number; failed: number };
    if (found.failed > 0) throw new Error(`${url}: ${found.failed} answers failed`);
    return { perSecond: found.answers / found.seconds, p50: found.p50, p99: found.p99 };
  };
}

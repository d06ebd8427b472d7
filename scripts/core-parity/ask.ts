// Two servers that are asked the same: a real API server, and ours.
import { readFileSync } from 'node:fs';
import { Agent as PlainAgent, request as plain, type RequestOptions } from 'node:http';
import { Agent, request as secure } from 'node:https';
import type { Answer, Step, Tree } from './types.ts';

export type Ask = (step: Step, before: readonly Answer[]) => Promise<Answer>;

/** A real API server. @param kubeconfig path of its kubeconfig, with a token, as the oracle's `cluster/up` prints it */
export function realServer(kubeconfig: string): Ask {
  const config = readFileSync(kubeconfig, 'utf8');
  const found = (pattern: RegExp): string => pattern.exec(config)?.[1] ?? '';
  const ca = Buffer.from(found(/certificate-authority-data: ([^}\s]+)/), 'base64');
  return asker(
    found(/server: "?([^"}\s]+)/),
    { authorization: `Bearer ${found(/token: ([^}\s]+)/)}` },
    { agent: new Agent({ keepAlive: true, ca }) },
  );
}

/** A server of ours. */
export function ourServer(url: string): Ask {
  return asker(url, {}, { agent: new PlainAgent({ keepAlive: true }) });
}

/** The body as it is sent. */
function bodyOf({ body }: Step, before: readonly Answer[]): string | Buffer | undefined {
  const value: unknown = typeof body === 'function' ? (body as (answers: readonly Answer[]) => unknown)(before) : body;
  return value === undefined || typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value);
}

function asker(url: string, headers: Record<string, string>, options: RequestOptions): Ask {
  const call = url.startsWith('https:') ? secure : plain;
  return (step, before) =>
    new Promise((resolve, reject) => {
      const body = bodyOf(step, before);
      const { type = 'application/json', path, accept, agent } = step;
      const sent = {
        ...headers,
        'user-agent': agent ?? 'parity/1',
        ...(accept === undefined ? {} : { accept }),
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...(type === '' || body === undefined ? {} : { 'content-type': type }),
      };
      const target = url + (typeof path === 'function' ? path(before) : path);
      const asked = call(target, { ...options, method: step.method, headers: sent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const raw = response.rawHeaders.filter(
            (_, index, all) => index % 2 === 1 && /^warning$/i.test(all[index - 1] ?? ''),
          );
          resolve({
            code: response.statusCode ?? 0,
            body: parsed(text),
            warnings: raw.flatMap(warningTexts),
            contentType: response.headers['content-type'] ?? '',
          });
        });
      });
      // a server that has panicked breaks the connection
      asked.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' ? resolve({ code: 0, body: {}, warnings: [], contentType: '' }) : reject(error),
      );
      asked.end(body);
    });
}

/** Texts of a Warning header; those with another agent are our own. */
function warningTexts(value: string): string[] {
  const text = Buffer.from(value, 'latin1').toString();
  return [...text.matchAll(/299 - "((?:[^"\\]|\\.)*)"/gs)].map(([, said = '']) => said.replace(/\\(.)/g, '$1'));
}

function parsed(text: string): Tree {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Tree) : { value };
  } catch {
    return { text };
  }
}

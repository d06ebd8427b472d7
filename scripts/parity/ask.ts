// Two servers that are asked the same: a real API server, and ours.
import { readFileSync } from 'node:fs';
import { Agent as PlainAgent, request as plain, type RequestOptions } from 'node:http';
import { Agent, request as secure } from 'node:https';
import { parseExact } from './exact-json.ts';

/** One request. A text in which `{{rv}}` and `{{uid}}` stand for what this server last answered of the object. */
export interface Step {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: string | Buffer;
  /** Content-Type; '' sends none. */
  type?: string;
  accept?: string;
}

/** What a server answered. */
export interface Answer {
  code: number;
  body: unknown;
  /** Texts of Warning headers, in order. */
  warnings: string[];
}

export type Ask = (step: Step) => Promise<Answer>;

interface Address {
  url: string;
  headers: Record<string, string>;
  options: RequestOptions;
}

/** A real API server. @param kubeconfig path of its kubeconfig, with a token, as the oracle's `cluster/up` prints it */
export function realServer(kubeconfig: string): Ask {
  const config = readFileSync(kubeconfig, 'utf8');
  const found = (pattern: RegExp): string => pattern.exec(config)?.[1] ?? '';
  const ca = Buffer.from(found(/certificate-authority-data: ([^}\s]+)/), 'base64');
  return asker({
    url: found(/server: "?([^"}\s]+)/),
    headers: { authorization: `Bearer ${found(/token: ([^}\s]+)/)}` },
    options: { agent: new Agent({ keepAlive: true, ca }) },
  });
}

/** A server of ours. */
export function ourServer(url: string): Ask {
  return asker({ url, headers: {}, options: { agent: new PlainAgent({ keepAlive: true }) } });
}

function asker({ url, headers, options }: Address): Ask {
  const call = url.startsWith('https:') ? secure : plain;
  const once: Ask = ({ method, path, body, type = 'application/json', accept }) =>
    new Promise((resolve, reject) => {
      const sent = {
        ...headers,
        'user-agent': 'parity/1',
        ...(accept === undefined ? {} : { accept }),
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...(type === '' || body === undefined ? {} : { 'content-type': type }),
      };
      const asked = call(url + path, { ...options, method, headers: sent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ code: response.statusCode ?? 0, body: parsed(text), warnings: warningsOf(response.rawHeaders) });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  // a connection that was kept may be closed just as it is used
  return (step) =>
    once(step).catch((error: unknown) => {
      console.error(`${String(error)}: ${step.method} ${step.path} ${step.type} ${String(step.body).slice(0, 300)}`);
      return once(step);
    });
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return { text };
  }
}

function warningsOf(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() === 'warning' ? [Buffer.from(raw[index + 1] ?? '', 'latin1').toString()] : [],
  );
}

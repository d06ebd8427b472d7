import { Agent, request } from 'node:http';
import type { Sighting } from './ledger.ts';

/** Annotation that carries the number of the write. */
export const WRITE = 'fire.example.com/write';
const TIMEOUT_MS = 10_000;

/** An answer of the API, or none: the connection ended before it came. */
export interface Answer {
  code: number;
  body: ApiObject;
}

/** Nobody listens: as a console that starts or ends, which takes nothing. */
const NOT_SENT: Answer = { code: 503, body: {} };

interface ApiObject {
  kind?: string;
  message?: string;
  applied?: boolean;
  revision?: number;
  metadata?: { name?: string; resourceVersion?: string; annotations?: Record<string, string> };
  items?: ApiObject[];
  documents?: { problems: { message: string }[] }[];
}

/** One connection to the API. */
export class Client {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls the API; null when there was no answer. */
  call(method: string, path: string, body?: unknown): Promise<Answer | null> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const type =
      typeof body === 'string'
        ? 'application/yaml'
        : method === 'PATCH'
          ? 'application/merge-patch+json'
          : 'application/json';
    return new Promise((resolve) => {
      const sent = request(
        `${this.#url}${path}`,
        {
          method,
          agent: this.#agent,
          timeout: TIMEOUT_MS,
          headers: text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) },
        },
        (answer) => {
          let received = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (received += chunk));
          answer.on('error', () => resolve(null));
          answer.on('end', () => resolve(parsed(answer.statusCode ?? 0, received)));
        },
      );
      // what was refused was not sent, so that nothing can have come of it
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? NOT_SENT : null));
      sent.on('timeout', () => sent.destroy());
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function parsed(code: number, text: string): Answer | null {
  try {
    return { code, body: JSON.parse(text) as ApiObject };
  } catch {
    return null;
  }
}

/** What an object says about itself. */
export function sightingOf(kind: string, object: ApiObject, deleted = false): Sighting {
  return {
    kind,
    name: object.metadata?.name ?? '',
    write: deleted ? null : Number(object.metadata?.annotations?.[WRITE] ?? 0),
    revision: Number(object.metadata?.resourceVersion ?? 0),
  };
}

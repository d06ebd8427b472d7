import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delay } from './product.ts';

/** Two routes whose endpoints are always written together. */
export const PATHS = ['/left', '/right'] as const;
const PAUSE_MS = 2;

/** Loopback addresses that name a version, 127.NET.HIGH.LOW. */
export class Versions {
  readonly #net: number;

  constructor(net: number) {
    this.#net = net;
  }

  addressOf(version: number): string {
    return `127.${this.#net}.${(version >> 8) & 255}.${version & 255}`;
  }

  versionOf(address: string): number {
    const [, , high = '0', low = '0'] = address.split('.');
    return Number(high) * 256 + Number(low);
  }
}

/** A backend on every loopback address: it answers with the address at which it was asked. */
export async function startBackend(): Promise<{ port: number; server: Server }> {
  const server = createServer((asked, answer) => {
    asked.resume();
    answer.end(asked.socket.localAddress);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

/** Asks both routes in turn, all the time, and sees which version answers. */
export class Traffic {
  answered = 0;
  readonly problems: string[] = [];
  /** Requests without an answer while none was allowed to be lost, and the others. */
  lost = 0;
  excused = 0;
  newest = 0;
  /** While the proxy itself is killed requests may fail, and the proxy may begin with an older version. */
  excuse = false;
  #running: Promise<void>;
  #closed = false;
  readonly #base: string;
  readonly #versions: Versions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(base: string, versions: Versions) {
    this.#base = base;
    this.#versions = versions;
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    this.#agent.destroy();
  }

  async #run(): Promise<void> {
    for (let turn = 0; !this.#closed; turn++) {
      const path = PATHS[turn % PATHS.length] ?? PATHS[0];
      const excused = this.excuse;
      const said = await this.#ask(path);
      if (typeof said === 'number') this.#saw(path, said, excused || this.excuse);
      else if (excused || this.excuse) this.excused++;
      else {
        this.lost++;
        this.problems.push(`a request for ${path} was answered ${said}`);
      }
      await delay(PAUSE_MS);
    }
  }

  #saw(path: string, version: number, excused: boolean): void {
    this.answered++;
    if (version < this.newest && !excused)
      this.problems.push(`${path} was served in version ${version} after version ${this.newest}`);
    this.newest = version;
  }

  /** The version that answered, or what went wrong. */
  #ask(path: string): Promise<number | string> {
    return new Promise((resolve) => {
      request(`${this.#base}${path}`, { agent: this.#agent, headers: { host: 'fire.example.com' } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('error', (error) => resolve(String(error)));
        answer.on('end', () =>
          resolve(answer.statusCode === 200 ? this.#versions.versionOf(text) : `${answer.statusCode} ${text}`),
        );
      })
        .once('error', (error) => resolve(String(error)))
        .end();
    });
  }
}

import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

const PREFIX = '/_next/static/';
const TYPES: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.svg': 'image/svg+xml',
};
/** Content codings in the order of our choice, with what their files end in. */
const CODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Sends the scripts and styles of a build from memory, compressed when it was built. */
export class StaticFiles {
  readonly #folder: string;
  /** Names of compressed files below the folder. */
  readonly #names: ReadonlySet<string>;
  readonly #read = new Map<string, Promise<Buffer>>();

  /** @param folder that `/_next/static/` stands for; what is not compressed there is left to others */
  constructor(folder: string) {
    this.#folder = folder;
    this.#names = new Set(
      existsSync(folder)
        ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
            .filter((name) => CODINGS.some(([, ending]) => name.endsWith(ending)))
            .map((name) => name.split(path.sep).join('/'))
        : [],
    );
  }

  /** Answers the request for a file that it has in a form that the client takes. @returns false when others have to answer */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { url = '', method, headers } = request;
    if ((method !== 'GET' && method !== 'HEAD') || !url.startsWith(PREFIX) || headers.range !== undefined) return false;
    const name = nameOf(url);
    const type = TYPES[path.extname(name)];
    const found = CODINGS.find(([coding, ending]) => takes(request, coding) && this.#names.has(name + ending));
    if (type === undefined || found === undefined) return false;
    const [coding, ending] = found;
    let content: Buffer;
    try {
      content = await this.#content(name + ending);
    } catch {
      // the project is being built again
      return false;
    }
    response.writeHead(200, {
      'content-type': type,
      'content-encoding': coding,
      'content-length': content.length,
      vary: 'Accept-Encoding',
      // names of files hold a hash of their content
      'cache-control': 'public, max-age=31536000, immutable',
    });
    response.end(method === 'HEAD' ? undefined : content);
    return true;
  }

  #content(name: string): Promise<Buffer> {
    let content = this.#read.get(name);
    if (!content) {
      content = readFile(path.join(this.#folder, name));
      content.catch(() => this.#read.delete(name));
      this.#read.set(name, content);
    }
    return content;
  }
}

/** The file that a path names, '' when it is not well encoded. */
function nameOf(url: string): string {
  const [pathname = ''] = url.slice(PREFIX.length).split('?', 1);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '';
  }
}

/** True when the client takes a content coding. Source: RFC 9110, section 12.5.3, without weights but 0. */
function takes({ headers }: IncomingMessage, coding: string): boolean {
  return (headers['accept-encoding'] ?? '')
    .split(',')
    .map((entry) => entry.trim().split(/\s*;\s*/))
    .some(([name, weight]) => name === coding && !/^q=0(?:\.0*)?$/.test(weight ?? ''));
}

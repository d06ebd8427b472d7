import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { COMPRESSED_FROM, COMPRESSION, takesGzip } from './send.ts';

const compress = promisify(gzip);

/** JSON that is sent many times: it is written and compressed once, by the first who ask for it. */
export class KeptBody {
  readonly #plain: Buffer;
  #compressed: Promise<Buffer> | undefined;

  /** @param text JSON */
  constructor(text: string) {
    this.#plain = Buffer.from(`${text}\n`);
  }

  /** Answers 200 with it, as `sendBytes` would. */
  async send(response: ServerResponse, headers: Record<string, string> = {}): Promise<void> {
    const all = { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers };
    if (this.#plain.length <= COMPRESSED_FROM || !takesGzip(response)) {
      response.writeHead(200, { ...all, 'content-length': this.#plain.length }).end(this.#plain);
      return;
    }
    this.#compressed ??= compress(this.#plain, COMPRESSION);
    const body = await this.#compressed;
    response.writeHead(200, {
      ...all,
      vary: 'Accept-Encoding',
      'content-encoding': 'gzip',
      'content-length': body.length,
    });
    response.end(body);
  }
}

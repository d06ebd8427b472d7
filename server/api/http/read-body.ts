import type { IncomingMessage } from 'node:http';
import { badRequest, tooLarge } from '../../model/status.ts';
import { ApiProblem } from './problem.ts';

/** Largest body that is taken, in bytes; as the API server's. */
const LARGEST_BODY = 3 << 20;
/** For so long a client may go on sending what is thrown away, so that it comes to reading the answer. */
export const DISCARD_MS = 2_000;

/** True when the length that a request announces is more than is taken. */
export function announcesTooMuch(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? '0') > LARGEST_BODY;
}

/** The answer to a body that is too long: the connection ends with it, since the rest of the body is in the way. */
export function bodyTooLarge(): ApiProblem {
  return new ApiProblem(tooLarge(LARGEST_BODY), { connection: 'close' });
}

/**
 * Reads the whole body as it was sent.
 * @throws ApiProblem 413 when it is longer than 3 MiB, which is found out without keeping more, or reading on for more than two seconds; 400
 * when it is compressed (the API server takes none either) or ends early
 */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? '').toLowerCase();
  if (encoding !== '' && encoding !== 'identity')
    throw new ApiProblem(
      badRequest(`the body has Content-Encoding ${encoding}, which is not understood; send it without compression`),
    );
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    let patience: NodeJS.Timeout | undefined;
    const tooMuch = (): void => {
      chunks.length = 0;
      patience ??= setTimeout(() => settle(bodyTooLarge()), DISCARD_MS);
    };
    const settle = (problem?: ApiProblem): void => {
      clearTimeout(patience);
      if (problem === undefined) resolve(Buffer.concat(chunks));
      else reject(problem);
    };
    if (announcesTooMuch(request)) tooMuch();
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (patience !== undefined) return;
      if (length > LARGEST_BODY) tooMuch();
      else chunks.push(chunk);
    });
    request.once('end', () => settle(patience === undefined ? undefined : bodyTooLarge()));
    request.once('error', () => settle(new ApiProblem(badRequest('the body ended before its length was reached'))));
  });
}

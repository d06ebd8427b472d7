import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** Largest body that the console's own endpoints take, in bytes; as the API server's. */
const LARGEST_BODY = 3 << 20;

/** A request that is answered with a `Status`. */
export class HttpProblem extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.name = 'HttpProblem';
    this.code = code;
    this.reason = reason;
  }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, code: number, value: unknown): void {
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  response.writeHead(code, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-store',
  });
  response.end(body);
}

/** Ends an answer with a body that is made while it is sent. A reader that goes away ends it quietly. */
export async function sendPieces(response: ServerResponse, pieces: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(pieces, response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Answers with a `Status` of meta/v1. */
export function sendProblem(response: ServerResponse, problem: HttpProblem): void {
  sendJson(response, problem.code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: problem.message,
    reason: problem.reason,
    code: problem.code,
  });
}

/** Reads a JSON body. @throws HttpProblem */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) {
      throw new HttpProblem(413, 'RequestEntityTooLarge', `the body is larger than ${LARGEST_BODY} bytes`);
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new HttpProblem(400, 'BadRequest', 'the body is not JSON');
  }
}

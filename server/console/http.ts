import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { readText } from '../api/http/body.ts';
import { ApiProblem, failure } from '../api/http/problem.ts';
import { sendBytes } from '../api/http/send.ts';

/** A request to the console that is answered with a `Status` of meta/v1. */
export class HttpProblem extends ApiProblem {
  constructor(code: number, reason: string, message: string, headers: Record<string, string> = {}) {
    super(failure(code, reason, message), headers);
    this.name = 'HttpProblem';
  }
}

/** Answers with JSON, compressed where it is long and the client takes that. */
export function sendJson(response: ServerResponse, code: number, value: unknown): void {
  sendBytes(response, code, `${JSON.stringify(value)}\n`, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
}

/** Ends an answer with a body that is made while it is sent. A reader that goes away ends it quietly. */
export async function sendPieces(response: ServerResponse, pieces: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(pieces, response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Reads a JSON body. @throws ApiProblem as `readText`, HttpProblem 400 when it is no JSON */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'BadRequest', 'the body is not JSON');
  }
}

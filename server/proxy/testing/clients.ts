import { Agent, request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends one request with Node's client. */
export function send(
  options: RequestOptions & { host: string; port: number },
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ agent: false, ...options }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces).toString() }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends many requests over some kept connections; the bodies of the answers. */
export async function sendMany(
  options: RequestOptions & { host: string; port: number },
  count: number,
  connections: number,
): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers: Answer[] = [];
  let left = count;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) answers.push(await send({ ...options, agent }));
    }),
  );
  agent.destroy();
  return answers;
}

/** Sends bytes on a connection of their own; everything that came until the proxy closed it or `ms` passed. */
export function raw(host: string, port: number, text: string | string[], ms = 20_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    let received = '';
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(received);
    });
    socket.on('end', () => socket.end());
    const pieces = typeof text === 'string' ? [text] : text;
    pieces.forEach((piece, i) => setTimeout(() => socket.write(piece, 'latin1'), i * 20));
  });
}

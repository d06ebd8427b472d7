// Backends of the comparison: they do what `x-do` of a request says, and tell what they saw.
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { BACKENDS, PORT } from './world.ts';

const REFUSED_STREAM = 7;

/** Fields as they came, without those that differ from one request to the next. */
function seen(raw: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    if (!/^(x-request-id|x-forwarded-for|x-envoy-external-address|x-try)$/.test(name))
      lines.push(`${name}: ${raw[i + 1]}`);
    else lines.push(name);
  }
  return encodeURIComponent(lines.join('\n'));
}

/** How often a request was tried, by its own name. */
const tries = new Map<string, number>();

function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, raw: string[]): void {
  stream.on('error', () => {});
  const order = String(headers['x-do'] ?? '');
  const name = String(headers['x-try'] ?? '');
  const attempt = (tries.get(name) ?? 0) + 1;
  tries.set(name, attempt);
  const said = { 'x-seen': seen(raw), 'x-tries': String(attempt) };
  const type = { ':status': 200, 'content-type': 'application/grpc' };
  const [what, value = ''] = order.split('=');
  switch (what) {
    case 'status':
      stream.respond({ ...type, ...said, 'grpc-status': value, 'grpc-message': 'as you wish' }, { endStream: true });
      return;
    case 'http':
      stream.respond({ ':status': Number(value), 'content-type': 'text/plain', ...said });
      stream.end('no');
      return;
    case 'reset':
      stream.close(Number(value));
      return;
    case 'refuse-once':
      if (attempt === 1) {
        stream.close(REFUSED_STREAM);
        return;
      }
      break;
    case 'reset-mid':
      stream.respond({ ...type, ...said });
      stream.write('part');
      setTimeout(() => stream.close(Number(value)), 30);
      return;
    case 'drop':
      stream.session?.socket.destroy();
      return;
    case 'drop-mid':
      stream.respond({ ...type, ...said });
      stream.write('part');
      setTimeout(() => stream.session?.socket.destroy(), 30);
      return;
    case 'hang':
      return;
    case 'slow':
      stream.respond({ ...type, ...said });
      stream.write('part');
      return;
    case 'early':
      stream.respond({ ...type, ...said, 'grpc-status': '5' }, { endStream: true });
      stream.close(0);
      return;
    case 'early-body':
      stream.respond({ ...type, ...said }, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ 'grpc-status': '5' });
        setImmediate(() => setImmediate(() => stream.close(0)));
      });
      stream.end('early');
      return;
    case 'no-trailers':
      stream.respond({ ...type, ...said });
      stream.end('bare');
      return;
    case 'hop':
      stream.respond({
        ...type,
        ...said,
        server: 'me',
        'x-envoy-a': 'b',
        'x-a': ['1', '2'],
        'set-cookie': ['a=1', 'b=2'],
      });
      stream.end('x');
      return;
    default:
  }
  let trailers: string[] = [];
  let bytes = 0;
  stream.on('trailers', (_fields, _flags, raw: string[]) => (trailers = raw));
  stream.respond({ ...type, ...said }, { waitForTrailers: true });
  stream.on('data', (piece: Buffer) => {
    bytes += piece.length;
    stream.write(piece);
  });
  stream.on('end', () => stream.end());
  stream.on('wantTrailers', () =>
    stream.sendTrailers({
      'grpc-status': '0',
      'x-bytes': String(bytes),
      'x-got': trailers.join(' '),
      'x-b-bin': 'AAEC',
    }),
  );
}

function plainAnswer(request: IncomingMessage, response: ServerResponse): void {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('error', () => {});
  request.on('end', () => {
    response.setHeader('x-seen', seen(request.rawHeaders));
    const order = String(request.headers['x-do'] ?? '');
    const [what, value = ''] = order.split('=');
    if (what === 'http') response.statusCode = Number(value);
    if (what === 'drop') {
      request.socket.destroy();
      return;
    }
    if (what === 'hop') response.setHeader('set-cookie', ['a=1', 'b=2']);
    if (what === 'no-trailers') response.setHeader('content-length', '4');
    response.write('body');
    if (what === 'drop-mid') setTimeout(() => request.socket.destroy(), 30);
    else response.end();
  });
}

/** Opens all of them. Returns what closes them. */
export async function openBackends(): Promise<() => void> {
  const http2 = createServer();
  http2.on('stream', (stream, headers, _flags, raw) => answer(stream, headers, raw));
  http2.on('session', (session) => session.on('error', () => {}));
  const plain = createPlain({ keepAliveTimeout: 60_000 }, plainAnswer);
  await new Promise<void>((resolve) => http2.listen(PORT, BACKENDS.h2, resolve));
  await new Promise<void>((resolve) => plain.listen(PORT, BACKENDS.plain, resolve));
  return () => {
    http2.close();
    plain.close();
    plain.closeAllConnections();
  };
}

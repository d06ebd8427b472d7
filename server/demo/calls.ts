import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { framed, MessageReader, numberMessage, textOf } from './messages.ts';

/* Codes of gRPC. */
const OK = '0';
const INVALID_ARGUMENT = '3';
const NOT_FOUND = '5';
const UNIMPLEMENTED = '12';

/* What grpc.health.v1.HealthCheckResponse says. */
const SERVING = 1;
const SERVICE_UNKNOWN = 3;

const ECHO = 'grpc.examples.echo.Echo';
const HEALTH = 'grpc.health.v1.Health';
const SERVICES: ReadonlySet<string | null> = new Set(['', ECHO, HEALTH]);

/** What a backend says with every answer, and how long it waits before each message. */
export interface CallSurroundings {
  readonly endpoint: string;
  readonly delayMs: number;
}

/** One call: what comes of its messages. */
interface Method {
  /** A message has come. Returns what is answered at once, null for nothing, or the code that ends the call. */
  message(message: Buffer): Buffer | string | null;
  /** The client has sent all. Returns a last message, or null; `undefined`: the call goes on. */
  end(): Buffer | null | undefined;
}

/** The echo service of the field's examples: unary, either side streaming, and both. */
function echo(): Method {
  return { message: (message) => (textOf(message) === null ? INVALID_ARGUMENT : message), end: () => null };
}

/** Answers the last message, when all have come. */
function echoLast(): Method {
  let last = Buffer.alloc(0);
  return {
    message: (message) => {
      last = Buffer.from(message);
      return null;
    },
    end: () => last,
  };
}

function check(): Method {
  return {
    message: (message) => (SERVICES.has(textOf(message)) ? numberMessage(SERVING) : NOT_FOUND),
    end: () => null,
  };
}

/** Says how a service is, and would say when that changes; so the call goes on. */
function watch(): Method {
  return {
    message: (message) => numberMessage(SERVICES.has(textOf(message)) ? SERVING : SERVICE_UNKNOWN),
    end: () => undefined,
  };
}

const METHODS: Readonly<Record<string, () => Method>> = {
  [`/${ECHO}/UnaryEcho`]: echo,
  [`/${ECHO}/ServerStreamingEcho`]: echo,
  [`/${ECHO}/ClientStreamingEcho`]: echoLast,
  [`/${ECHO}/BidirectionalStreamingEcho`]: echo,
  [`/${HEALTH}/Check`]: check,
  [`/${HEALTH}/Watch`]: watch,
};

/** Whether a request is a call of gRPC. */
export function isCall(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('application/grpc') === true;
}

/** Answers a call. */
export function answerCall(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, around: CallSurroundings): void {
  const head = { ':status': 200, 'content-type': 'application/grpc', 'x-demo-backend': around.endpoint };
  const method = METHODS[String(headers[':path'])]?.();
  if (method === undefined) {
    const said = `${String(headers[':path'])} is no method of this backend`;
    stream.respond({ ...head, 'grpc-status': UNIMPLEMENTED, 'grpc-message': said }, { endStream: true });
    return;
  }
  let code: string | null = null;
  stream.respond(head, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': code ?? OK }));
  // each answer waits for its time, in order
  let before = Promise.resolve();
  const after = async (earlier: Promise<void>, act: () => void): Promise<void> => {
    const { delayMs } = around;
    await earlier;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (!stream.destroyed && !stream.writableEnded) act();
  };
  const later = (act: () => void): void => {
    before = after(before, act);
  };
  const finish = (ended: string): void => {
    code = ended;
    stream.end();
  };
  const reader = new MessageReader();
  stream.on('data', (bytes: Buffer) => {
    let messages: Buffer[];
    try {
      messages = reader.take(bytes);
    } catch {
      later(() => finish(INVALID_ARGUMENT));
      return;
    }
    for (const message of messages) {
      const answer = method.message(message);
      if (typeof answer === 'string') later(() => finish(answer));
      else if (answer !== null) later(() => stream.write(framed(answer)));
    }
  });
  stream.on('end', () => {
    const last = method.end();
    if (last === undefined) return;
    later(() => {
      if (last !== null) stream.write(framed(last));
      finish(OK);
    });
  });
}

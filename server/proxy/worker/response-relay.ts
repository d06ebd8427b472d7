import { UPGRADE } from '../codec/field-kind.ts';
import { INCOMPLETE } from '../codec/refusal.ts';
import { ResponseHead } from '../codec/response-head.ts';
import { writeResponseHead, type ResponseRewrite } from '../codec/write-response.ts';
import type { ClientPort } from './client-port.ts';
import { PartialHead } from '../upstream/partial-head.ts';
import { ResponseBody } from './response-body.ts';
import type { WorkerContext } from './worker-context.ts';

/**
 * What bytes of a backend led to. `done`: the answer is complete, and the connection as good as new; `done, useless`: complete, but the
 * connection cannot be used again; `tunnel`: the protocol was switched.
 */
export type RelayOutcome = 'more' | 'done' | 'done, useless' | 'tunnel' | 'malformed';

/** Reads a backend's response and sends it on to the client. */
export class ResponseRelay {
  /** Status that the client was told, 0 before. */
  status = 0;
  /** Any byte of the response has come. */
  begun = false;
  private readonly context: WorkerContext;
  private readonly body = new ResponseBody();
  private readonly rewrite: ResponseRewrite = {
    chunked: false,
    dropLength: false,
    close: false,
    upgrade: null,
    setCookie: null,
  };
  private isHead = false;
  private upgrading = false;
  private keepsAlive = false;
  private partial: PartialHead | null = null;

  constructor(context: WorkerContext) {
    this.context = context;
  }

  /** The client has been told the beginning of the answer. */
  get started(): boolean {
    return this.status !== 0;
  }

  begin(isHead: boolean, upgrading: boolean, setCookie: string | null): void {
    this.isHead = isHead;
    this.upgrading = upgrading;
    this.rewrite.setCookie = setCookie;
    this.rewind();
  }

  /** The request is sent once more: forgets what came. */
  rewind(): void {
    this.status = 0;
    this.begun = false;
    this.partial = null;
  }

  /** Bytes of the response. */
  data(client: ClientPort, requestDone: boolean, bytes: Buffer, start: number, end: number): RelayOutcome {
    this.begun = true;
    if (this.status !== 0) return this.bodyData(client, bytes, start, end);
    const { partial } = this;
    if (partial === null) {
      const head = this.context.responseHead;
      head.reset(start);
      return this.headData(client, requestDone, head, bytes, start, end);
    }
    partial.append(bytes, start, end);
    this.partial = null;
    return this.headData(client, requestDone, partial.head, partial.bytes, 0, partial.length, partial);
  }

  /** Some of a head has come, and no more of it will. */
  get isHeadCutOff(): boolean {
    return this.partial !== null;
  }

  /** The backend ended in order. Returns whether the answer is complete with that. */
  end(client: ClientPort): boolean {
    const { output } = this.context.transport;
    if (this.status === 0 || this.body.done || !this.body.end(output)) return false;
    client.connection.send(output);
    return true;
  }

  /** `head` has been reset to `start`. @param partial what `bytes` are of, else null */
  private headData(
    client: ClientPort,
    requestDone: boolean,
    head: ResponseHead,
    bytes: Buffer,
    start: number,
    end: number,
    partial: PartialHead | null = null,
  ): RelayOutcome {
    let at = start;
    for (;;) {
      const next = head.parse(bytes, end);
      if (next === INCOMPLETE) {
        if (at < end) this.keepPartial(at === 0 ? partial : null, bytes, at, end);
        return 'more';
      }
      if (next < 0) return 'malformed';
      if (head.status === 101)
        return this.upgrading ? this.switchProtocols(client, head, bytes, next, end) : 'malformed';
      at = next;
      if (head.status < 200) {
        head.reset(at);
        continue;
      }
      this.sendHead(client, requestDone, head);
      return this.bodyData(client, bytes, at, end);
    }
  }

  private keepPartial(partial: PartialHead | null, bytes: Buffer, start: number, end: number): void {
    this.partial = partial ?? new PartialHead();
    if (partial === null) this.partial.append(bytes, start, end);
  }

  private sendHead(client: ClientPort, requestDone: boolean, head: ResponseHead): void {
    const { rewrite, isHead, body } = this;
    const framing = head.framing(isHead);
    const { status } = head;
    this.status = status;
    this.keepsAlive = head.keepsAlive() && framing !== 'close';
    body.begin(framing, head.contentLength);
    const bodyless = status === 204 || status === 304;
    rewrite.chunked = !bodyless && (head.chunked || head.contentLength < 0);
    rewrite.dropLength = status === 204;
    rewrite.upgrade = null;
    rewrite.close = client.closing || this.context.draining || !requestDone;
    writeResponseHead(this.context.transport.output, head, rewrite);
  }

  private bodyData(client: ClientPort, bytes: Buffer, start: number, end: number): RelayOutcome {
    const { body } = this;
    const { output } = this.context.transport;
    let at = start;
    for (;;) {
      const next = body.copy(output, bytes, at, end);
      client.connection.sendSoon(output);
      if (next < 0) return 'malformed';
      at = next;
      if (body.done) return at === end && this.keepsAlive ? 'done' : 'done, useless';
      if (at === end) return 'more';
    }
  }

  private switchProtocols(
    client: ClientPort,
    head: ResponseHead,
    bytes: Buffer,
    start: number,
    end: number,
  ): RelayOutcome {
    const { output } = this.context.transport;
    const { rewrite } = this;
    rewrite.chunked = false;
    rewrite.dropLength = true;
    rewrite.close = false;
    rewrite.upgrade = protocolOf(head);
    this.status = 101;
    writeResponseHead(output, head, rewrite);
    client.connection.send(output);
    this.passOn(client, bytes, start, end);
    return 'tunnel';
  }

  /** Sends bytes of a tunnel on as they are. */
  passOn(client: ClientPort, bytes: Buffer, start: number, end: number): void {
    const { output } = this.context.transport;
    for (let at = start; at < end;) {
      const n = Math.min(output.room, end - at);
      output.copy(bytes, at, at + n);
      at += n;
      client.connection.send(output);
    }
  }
}

/** The protocol that a backend switched to. */
function protocolOf(head: ResponseHead): string {
  for (let i = 0; i < head.count; i++) if (head.kind(i) === UPGRADE) return head.value(i);
  return 'websocket';
}

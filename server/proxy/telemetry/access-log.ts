import { appendFile, appendFileSync } from 'node:fs';
import type { ServedName } from './served-name.ts';

/** Longest wait of a line, in milliseconds. */
const FLUSH_MS = 250;
/** Characters that wait at most; a file that takes them too slowly loses lines, and requests lose nothing. */
const MOST_WAITING = 4 * 1024 * 1024;
/** Troubles are told this often at most. */
const TOLD_MS = 60_000;

/** What a request said of itself. */
export interface LoggedRequest {
  /** Address of the client. */
  client: string;
  protocol: 'HTTP/1.1' | 'HTTP/2';
  method: string;
  host: string;
  /** With the query. */
  path: string;
}

/** What became of it. */
export interface LoggedAnswer {
  /** Of the answer; of a call the one that its `grpc-status` stands for; 0 where the client was gone before. */
  status: number;
  /** Why the proxy answered by itself; null for an answer of the backend. */
  reason: string | null;
  /** Id of the listener, '' where none was found. */
  listener: string;
  served: ServedName | null;
  /** Address and port that the request was sent to, null where it was sent to none. */
  endpoint: string | null;
  /** Milliseconds. */
  duration: number;
}

/**
 * One line of JSON for each request. Names are those of Envoy Gateway's access log where they mean the same. The file is opened for each
 * batch of lines, so that it may be moved away at any time.
 */
export class AccessLog {
  private readonly file: string;
  private readonly say: (line: string) => void;
  private lines: string[] = [];
  private waiting = 0;
  private lost = 0;
  private toldAt = -Infinity;
  private timer: NodeJS.Timeout | null = null;
  private writing = false;

  /** @param say is told when lines are lost */
  constructor(file: string, say: (line: string) => void) {
    this.file = file;
    this.say = say;
  }

  write(request: LoggedRequest, answer: LoggedAnswer): void {
    if (this.waiting > MOST_WAITING) {
      this.lost++;
      return;
    }
    const { served } = answer;
    const line = `${JSON.stringify({
      start_time: new Date(Date.now() - answer.duration).toISOString(),
      method: request.method,
      ':authority': request.host,
      'x-envoy-origin-path': request.path,
      protocol: request.protocol,
      response_code: answer.status,
      response_code_details: answer.reason ?? (answer.status === 0 ? 'downstream_remote_disconnect' : 'via_upstream'),
      duration: Math.round(answer.duration * 1000) / 1000,
      downstream_remote_address: request.client,
      upstream_host: answer.endpoint,
      listener: answer.listener === '' ? null : answer.listener,
      route_name: served?.rule ?? null,
      backend: answer.endpoint === null ? null : (served?.backend ?? null),
      load_balancer: served?.loadBalancer ?? null,
      policy: served?.policy ?? null,
    })}\n`;
    this.lines.push(line);
    this.waiting += line.length;
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  private flush(): void {
    this.timer = null;
    if (this.writing || this.lines.length === 0) return;
    this.writing = true;
    const { length } = this.lines;
    appendFile(this.file, this.take(), (error) => {
      this.writing = false;
      if (error !== null) this.lost += length;
      this.tell(error);
      if (this.lines.length > 0) this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
    });
  }

  private take(): string {
    const text = this.lines.join('');
    this.lines = [];
    this.waiting = 0;
    return text;
  }

  private tell(error: NodeJS.ErrnoException | null): void {
    if (this.lost === 0 || performance.now() - this.toldAt < TOLD_MS) return;
    this.toldAt = performance.now();
    this.say(`access log: ${this.lost} lines are lost: ${error?.message ?? `${this.file} takes them too slowly`}`);
    this.lost = 0;
  }

  /** Writes what waits. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.lines.length === 0) return;
    const { length } = this.lines;
    try {
      appendFileSync(this.file, this.take());
    } catch (error) {
      this.lost += length;
      this.toldAt = -Infinity;
      this.tell(error as NodeJS.ErrnoException);
    }
  }
}

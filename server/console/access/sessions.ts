import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';

/** How long a session lasts, in seconds: a working day. */
export const SESSION_SECONDS = 12 * 3600;
const MOST_SESSIONS = 200;
const SWEEP_MS = 30_000;

interface Session {
  /** Unix milliseconds. */
  expires: number;
  /** Answers that are under way: streams and watches end with the session. */
  answers: Set<ServerResponse>;
}

/**
 * Sessions of browsers. A browser has the random id; what is kept, also in a file, is its HMAC under the token: the file opens no session, and
 * with another token every session has ended.
 */
export class Sessions {
  private readonly file: string;
  private readonly token: string;
  private readonly now: () => number;
  private readonly sessions = new Map<string, Session>();
  private readonly timer: NodeJS.Timeout;

  /** @param file where sessions outlive the process; one that cannot be read counts as empty */
  constructor(file: string, token: string, now: () => number = Date.now) {
    this.file = file;
    this.token = token;
    this.now = now;
    for (const [mac, expires] of read(file))
      if (expires > now()) this.sessions.set(mac, { expires, answers: new Set() });
    this.timer = setInterval(() => this.sweep(), SWEEP_MS);
    this.timer.unref();
  }

  /** Begins a session; the oldest one ends when there are too many. */
  begin(): { id: string; expires: number } {
    const id = randomBytes(32).toString('base64url');
    const expires = this.now() + SESSION_SECONDS * 1000;
    this.sessions.set(this.macOf(id), { expires, answers: new Set() });
    const [oldest] = this.sessions.keys();
    if (this.sessions.size > MOST_SESSIONS && oldest !== undefined) this.endMac(oldest);
    this.save();
    return { id, expires };
  }

  /** When the session with this id ends, Unix milliseconds; null when there is none. */
  expiry(id: string): number | null {
    const session = this.sessions.get(this.macOf(id));
    return session !== undefined && session.expires > this.now() ? session.expires : null;
  }

  /** Ends an answer with its session, should that end first. */
  bind(id: string, answer: ServerResponse): void {
    const session = this.sessions.get(this.macOf(id));
    if (session === undefined) return void answer.destroy();
    session.answers.add(answer);
    answer.once('close', () => session.answers.delete(answer));
  }

  /** Ends a session and what is under way in it. */
  end(id: string): void {
    this.endMac(this.macOf(id));
    this.save();
  }

  /** Ends what has expired. */
  sweep(): void {
    const expired = [...this.sessions].filter(([, { expires }]) => expires <= this.now());
    for (const [mac] of expired) this.endMac(mac);
    if (expired.length > 0) this.save();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private macOf(id: string): string {
    return createHmac('sha256', this.token).update(id).digest('base64url');
  }

  private endMac(mac: string): void {
    const session = this.sessions.get(mac);
    this.sessions.delete(mac);
    for (const answer of session?.answers ?? []) answer.destroy();
  }

  private save(): void {
    const beside = `${this.file}.new`;
    try {
      const rows = [...this.sessions].map(([mac, { expires }]) => [mac, expires]);
      writeFileSync(beside, `${JSON.stringify(rows)}\n`, { mode: 0o600 });
      chmodSync(beside, 0o600);
      renameSync(beside, this.file);
    } catch (error) {
      // they last as long as this process then
      console.error('console: sessions cannot be kept on disk:', (error as Error).message);
    }
  }
}

function read(file: string): [string, number][] {
  try {
    const rows = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    return Array.isArray(rows) ? rows.filter(isRow) : [];
  } catch {
    return [];
  }
}

function isRow(row: unknown): row is [string, number] {
  return Array.isArray(row) && typeof row[0] === 'string' && typeof row[1] === 'number';
}

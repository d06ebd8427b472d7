import type { IncomingMessage } from 'node:http';
import { SESSION_SECONDS } from './sessions.ts';

/** The cookie that holds the id of a browser's session. Source: RFC 6265bis, sections 4.1.2 and 4.1.3. */
export class SessionCookie {
  private readonly plain: string;

  /** @param port of the console: browsers do not tell the ports of a host apart, so its consoles need different names */
  constructor(port: number) {
    this.plain = `switchyard-${port}`;
  }

  /** Ids in a request, as a rule one. */
  ids(request: IncomingMessage): string[] {
    const names = [this.plain, secured(this.plain)];
    return (request.headers.cookie ?? '')
      .split(';')
      .map((pair) => pair.trim().split('=', 2))
      .filter((pair): pair is [string, string] => pair.length === 2 && names.includes(pair[0] ?? ''))
      .map(([, id]) => id);
  }

  /** Header value that gives a browser its id. @param secure it came by TLS */
  set(id: string, secure: boolean): string {
    return this.write(secure, id, SESSION_SECONDS);
  }

  /** Header values that take it away, however it was given. */
  clear(): string[] {
    return [this.write(false, '', 0), this.write(true, '', 0)];
  }

  private write(secure: boolean, value: string, seconds: number): string {
    const name = secure ? secured(this.plain) : this.plain;
    return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  }
}

/** The prefix makes browsers hold on to Secure and Path=/, and refuse one that a neighbour under the same domain has set. */
function secured(name: string): string {
  return `__Host-${name}`;
}

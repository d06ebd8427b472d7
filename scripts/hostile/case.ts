/** An ambiguous or hostile input, and what it goes with. Texts are Latin-1, byte for byte. */
export interface HostileCase {
  name: string;
  /** What the client sends; several pieces are sent one after the other. */
  send: readonly string[];
  /** Methods of the requests as they are to be understood, for reading the answers; GET for those that are not named. */
  methods?: readonly string[];
  /** What the backend answers the first request with: pieces, or what it does with the connection. Without it: 200 and the number of the request. */
  respond?: readonly ResponseStep[];
}

/** `end`: half close. `reset`: RST. `early`: before the request is whole, as soon as its head is there. */
export type ResponseStep = string | { do: 'end' | 'reset' | 'early' };

export const END: ResponseStep = { do: 'end' };
export const RESET: ResponseStep = { do: 'reset' };
export const EARLY: ResponseStep = { do: 'early' };

/** A request that must never be seen where it is part of a body or of a refused message. */
export const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';

/** A GET with further fields, each with its line end. */
export function get(fields = '', target = '/', rest = ''): string {
  return `GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n${rest}`;
}

/** A POST with further fields and what follows the head. */
export function post(fields: string, rest: string): string {
  return `POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${rest}`;
}

/** Cases of one topic: name and pieces. */
export function cases(topic: string, list: readonly (readonly [string, ...string[]])[]): HostileCase[] {
  return list.map(([name, ...send]) => ({ name: `${topic}: ${name}`, send }));
}

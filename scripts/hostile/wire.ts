/** A message cut out of recorded bytes. */
export interface WireMessage {
  /** Start line and fields as lines, without line ends. */
  lines: string[];
  /** Decoded body, Latin-1. */
  body: string;
  /** Trailer fields as lines. */
  trailers: string[];
  /** Offset behind it. */
  end: number;
}

/** `incomplete`: more bytes are needed. `garbage`: no message that every reader reads alike. */
export type Cut = WireMessage | 'incomplete' | 'garbage';

const FIELD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[ \t]*[^\0\r\n]*$/;
const END = '\r\n\r\n';

export function isMessage(cut: Cut): cut is WireMessage {
  return typeof cut !== 'string';
}

/** The values of a field. */
function fieldValues(lines: readonly string[], name: string): string[] {
  return lines
    .slice(1)
    .filter((line) => line.slice(0, line.indexOf(':')).toLowerCase() === name)
    .map((line) => line.slice(line.indexOf(':') + 1).trim());
}

/**
 * Cuts the message that starts at an offset, and is stricter than any proxy should need: whatever two readers might read in two ways is garbage.
 * @param body how a message without a length is framed
 */
export function cutMessage(
  text: string,
  at: number,
  startLine: RegExp,
  body: (lines: string[]) => 'none' | 'close' | 'framed',
  closed: boolean,
): Cut {
  const split = text.indexOf(END, at);
  if (split < 0) return 'incomplete';
  const lines = text.slice(at, split).split('\r\n');
  if (!startLine.test(lines[0]!) || lines.slice(1).some((line) => !FIELD.test(line))) return 'garbage';
  const from = split + END.length;
  const kind = body(lines);
  const plain = (length: number): Cut =>
    from + length > text.length
      ? 'incomplete'
      : { lines, body: text.slice(from, from + length), trailers: [], end: from + length };
  if (kind === 'none') return plain(0);
  const lengths = fieldValues(lines, 'content-length');
  const codings = fieldValues(lines, 'transfer-encoding');
  if (lengths.length + codings.length > 1) return 'garbage';
  if (codings.length === 1) return codings[0] === 'chunked' ? cutChunks(text, from, lines) : 'garbage';
  if (lengths.length === 1) return /^\d{1,15}$/.test(lengths[0]!) ? plain(Number(lengths[0])) : 'garbage';
  if (kind !== 'close') return plain(0);
  return closed ? plain(text.length - from) : 'incomplete';
}

function cutChunks(text: string, from: number, lines: string[]): Cut {
  let body = '';
  let at = from;
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd < 0) return 'incomplete';
    const size = text.slice(at, lineEnd);
    if (!/^[0-9a-f]{1,13}$/i.test(size)) return 'garbage';
    const length = Number.parseInt(size, 16);
    at = lineEnd + 2;
    if (length === 0) break;
    if (at + length + 2 > text.length) return 'incomplete';
    if (text.slice(at + length, at + length + 2) !== '\r\n') return 'garbage';
    body += text.slice(at, at + length);
    at += length + 2;
  }
  const trailers: string[] = [];
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd < 0) return 'incomplete';
    const line = text.slice(at, lineEnd);
    at = lineEnd + 2;
    if (line === '') return { lines, body, trailers, end: at };
    if (!FIELD.test(line)) return 'garbage';
    trailers.push(line);
  }
}

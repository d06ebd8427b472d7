import type { Output } from '../transport/output.ts';
import { ACK, FRAME_HEAD, GOAWAY, PING, RST_STREAM, SETTINGS, WINDOW_UPDATE } from './protocol.ts';

/** Most bytes that one of the frames here takes. */
export const SMALL_FRAME = 64;

/** Writes the head of a frame over `bytes` from `at`. */
export function writeHead(
  bytes: Uint8Array,
  at: number,
  length: number,
  type: number,
  flags: number,
  stream: number,
): void {
  bytes[at] = length >>> 16;
  bytes[at + 1] = length >>> 8;
  bytes[at + 2] = length;
  bytes[at + 3] = type;
  bytes[at + 4] = flags;
  writeNumber(bytes, at + 5, stream);
}

function writeNumber(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** Puts the head of a frame into an output. Returns the place of its payload, for which `length` is counted as put in. */
function begin(output: Output, length: number, type: number, flags: number, stream: number): number {
  const at = output.length;
  writeHead(output.bytes, at, length, type, flags, stream);
  output.length = at + FRAME_HEAD + length;
  return at + FRAME_HEAD;
}

/** @param settings identifier, value, identifier, value; at most nine of them */
export function writeSettings(output: Output, settings: readonly number[]): void {
  let at = begin(output, settings.length * 3, SETTINGS, 0, 0);
  for (let i = 0; i < settings.length; i += 2) {
    output.bytes[at] = settings[i]! >>> 8;
    output.bytes[at + 1] = settings[i]!;
    writeNumber(output.bytes, at + 2, settings[i + 1]!);
    at += 6;
  }
}

export function writeSettingsAck(output: Output): void {
  begin(output, 0, SETTINGS, ACK, 0);
}

/** Answers the ping whose payload is `bytes[start, start + 8)`. */
export function writePingAck(output: Output, bytes: Uint8Array, start: number): void {
  const at = begin(output, 8, PING, ACK, 0);
  for (let i = 0; i < 8; i++) output.bytes[at + i] = bytes[start + i]!;
}

export function writeReset(output: Output, stream: number, code: number): void {
  writeNumber(output.bytes, begin(output, 4, RST_STREAM, 0, stream), code);
}

/** @param stream 0: the connection */
export function writeWindowUpdate(output: Output, stream: number, increment: number): void {
  writeNumber(output.bytes, begin(output, 4, WINDOW_UPDATE, 0, stream), increment);
}

/** @param last identifier of the last stream of the peer's that is served */
export function writeGoAway(output: Output, last: number, code: number): void {
  const at = begin(output, 8, GOAWAY, 0, 0);
  writeNumber(output.bytes, at, last);
  writeNumber(output.bytes, at + 4, code);
}

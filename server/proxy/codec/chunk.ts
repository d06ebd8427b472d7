import type { Output } from '../transport/output.ts';

/** Room that the size line of one chunk and its end may take: five digits and two line ends. */
export const CHUNK_ROOM = 9;
export const LAST_CHUNK = '0\r\n\r\n';

/** Puts `source[start, end)` in as one chunk; nothing when it is empty. There must be room for it and CHUNK_ROOM. */
export function writeChunk(output: Output, source: Buffer, start: number, end: number): void {
  if (end === start) return;
  output.text(`${(end - start).toString(16)}\r\n`);
  output.copy(source, start, end);
  output.text('\r\n');
}

/** Where a payload is to be put so that `closeChunk` can make a chunk of it. */
export function openChunk(output: Output): number {
  return output.length + CHUNK_ROOM - 2;
}

/** Makes a chunk of the `length` bytes that were put at `openChunk()`; nothing when there are none. */
export function closeChunk(output: Output, length: number): void {
  if (length === 0) return;
  const start = output.length;
  const payload = start + CHUNK_ROOM - 2;
  output.text(`${length.toString(16)}\r\n`);
  output.bytes.copyWithin(output.length, payload, payload + length);
  output.length += length;
  output.text('\r\n');
}

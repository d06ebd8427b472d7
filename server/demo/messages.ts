/*
 * Messages of gRPC as the demo backends read and write them: frames of five bytes and a message, and in messages one field, number 1. Source:
 * the gRPC protocol over HTTP/2, "Length-Prefixed-Message"; the wire format of Protocol Buffers.
 */

const HEAD = 5;
const LENGTH_DELIMITED = 2;

/** Longest message that is read. */
const LONGEST = 4 * 1024 * 1024;

/** Cuts a stream of bytes into messages. */
export class MessageReader {
  private pending = Buffer.alloc(0);

  /** Messages that are whole with these bytes. @throws RangeError for one that is compressed or too long */
  take(bytes: Buffer): Buffer[] {
    this.pending = Buffer.concat([this.pending, bytes]);
    const messages: Buffer[] = [];
    while (this.pending.length >= HEAD) {
      if (this.pending[0] !== 0) throw new RangeError('compressed messages are not read');
      const length = this.pending.readUInt32BE(1);
      if (length > LONGEST) throw new RangeError(`a message of ${length} bytes is too long`);
      if (this.pending.length < HEAD + length) break;
      messages.push(this.pending.subarray(HEAD, HEAD + length));
      this.pending = this.pending.subarray(HEAD + length);
    }
    return messages;
  }
}

/** A message in its frame. */
export function framed(message: Buffer): Buffer {
  const frame = Buffer.alloc(HEAD + message.length);
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, HEAD);
  return frame;
}

/** A number in the variable-length form. @returns it, and the offset behind it; null when the bytes end before */
function varint(bytes: Buffer, start: number): { value: number; next: number } | null {
  let value = 0;
  for (let at = start, factor = 1; at < bytes.length && factor < 2 ** 53; at++, factor *= 128) {
    value += (bytes[at]! & 127) * factor;
    if (bytes[at]! < 128) return { value, next: at + 1 };
  }
  return null;
}

/** The text of field 1, '' without one, null for what is no message. */
export function textOf(message: Buffer): string | null {
  let text = '';
  for (let at = 0; at < message.length;) {
    const key = varint(message, at);
    const value = key === null ? null : varint(message, key.next);
    if (key === null || value === null) return null;
    const type = key.value % 8;
    at = value.next;
    if (type === LENGTH_DELIMITED) {
      at += value.value;
      if (at > message.length) return null;
      if (key.value === 8 + LENGTH_DELIMITED) text = message.toString('utf8', value.next, at);
    } else if (type !== 0) return null;
  }
  return text;
}

/** A message whose field 1 is a number below 128. */
export function numberMessage(value: number): Buffer {
  return Buffer.from([8, value]);
}

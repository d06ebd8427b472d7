import type { Json, JsonObject } from '../../model/schema/types.ts';
import { field, type FieldType, type Message, MESSAGES } from './protobuf-messages.ts';

/** Bytes that are no message of the expected kind. */
export class ProtobufError extends Error {}

/** True for the kinds that are read from protobuf: the built-in kinds, which client-go writes so. */
export function hasProtobuf(kind: string): boolean {
  return Object.hasOwn(MESSAGES, kind);
}

const MAGIC = Buffer.from('k8s\0');
const UNKNOWN: Message = {
  1: field('typeMeta', { 1: field('apiVersion', 'string'), 2: field('kind', 'string') }),
};

/**
 * Reads an object in the protobuf encoding of Kubernetes: `k8s\0`, then a runtime.Unknown with the object in it.
 * @throws ProtobufError
 */
export function parseProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) throw new ProtobufError('the body does not begin with k8s');
  const envelope = body.subarray(MAGIC.length);
  const { typeMeta } = readMessage(envelope, UNKNOWN) as { typeMeta?: { apiVersion?: string; kind?: string } };
  const { apiVersion = '', kind = '' } = typeMeta ?? {};
  const message = Object.hasOwn(MESSAGES, kind) ? MESSAGES[kind] : undefined;
  if (message === undefined) throw new ProtobufError(`the kind "${kind}" is not read from protobuf`);
  let raw: Buffer = Buffer.alloc(0);
  eachField(envelope, (number, value) => {
    if (number === 2 && Buffer.isBuffer(value)) raw = value;
  });
  return { apiVersion, kind, ...readMessage(raw, message) };
}

function readMessage(bytes: Buffer, message: Message): JsonObject {
  const result: JsonObject = {};
  eachField(bytes, (number, value) => {
    const known = message[number];
    if (known === undefined) return;
    const { name, type } = known;
    const read = readField(value, type);
    if (Array.isArray(type) || type === 'strings')
      result[name] = [...((result[name] as Json[] | undefined) ?? []), read];
    else if (type === 'map') result[name] = { ...(result[name] as JsonObject | undefined), ...(read as JsonObject) };
    else result[name] = read;
  });
  return result;
}

function readField(value: Buffer | bigint, type: FieldType): Json {
  if (typeof value === 'bigint') return type === 'bool' ? value !== 0n : Number(BigInt.asIntN(64, value));
  if (type === 'string' || type === 'strings') return value.toString();
  if (type === 'map') {
    const { key = '', value: entry = '' } = readMessage(value, {
      1: field('key', 'string'),
      2: field('value', 'string'),
    });
    return { [key as string]: entry };
  }
  if (type === 'int-or-string') {
    const parts = readMessage(value, {
      1: field('type', 'int'),
      2: field('number', 'int'),
      3: field('text', 'string'),
    });
    return parts.type === 1 ? (parts.text ?? '') : (parts.number ?? 0);
  }
  if (type === 'time') return readTime(value);
  if (type === 'fields') {
    const { raw = '' } = readMessage(value, { 1: field('raw', 'string') });
    return raw === '' ? null : (JSON.parse(raw as string) as Json);
  }
  if (type === 'int' || type === 'bool') throw new ProtobufError('a number has the wrong wire type');
  return readMessage(value, Array.isArray(type) ? type[0] : type);
}

/** Seconds since 1970, as JSON writes them; a time that is not set is an empty message. */
function readTime(bytes: Buffer): Json {
  const { seconds } = readMessage(bytes, { 1: field('seconds', 'int') });
  if (typeof seconds !== 'number') return null;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new ProtobufError('a time is out of range');
  return date.toISOString().replace('.000Z', 'Z');
}

function eachField(bytes: Buffer, visit: (number: number, value: Buffer | bigint) => void): void {
  let at = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw new ProtobufError('the body ends too early');
      at += 1;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
    throw new ProtobufError('a number is too long');
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new ProtobufError('the body ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    if (wire === 0) visit(tag >>> 3, varint());
    else if (wire === 2) visit(tag >>> 3, take(Number(varint())));
    else if (wire === 1 || wire === 5) take(wire === 1 ? 8 : 4);
    else throw new ProtobufError(`the wire type ${wire} is not known`);
  }
}

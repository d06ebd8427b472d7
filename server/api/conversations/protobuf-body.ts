import type { Json, JsonObject } from '../../model/schema/types.ts';
import { bytesField, varint } from '../discovery/protobuf-writer.ts';
import { type FieldType, type Message, MESSAGES } from '../http/protobuf-messages.ts';
import { parseProtobuf } from '../http/protobuf.ts';
import { textOf } from '../http/text.ts';

/** True for a body in the protobuf encoding of Kubernetes. */
export function isProtobuf(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('latin1') === 'k8s\0';
}

/** Such a body with other values in it, as client-go would have written it. @param change of the object as JSON */
export function changeProtobuf(bytes: Buffer, change: (object: JsonObject) => JsonObject): Buffer {
  const { apiVersion, kind, ...object } = change(parseProtobuf(bytes));
  const message = MESSAGES[textOf(kind)] ?? {};
  const type = Buffer.concat([
    bytesField(1, Buffer.from(textOf(apiVersion))),
    bytesField(2, Buffer.from(textOf(kind))),
  ]);
  return Buffer.concat([
    Buffer.from('k8s\0'),
    bytesField(1, type),
    bytesField(2, write(object, message)),
    bytesField(3, Buffer.alloc(0)),
    bytesField(4, Buffer.alloc(0)),
  ]);
}

function write(object: JsonObject, message: Message): Buffer {
  const parts = Object.entries(message).flatMap(([number, { name, type }]) => {
    const value = object[name];
    if (value === undefined) return [];
    const repeated = Array.isArray(type) || type === 'strings';
    return (repeated ? (value as Json[]) : [value]).map((one) => writeField(Number(number), one, type));
  });
  return Buffer.concat(parts);
}

function writeField(number: number, value: Json, type: FieldType): Buffer {
  if (type === 'bool' || type === 'int') return Buffer.concat([varint(number * 8), varint(Number(value))]);
  if (type === 'string' || type === 'strings') return bytesField(number, Buffer.from(textOf(value)));
  if (type === 'fields') return bytesField(number, bytesField(1, Buffer.from(JSON.stringify(value))));
  if (type === 'time') {
    const seconds =
      value === null ? Buffer.alloc(0) : Buffer.concat([varint(8), varint(Date.parse(textOf(value)) / 1000)]);
    return bytesField(number, seconds);
  }
  if (type === 'map') {
    const entries = Object.entries(value as JsonObject);
    return Buffer.concat(
      entries.map(([key, entry]) =>
        bytesField(number, Buffer.concat([bytesField(1, Buffer.from(key)), bytesField(2, Buffer.from(textOf(entry)))])),
      ),
    );
  }
  if (type === 'int-or-string') {
    const text = typeof value === 'string';
    return bytesField(
      number,
      Buffer.concat([
        Buffer.concat([varint(8), varint(text ? 1 : 0)]),
        Buffer.concat([varint(16), varint(text ? 0 : Number(value))]),
        bytesField(3, Buffer.from(text ? value : '')),
      ]),
    );
  }
  return bytesField(number, write(value as JsonObject, Array.isArray(type) ? type[0] : type));
}

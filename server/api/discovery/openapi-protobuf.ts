import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { bytesField, doubleField, flagField, intField, textField, textsField } from './protobuf-writer.ts';

/**
 * An OpenAPI document of version 2 in protobuf, as kubectl reads it: to find out whether a server validates fields, and to explain
 * (before 1.27). Source: gnostic-models openapiv2/OpenAPIv2.proto.
 * @param document as JSON
 */
export function openApiProtobuf(document: JsonObject): Buffer {
  const info = members(document.info);
  return Buffer.concat([
    textField(1, document.swagger),
    bytesField(2, Buffer.concat([textField(1, info.title), textField(2, info.version)])),
    bytesField(8, Buffer.concat(named(2, members(document.paths), pathItem))),
    bytesField(9, Buffer.concat(named(1, members(document.definitions), schema))),
  ]);
}

function members(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Pairs of a name and a value. */
function named(field: number, values: JsonObject, write: (value: JsonObject) => Buffer): Buffer[] {
  return Object.entries(values).map(([name, value]) =>
    bytesField(field, Buffer.concat([textField(1, name), bytesField(2, write(members(value)))])),
  );
}

/** Any value, as YAML text; JSON is YAML. */
function any(value: Json): Buffer {
  return textField(2, JSON.stringify(value));
}

function extensions(field: number, value: JsonObject): Buffer {
  const own = Object.entries(value).filter(([key]) => key.startsWith('x-'));
  return Buffer.concat(
    own.map(([name, member]) => bytesField(field, Buffer.concat([textField(1, name), bytesField(2, any(member))]))),
  );
}

function pathItem(value: JsonObject): Buffer {
  const verbs = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };
  const written = Object.entries(verbs).map(([verb, field]) =>
    isObject(value[verb]) ? bytesField(field, operation(value[verb])) : Buffer.alloc(0),
  );
  return Buffer.concat([...written, ...list(value.parameters).map((one) => parameter(9, members(one)))]);
}

function operation(value: JsonObject): Buffer {
  return Buffer.concat([
    textsField(1, value.tags),
    textField(3, value.description),
    textField(5, value.operationId),
    textsField(6, value.produces),
    textsField(7, value.consumes),
    ...list(value.parameters).map((one) => parameter(8, members(one))),
    bytesField(9, Buffer.concat(named(1, members(value.responses), (one) => bytesField(1, response(one))))),
    extensions(13, value),
  ]);
}

function response(value: JsonObject): Buffer {
  const body = isObject(value.schema) ? bytesField(2, bytesField(1, schema(value.schema))) : Buffer.alloc(0);
  return Buffer.concat([textField(1, value.description), body]);
}

/** A ParametersItem: a Parameter in the body, in the query or in the path. */
function parameter(field: number, value: JsonObject): Buffer {
  if (value.in === 'body') {
    const body = Buffer.concat([
      textField(1, value.description),
      textField(2, value.name),
      textField(3, value.in),
      flagField(4, value.required),
      bytesField(5, schema(members(value.schema))),
    ]);
    return bytesField(field, bytesField(1, bytesField(1, body)));
  }
  const inPath = value.in === 'path';
  const other = Buffer.concat([
    flagField(1, value.required),
    textField(2, value.in),
    textField(3, value.description),
    textField(4, value.name),
    textField(inPath ? 5 : 6, value.type),
    flagField(inPath ? 19 : 20, value.uniqueItems),
  ]);
  return bytesField(field, bytesField(1, bytesField(2, bytesField(inPath ? 4 : 3, other))));
}

function schema(value: JsonObject): Buffer {
  const { additionalProperties, items, properties } = value;
  return Buffer.concat([
    textField(1, value.$ref),
    textField(2, value.format),
    textField(4, value.description),
    doubleField(7, value.maximum),
    doubleField(9, value.minimum),
    intField(11, value.maxLength),
    intField(12, value.minLength),
    textField(13, value.pattern),
    intField(14, value.maxItems),
    intField(15, value.minItems),
    intField(17, value.maxProperties),
    textsField(19, value.required),
    ...list(value.enum).map((one) => bytesField(20, any(one))),
    isObject(additionalProperties) ? bytesField(21, bytesField(1, schema(additionalProperties))) : Buffer.alloc(0),
    typeof value.type === 'string' ? bytesField(22, textField(1, value.type)) : Buffer.alloc(0),
    isObject(items) ? bytesField(23, bytesField(1, schema(items))) : Buffer.alloc(0),
    isObject(properties) ? bytesField(25, Buffer.concat(named(1, properties, schema))) : Buffer.alloc(0),
    extensions(31, value),
  ]);
}

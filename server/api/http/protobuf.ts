import type { Json, JsonObject } from '../../model/schema/types.ts';

/** Bytes that are no message of the expected kind. */
export class ProtobufError extends Error {}

/** How a field is read; a flag is absent when it is false. */
type FieldType = 'string' | 'int' | 'bool' | 'flag' | 'map' | 'int-or-string' | 'strings' | Message | [Message];

interface Field {
  name: string;
  type: FieldType;
}

/** Fields of a message by number; others are skipped. */
type Message = { readonly [number: number]: Field };

const field = (name: string, type: FieldType): Field => ({ name, type });

// Source: meta/v1 and core/v1 generated.proto. What only the server writes is left out.
const OWNER: Message = {
  1: field('kind', 'string'),
  3: field('name', 'string'),
  4: field('uid', 'string'),
  5: field('apiVersion', 'string'),
  6: field('controller', 'bool'),
  7: field('blockOwnerDeletion', 'bool'),
};
const METADATA: Message = {
  1: field('name', 'string'),
  2: field('generateName', 'string'),
  3: field('namespace', 'string'),
  5: field('uid', 'string'),
  6: field('resourceVersion', 'string'),
  11: field('labels', 'map'),
  12: field('annotations', 'map'),
  13: field('ownerReferences', [OWNER]),
  14: field('finalizers', 'strings'),
};
const PORT: Message = {
  1: field('name', 'string'),
  2: field('protocol', 'string'),
  3: field('port', 'int'),
  4: field('targetPort', 'int-or-string'),
  5: field('nodePort', 'int'),
  6: field('appProtocol', 'string'),
};
const SERVICE_SPEC: Message = {
  1: field('ports', [PORT]),
  2: field('selector', 'map'),
  3: field('clusterIP', 'string'),
  4: field('type', 'string'),
  5: field('externalIPs', 'strings'),
  7: field('sessionAffinity', 'string'),
  8: field('loadBalancerIP', 'string'),
  9: field('loadBalancerSourceRanges', 'strings'),
  10: field('externalName', 'string'),
  11: field('externalTrafficPolicy', 'string'),
  12: field('healthCheckNodePort', 'int'),
  13: field('publishNotReadyAddresses', 'flag'),
  14: field('sessionAffinityConfig', { 1: field('clientIP', { 1: field('timeoutSeconds', 'int') }) }),
  17: field('ipFamilyPolicy', 'string'),
  18: field('clusterIPs', 'strings'),
  19: field('ipFamilies', 'strings'),
  20: field('allocateLoadBalancerNodePorts', 'bool'),
  21: field('loadBalancerClass', 'string'),
  22: field('internalTrafficPolicy', 'string'),
  23: field('trafficDistribution', 'string'),
};
const MESSAGES: Record<string, Message> = {
  Namespace: { 1: field('metadata', METADATA), 2: field('spec', { 1: field('finalizers', 'strings') }) },
  Service: { 1: field('metadata', METADATA), 2: field('spec', SERVICE_SPEC) },
  DeleteOptions: {
    1: field('gracePeriodSeconds', 'int'),
    2: field('preconditions', { 1: field('uid', 'string'), 2: field('resourceVersion', 'string') }),
    4: field('propagationPolicy', 'string'),
    5: field('dryRun', 'strings'),
  },
};

/** True for the kinds that are read from protobuf: those that kubectl writes so. */
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
    // Go writes empty values where JSON has none
    else if (read !== '' && read !== 0 && (type !== 'flag' || read === true)) result[name] = read;
  });
  return result;
}

function readField(value: Buffer | bigint, type: FieldType): Json {
  if (typeof value === 'bigint')
    return type === 'bool' || type === 'flag' ? value !== 0n : Number(BigInt.asIntN(64, value));
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
  if (type === 'int' || type === 'bool' || type === 'flag') throw new ProtobufError('a number has the wrong wire type');
  return readMessage(value, Array.isArray(type) ? type[0] : type);
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

import { readNumber } from '../../../model/schema/exact-number.ts';
import { floatText, quote } from '../../../model/schema/field-error.ts';
import { compareTexts } from '../../../model/schema/go-json.ts';
import { setProperty } from '../../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../../model/schema/types.ts';
import { YamlError } from './error.ts';
import { Float, type Scalar } from './resolve.ts';

/** A value as Go's yaml package gives it. */
export type GoValue = Scalar | GoList | GoMap;

/** A list, and the same as JSON. */
export class GoList {
  readonly items: GoValue[] = [];
  readonly json: Json[] = [];
}

/** A map with keys of any scalar type, and the same as JSON. */
export class GoMap {
  readonly entries = new Map<string, { key: GoValue; value: GoValue }>();
  readonly json: JsonObject = {};

  /** NaN is never the same as another key. */
  has(key: GoValue): boolean {
    return !(key instanceof Float && Number.isNaN(key.value)) && this.entries.has(idOf(key));
  }
}

/** Tells keys apart: those of different types are never the same. */
function idOf(key: GoValue): string {
  return typeof key === 'string' ? `s${key}` : goSyntax(key);
}

/** What has to be told when all of a document is read: what JSON has not. */
export class Unwritable {
  key: string | undefined;
  number: string | undefined;

  /** @throws YamlError */
  check(): void {
    const problem = this.key ?? this.number;
    if (problem !== undefined) throw new NoJsonError(problem);
  }
}

/** YAML that JSON has nothing for; the message stands without `yaml: `. */
export class NoJsonError extends YamlError {}

/** A value as JSON. What there is none for is noted. */
export function toJson(value: GoValue, unwritable: Unwritable): Json {
  if (value instanceof GoList || value instanceof GoMap) return value.json;
  if (value instanceof Float) {
    if (Number.isFinite(value.value)) return readNumber(JSON.stringify(value.value));
    unwritable.number ??= `json: unsupported value: ${Number.isNaN(value.value) ? 'NaN' : value.value > 0 ? '+Inf' : '-Inf'}`;
    return null;
  }
  if (typeof value === 'bigint') return readNumber(value.toString());
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** Sets a member of a map. */
export function setMember(map: GoMap, key: GoValue, value: GoValue, unwritable: Unwritable): void {
  map.entries.set(idOf(key), { key, value });
  const name = keyText(key);
  if (name !== undefined) setProperty(map.json, name, toJson(value, unwritable));
  else
    unwritable.key ??= `unsupported map key of type: ${key === null ? '%!s(<nil>)' : 'uint64'}, key: ${goSyntax(key)}, value: ${goSyntax(value)}`;
}

/** A key as JSON has it; undefined where Go makes no text of it. */
function keyText(key: GoValue): string | undefined {
  if (typeof key === 'string') return key.toWellFormed();
  if (typeof key === 'boolean') return String(key);
  if (typeof key === 'bigint') return key < 2n ** 63n ? key.toString() : undefined;
  return key instanceof Float ? float32Text(key.value) : undefined;
}

/** A float as Go writes one of 32 bits, as short as it can be. */
function float32Text(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return Number.isNaN(single) ? '.nan' : single > 0 ? '.inf' : '-.inf';
  for (let digits = 1; digits < 10; digits += 1) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return floatText(short);
  }
  return floatText(single);
}

/** A value in Go's syntax, as %#v prints it. */
export function goSyntax(value: GoValue, inside = false): string {
  if (value === null) return inside ? 'interface {}(nil)' : '<nil>';
  if (value instanceof GoList) return `[]interface {}{${value.items.map((item) => goSyntax(item, true)).join(', ')}}`;
  if (value instanceof GoMap) {
    const entries = [...value.entries.values()].sort((a, b) => compareTexts(goSyntax(a.key), goSyntax(b.key)));
    const parts = entries.map(({ key, value: member }) => `${goSyntax(key, true)}:${goSyntax(member, true)}`);
    return `map[interface {}]interface {}{${parts.join(', ')}}`;
  }
  if (value instanceof Float) return Number.isFinite(value.value) ? floatText(value.value) : `${value.value}`;
  if (typeof value === 'bigint') return value < 2n ** 63n ? value.toString() : `0x${value.toString(16)}`;
  return typeof value === 'string' ? quote(value) : String(value);
}

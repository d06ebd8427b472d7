import { apiVersionOf } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject, Schema } from '../../model/schema/types.ts';
import type { Status } from '../../model/status.ts';
import { isGranular, memberOf, pathOf, shown, stepOf, type Step } from './paths.ts';

/** Members of metadata that may be applied. Source: meta/v1 ObjectMeta. */
const METADATA = new Set(
  (
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp ' +
    'deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields'
  ).split(' '),
);

/**
 * Why an applied object does not fit its schema: unknown fields, and lists and objects that are none. Undefined when it fits.
 * Server-side apply cannot tell owners of such fields, so that it refuses them whatever fieldValidation says.
 */
export function untypedStatus(kind: Kind, config: JsonObject): Status | undefined {
  const { metadata, ...rest } = config;
  const errors = isObject(metadata)
    ? Object.keys(metadata)
        .filter((key) => !METADATA.has(key))
        .map((key) => `.metadata.${key}: field not declared in schema`)
    : [];
  check(rest, kind.schema, [], errors);
  if (errors.length === 0) return undefined;
  const { name = '', namespace = '' } = isObject(metadata) ? metadata : {};
  const version = kind.group === '' ? `/${kind.version}` : apiVersionOf(kind);
  const list = errors.length === 1 ? errors.join('') : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  const message = `failed to create typed patch object (${goText(namespace)}/${goText(name)}; ${version}, Kind=${kind.kind}): ${list}`;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 };
}

function check(value: Json, schema: Schema, steps: readonly Step[], errors: string[]): void {
  if (value === null) return;
  const wrong = (wanted: string): void => {
    errors.push(`${shown(pathOf(steps))}: expected ${wanted}, got &{${goText(value)}}`);
  };
  if (schema.type === 'object' || schema.type === 'map') {
    if (!isObject(value)) wrong('map');
    else if (isGranular(schema) || schema.type === 'object') checkMembers(value, schema, steps, errors);
  } else if (schema.type === 'list') {
    if (!Array.isArray(value)) return wrong('list');
    if (schema.listType === 'map' || schema.listType === 'set') {
      const found = value.map((item) => shown(pathOf([stepOf(item, schema)])));
      for (const key of new Set(found.filter((one, index) => found.indexOf(one) < index)))
        errors.push(`${shown(pathOf(steps))}: duplicate entries for key ${key}`);
    }
    value.forEach((item, index) =>
      check(item, schema.items, [...steps, schema.listType === 'map' ? stepOf(item, schema) : `i:${index}`], errors),
    );
  } else if (schema.type === 'boolean' && typeof value !== 'boolean') wrong('boolean');
  else if (schema.type === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    errors.push(`${shown(pathOf(steps))}: expected string, got &value.valueUnstructured{Value:${value}}`);
}

function checkMembers(value: JsonObject, schema: Schema, steps: readonly Step[], errors: string[]): void {
  for (const [key, member] of Object.entries(value)) {
    const below = memberOf(schema, key);
    const here: Step[] = [...steps, `f:${key}`];
    if (below === undefined) errors.push(`${shown(pathOf(here))}: field not declared in schema`);
    else check(member, below, here, errors);
  }
}

/** A value as Go's %v prints it. */
function goText(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return value.toString();
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goText(value[key] ?? null)}`);
  return `map[${parts.join(' ')}]`;
}

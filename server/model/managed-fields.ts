import { apiVersionsOf } from './api-version.ts';
import type { Kind } from './kind.ts';
import { byteLength } from './names.ts';
import { type FieldError, invalid, invalidNamed, isPrintable, tooLong } from './schema/field-error.ts';
import { isObject } from './schema/normalize.ts';

const LONGEST_MANAGER = 128;
const LONGEST_SUBRESOURCE = 256;

/**
 * What a client says of managers: nothing where it says nothing that can be read, so that those of the stored object count; an empty
 * list where it takes all of them away; else its list. Source: apimachinery managedfields decodeLiveOrNew.
 */
export function saidManagers(entries: unknown[] | undefined): unknown[] | undefined {
  if (entries === undefined || !entries.every(isObject)) return undefined;
  const [first] = entries;
  if (first === undefined || (entries.length === 1 && Object.keys(first).length === 0)) return [];
  return entries.every(isReadable) ? entries : undefined;
}

function isReadable({ operation, apiVersion, fieldsType, fieldsV1 }: Record<string, unknown>): boolean {
  if ((operation !== 'Apply' && operation !== 'Update') || fieldsType !== 'FieldsV1') return false;
  return typeof apiVersion === 'string' && apiVersion !== '' && (fieldsV1 === undefined || isFieldSet(fieldsV1));
}

/** Those of versions of the kind; the others are dropped. */
export function knownManagers(kind: Kind, entries: unknown[] | undefined): unknown[] | undefined {
  const versions = apiVersionsOf(kind);
  return entries?.filter((entry) => isObject(entry) && versions.includes(textOf(entry.apiVersion)));
}

/** Source: structured-merge-diff fieldpath.Set.FromJSON. */
function isFieldSet(value: unknown): boolean {
  return isObject(value) && Object.entries(value).every(([key, below]) => key === '.' || isStep(key, below));
}

function isStep(key: string, below: unknown): boolean {
  if (key.length < 2 || key[1] !== ':') return false;
  const rest = key.slice(2);
  switch (key[0]) {
    case 'f':
      return isFieldSet(below);
    case 'i':
      return /^[+-]?\d+$/.test(rest) && isFieldSet(below);
    case 'v':
      return parsed(rest) !== undefined && isFieldSet(below);
    case 'k':
      return isObject(parsed(rest)) && isFieldSet(below);
    default:
      // a later version may know what this is
      return true;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is wrong with managers. Source: apimachinery ValidateManagedFields. */
export function managerErrors(entries: readonly unknown[]): FieldError[] {
  return entries.flatMap((entry, index) => {
    const { operation = '', fieldsType = '', manager = '', subresource = '' } = isObject(entry) ? entry : {};
    const errors: FieldError[] = [];
    const field = `metadata.managedFields[${index}]`;
    if (operation !== 'Apply' && operation !== 'Update')
      errors.push(invalidNamed(`${field}.operation`, textOf(operation), 'must be `Apply` or `Update`'));
    if (fieldsType !== '' && fieldsType !== 'FieldsV1')
      errors.push(invalid(`${field}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
    errors.push(...managerNameErrors(`${field}.manager`, textOf(manager)));
    if (byteLength(textOf(subresource)) > LONGEST_SUBRESOURCE)
      errors.push(tooLong(`${field}.subresource`, LONGEST_SUBRESOURCE));
    return errors;
  });
}

/** What is wrong with the name of a manager. Source: apimachinery ValidateFieldManager. */
export function managerNameErrors(field: string, name: string): FieldError[] {
  const errors = byteLength(name) > LONGEST_MANAGER ? [tooLong(field, LONGEST_MANAGER)] : [];
  let position = 0;
  for (const letter of name) {
    if (!isPrintable(letter))
      errors.push(invalid(field, name, `invalid character ${codePoint(letter)} (at position ${position})`));
    position += byteLength(letter);
  }
  return errors;
}

/** `U+0001`, as Go's %#U prints a letter that cannot be shown. */
function codePoint(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

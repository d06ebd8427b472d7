import { quote } from './schema/field-error.ts';
import { compareTexts } from './schema/go-json.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';

function must(text: string, examples: string[], pattern: string): string {
  const list = examples.map((example) => `'${example}'`).join(',  or ');
  return `${text} (e.g. ${list}, regex used for validation is '${pattern}')`;
}

function longerThan(max: number): string {
  return `must be no more than ${max} bytes`;
}

const encoder = new TextEncoder();

/** Length in UTF-8, in which the limits of names count. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/*
 * The forms are told without their patterns: pages use this room too, and an engine that is safe with any text weighs much. These
 * expressions take time in proportion to the text, which may be long.
 */

/** True for what fits LABEL. */
function isLabel(text: string): boolean {
  return /^[-a-z0-9]+$/.test(text) && !text.startsWith('-') && !text.endsWith('-');
}

/** True for what fits SUBDOMAIN. */
function isSubdomain(text: string): boolean {
  return text.split('.').every(isLabel);
}

/** True for what fits QUALIFIED_NAME. */
function isQualifiedName(text: string): boolean {
  return /^[-A-Za-z0-9_.]+$/.test(text) && /^[A-Za-z0-9]/.test(text) && /[A-Za-z0-9]$/.test(text.slice(-1));
}

/** What is wrong with a name that has to be an RFC 1123 subdomain (most kinds). */
export function subdomainErrors(name: string): string[] {
  return [...(byteLength(name) > 253 ? ['must be no more than 253 characters'] : []), ...subdomainFormErrors(name)];
}

function subdomainFormErrors(name: string): string[] {
  if (isSubdomain(name)) return [];
  const text =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [must(text, ['example.com'], SUBDOMAIN)];
}

/** What is wrong with a name that has to be an RFC 1123 label (namespaces, Services). */
export function labelErrors(name: string): string[] {
  const errors: string[] = [];
  if (byteLength(name) > 63) errors.push('must be no more than 63 characters');
  if (!isLabel(name) && isSubdomain(name)) errors.push('must not contain dots');
  else if (!isLabel(name))
    errors.push(
      must(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
        ['my-name', '123-abc'],
        LABEL,
      ),
    );
  return errors;
}

/** What is wrong with a name that has to fit into a URL. Source: apimachinery IsPathSegmentName. */
export function pathSegmentErrors(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return pathPrefixErrors(name);
}

/** What is wrong with the beginning of such a name. Source: apimachinery IsPathSegmentPrefix. */
export function pathPrefixErrors(name: string): string[] {
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

/** What is wrong with the key of a label or annotation: `[PREFIX/]NAME`. */
export function qualifiedNameErrors(key: string): string[] {
  const parts = key.split('/');
  const text = must(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    ['MyName', 'my.name', '123-abc'],
    QUALIFIED_NAME,
  );
  if (parts.length > 2)
    return [`a valid label key ${text} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const errors: string[] = [];
  const name = parts.length === 2 ? (parts[1] ?? '') : key;
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') errors.push('prefix part must be non-empty');
    else
      errors.push(
        ...[...(byteLength(prefix) > 253 ? [longerThan(253)] : []), ...subdomainFormErrors(prefix)].map(
          (error) => `prefix part ${error}`,
        ),
      );
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (byteLength(name) > 63) errors.push(`name part ${longerThan(63)}`);
  if (!isQualifiedName(name)) errors.push(`name part ${text}`);
  return errors;
}

const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** What core kinds have against a finalizer beyond its form. Source: core validation validateKubeFinalizerName. */
export function coreFinalizerErrors(name: string): string[] {
  if (name.includes('/') || STANDARD_FINALIZERS.has(name)) return [];
  return ['name is neither a standard finalizer name nor is it fully qualified'];
}

/** What a server warns of when a custom resource gets finalizers. Source: apiextensions-apiserver validateKubeFinalizerName. */
export function finalizerWarnings(added: readonly string[]): string[] {
  return [...new Set(added)].sort(compareTexts).flatMap((name) => {
    const warnings = qualifiedNameErrors(name);
    if (!name.includes('/') && !STANDARD_FINALIZERS.has(name)) {
      const form = name.includes('.') ? ' including a path (/)' : '';
      warnings.push(
        `prefer a domain-qualified finalizer name${form} to avoid accidental conflicts with other finalizer writers`,
      );
    }
    return warnings.map((warning) => `metadata.finalizers: ${quote(name)}: ${warning}`);
  });
}

/** What is wrong with the value of a label. */
export function labelValueErrors(value: string): string[] {
  const errors: string[] = [];
  if (byteLength(value) > 63) errors.push(longerThan(63));
  if (value !== '' && !isQualifiedName(value))
    errors.push(
      must(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        ['MyValue', 'my_value', '12345'],
        LABEL_VALUE,
      ),
    );
  return errors;
}

import { sameJson } from '../core/same.ts';
import type { KubeObject } from '../object.ts';
import { type FieldError, invalid } from '../schema/field-error.ts';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'];
const LEVELS = ['privileged', 'baseline', 'restricted'];

/** What is wrong with the labels by which pods of a namespace are held to a standard. Source: pod-security-admission ValidateNamespace. */
export function podSecurityErrors(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const errors = labelErrors(object);
  return old !== undefined && sameJson(errors, labelErrors(old)) ? [] : errors;
}

function labelErrors({ metadata: { labels = {} } }: KubeObject): FieldError[] {
  return MODES.flatMap((mode) => {
    const check = (label: string, holds: (value: string) => boolean, detail: string): FieldError[] => {
      const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
      return value === undefined || holds(value) ? [] : [invalid(`metadata.labels[${label}]`, value, detail)];
    };
    return [
      ...check(`${PREFIX}${mode}`, (value) => LEVELS.includes(value), `must be one of ${LEVELS.join(', ')}`),
      ...check(
        `${PREFIX}${mode}-version`,
        (value) => value === 'latest' || /^v1\.(\d|[1-9]\d{1,17})$/.test(value),
        'must be "latest" or "v1.x"',
      ),
    ];
  });
}

import { coreObject } from '../core/object-meta.ts';
import { always, list, merging, struct, text, time } from '../core/go-types.ts';
import type { CoreRules } from '../kind.ts';
import { coreFinalizerErrors, qualifiedNameErrors } from '../names.ts';
import type { KubeObject } from '../object.ts';
import { type FieldError, invalid } from '../schema/field-error.ts';
import { podSecurityErrors } from './pod-security.ts';
import type { NamespaceObject } from './schema.ts';

const condition = struct('v1.NamespaceCondition', {
  type: always(text('v1.NamespaceConditionType')),
  status: always(text('v1.ConditionStatus')),
  lastTransitionTime: always(time),
  reason: text(),
  message: text(),
});

const type = coreObject('v1.Namespace', {
  spec: struct('v1.NamespaceSpec', { finalizers: list(text('v1.FinalizerName')) }),
  status: struct('v1.NamespaceStatus', {
    phase: text('v1.NamespacePhase'),
    conditions: merging(list(condition), 'type'),
  }),
});

/** The label by which selectors find a namespace by its name. Source: core/v1 LabelMetadataName. */
const NAME_LABEL = 'kubernetes.io/metadata.name';
const FINALIZER = 'kubernetes';

const fieldsOf = (object: KubeObject): Pick<NamespaceObject, 'spec' | 'status'> =>
  object as Pick<NamespaceObject, 'spec' | 'status'>;

function label(object: KubeObject): void {
  const { name, labels } = object.metadata;
  if (name) object.metadata.labels = { ...labels, [NAME_LABEL]: name };
}

function defaults(object: KubeObject): void {
  label(object);
  const { status } = fieldsOf(object);
  object.status = { ...status, phase: status?.phase || 'Active' };
}

/** Only the finalize subresource changes the finalizers of a namespace. */
function prepareNew(object: KubeObject): void {
  const written = fieldsOf(object).spec?.finalizers ?? [];
  object.spec = { finalizers: written.includes(FINALIZER) ? written : [...written, FINALIZER] };
  object.status = { phase: 'Active' };
}

/** Source: core validation ValidateNamespace, ValidateNamespaceFinalizeUpdate. */
function finalizerErrors(object: KubeObject, fieldOf: (index: number) => string): FieldError[] {
  return (fieldsOf(object).spec?.finalizers ?? []).flatMap((name, index) =>
    [...qualifiedNameErrors(name), ...coreFinalizerErrors(name)].map((error) => invalid(fieldOf(index), name, error)),
  );
}

const validate = (object: KubeObject): FieldError[] => finalizerErrors(object, () => 'spec.finalizers');

const noWarnings = (): string[] => [];

/** Source: core validation ValidateNamespaceStatusUpdate. */
function validateStatus(object: KubeObject): FieldError[] {
  const phase = fieldsOf(object).status?.phase ?? '';
  const ending = object.metadata.deletionTimestamp !== undefined;
  if (phase === (ending ? 'Terminating' : 'Active')) return [];
  const detail = ending
    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
    : "may only be 'Active' if `deletionTimestamp` is empty";
  return [invalid('status.Phase', phase, detail)];
}

/** Source: kubernetes pkg/registry/core/namespace. */
export const namespaceRules: CoreRules = {
  type,
  defaults,
  create: { prepare: prepareNew, validate, warnings: noWarnings },
  change: {
    prepare: (object, old) => {
      object.spec = old.spec;
      object.status = old.status;
    },
    repeats: ['metadata', 'update'],
    validate,
    warnings: noWarnings,
  },
  subresources: {
    status: {
      prepare: (object, old) => {
        object.spec = old.spec;
      },
      repeats: ['update'],
      validate: validateStatus,
      warnings: noWarnings,
    },
    finalize: {
      prepare: (object, old) => {
        object.status = old.status;
      },
      repeats: ['update'],
      validate: (object) => finalizerErrors(object, (index) => `spec.finalizers[${index}]`),
      warnings: noWarnings,
    },
  },
  admission: podSecurityErrors,
  canonicalize: label,
};

import {
  always,
  any,
  bool,
  type GoField,
  type GoStruct,
  int64,
  list,
  merging,
  pointer,
  stringMap,
  struct,
  text,
  time,
} from './go-types.ts';

const ownerReference = struct('v1.OwnerReference', {
  apiVersion: always(text()),
  kind: always(text()),
  name: always(text()),
  uid: always(text('types.UID')),
  controller: pointer(bool),
  blockOwnerDeletion: pointer(bool),
});

/** Source: meta/v1 ManagedFieldsEntry. */
export const managedFieldsEntry = struct('v1.ManagedFieldsEntry', {
  manager: text(),
  operation: text('v1.ManagedFieldsOperationType'),
  apiVersion: text(),
  time: pointer(time),
  fieldsType: text(),
  fieldsV1: pointer(any),
  subresource: text(),
});

/** Source: meta/v1 ObjectMeta. */
export const objectMeta = struct('v1.ObjectMeta', {
  name: text(),
  generateName: text(),
  namespace: text(),
  selfLink: text(),
  uid: text('types.UID'),
  resourceVersion: text(),
  generation: int64,
  creationTimestamp: time,
  deletionTimestamp: pointer(time),
  deletionGracePeriodSeconds: pointer(int64),
  labels: stringMap,
  annotations: stringMap,
  ownerReferences: merging(list(ownerReference), 'uid'),
  finalizers: merging(list(text()), ''),
  managedFields: list(managedFieldsEntry),
});

/** The Go type of a core kind: what all have, and the fields of its own. */
export function coreObject(name: string, fields: { readonly [name: string]: GoField }): GoStruct {
  return {
    type: 'struct',
    name,
    fields: { kind: text(), apiVersion: text(), metadata: objectMeta, ...fields },
  };
}

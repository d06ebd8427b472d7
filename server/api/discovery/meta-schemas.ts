import type { JsonObject } from '../../model/schema/types.ts';
import type { GroupVersion } from './groups.ts';
import type { Refs } from './refs.ts';

/** Prefix of the names of the shared types. */
export const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const text = (description: string): JsonObject => ({ type: 'string', description });
const int64 = (description: string): JsonObject => ({ type: 'integer', format: 'int64', description });
const texts = (description: string): JsonObject => ({
  type: 'object',
  additionalProperties: { type: 'string', default: '' },
  description,
});
const filled = (description: string): JsonObject => ({ ...text(description), default: '' });
const typed: JsonObject = {
  apiVersion: text('Version of the schema of this object.'),
  kind: text('Name of the kind of this object.'),
};

/** Types that all kinds share, by name. @param refs makes references to types @param served groups in whose versions DeleteOptions are taken */
export function metaSchemas(refs: Refs, served: readonly GroupVersion[]): Record<string, JsonObject> {
  const time = (description: string): JsonObject => refs.member(`${META}.Time`, description, false);
  const options = [{ group: '', version: 'v1' }, ...served.filter(({ group }) => group !== '')];
  return {
    [`${META}.Time`]: { type: 'string', format: 'date-time', description: 'A time, in RFC 3339.' },
    [`${META}.FieldsV1`]: { type: 'object', description: 'A set of fields, as a tree.' },
    [`${META}.Preconditions`]: {
      type: 'object',
      description: 'What must hold of an object that is deleted.',
      properties: { resourceVersion: text('Version of the object.'), uid: text('uid of the object.') },
    },
    [`${META}.ObjectMeta`]: {
      type: 'object',
      description: 'Metadata that every object has.',
      properties: {
        name: text('Name, unique among objects of this kind in a namespace. It cannot be changed.'),
        generateName: text('Prefix of a name that the server makes unique; used where name is absent.'),
        namespace: text('Namespace in which the name is unique. It cannot be changed.'),
        uid: text('Identity of this object in time and space, made by the server.'),
        resourceVersion: text('Version of this object, made by the server; compare it only for equality.'),
        generation: int64('Counts changes of the desired state; made by the server.'),
        creationTimestamp: time('When the object was created; made by the server.'),
        deletionTimestamp: time('When deletion was asked for; made by the server.'),
        deletionGracePeriodSeconds: int64('Seconds that the object is given to end; made by the server.'),
        labels: texts('Keys and values that selectors find objects by.'),
        annotations: texts('Keys and values that tools keep with the object.'),
        finalizers: {
          type: 'array',
          items: { type: 'string', default: '' },
          description: 'What must be done before the object is removed; each is taken out by who does it.',
          'x-kubernetes-list-type': 'set',
          'x-kubernetes-patch-strategy': 'merge',
        },
        ownerReferences: {
          type: 'array',
          items: refs.member(`${META}.OwnerReference`, undefined, true),
          description: 'Objects that this one depends on.',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['uid'],
          'x-kubernetes-patch-merge-key': 'uid',
          'x-kubernetes-patch-strategy': 'merge',
        },
        managedFields: {
          type: 'array',
          items: refs.member(`${META}.ManagedFieldsEntry`, undefined, true),
          description: 'Who manages which fields; kept by the server.',
          'x-kubernetes-list-type': 'atomic',
        },
        selfLink: text('Not used any more.'),
      },
    },
    [`${META}.OwnerReference`]: {
      type: 'object',
      description: 'An object that another depends on.',
      required: ['apiVersion', 'kind', 'name', 'uid'],
      properties: {
        apiVersion: filled('Version of the owner.'),
        kind: filled('Kind of the owner.'),
        name: filled('Name of the owner.'),
        uid: filled('uid of the owner.'),
        controller: { type: 'boolean', description: 'True for the one owner that controls the object.' },
        blockOwnerDeletion: {
          type: 'boolean',
          description: 'True when the owner waits for the deletion of the object.',
        },
      },
      'x-kubernetes-map-type': 'atomic',
    },
    [`${META}.ManagedFieldsEntry`]: {
      type: 'object',
      description: 'The fields that one writer manages.',
      properties: {
        manager: text('Name of the writer.'),
        operation: text('Apply or Update.'),
        apiVersion: text('Version of the fields.'),
        time: time('When the fields changed last.'),
        fieldsType: text('FieldsV1.'),
        fieldsV1: refs.member(`${META}.FieldsV1`, 'The fields.', false),
        subresource: text('Subresource that was written.'),
      },
    },
    [`${META}.ListMeta`]: {
      type: 'object',
      description: 'Metadata of a list.',
      properties: {
        resourceVersion: text('Version of the state that the list shows.'),
        continue: text('Asks for the next page.'),
        remainingItemCount: int64('How many objects follow this page.'),
        selfLink: text('Not used any more.'),
      },
    },
    [`${META}.DeleteOptions`]: {
      type: 'object',
      description: 'Options of a deletion.',
      properties: {
        ...typed,
        dryRun: {
          type: 'array',
          items: { type: 'string', default: '' },
          description: 'All: nothing is written.',
          'x-kubernetes-list-type': 'atomic',
        },
        gracePeriodSeconds: int64('Accepted, without effect.'),
        orphanDependents: { type: 'boolean', description: 'The same as the policy Orphan.' },
        preconditions: refs.member(`${META}.Preconditions`, 'What must hold.', false),
        propagationPolicy: text('Foreground, Background or Orphan. Nothing has dependents here.'),
      },
      'x-kubernetes-group-version-kind': options.map(({ group, version }) => ({
        group,
        version,
        kind: 'DeleteOptions',
      })),
    },
    [`${META}.Patch`]: { type: 'object', description: 'A patch, as its content type says.' },
    [`${META}.Status`]: {
      type: 'object',
      description: 'Answer of a call that returns no object.',
      properties: {
        ...typed,
        metadata: refs.member(`${META}.ListMeta`, 'Metadata of a list.', true),
        status: text('Success or Failure.'),
        message: text('A sentence for people.'),
        reason: text('A word for programs.'),
        details: refs.member(`${META}.StatusDetails`, 'What the answer is about, with causes.', false),
        code: { type: 'integer', format: 'int32', description: 'HTTP status.' },
      },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Status' }],
    },
    [`${META}.StatusDetails`]: {
      type: 'object',
      description: 'What an answer is about.',
      properties: {
        causes: {
          type: 'array',
          items: refs.member(`${META}.StatusCause`, undefined, true),
          description: 'What is wrong, one by one.',
          'x-kubernetes-list-type': 'atomic',
        },
        group: text('Group of the kind.'),
        kind: text('The kind, or its plural.'),
        name: text('Name of the object.'),
        retryAfterSeconds: { type: 'integer', format: 'int32', description: 'When it may be tried again.' },
        uid: text('uid of the object.'),
      },
    },
    [`${META}.StatusCause`]: {
      type: 'object',
      description: 'One thing that is wrong.',
      properties: {
        field: text('Path of the field.'),
        message: text('A sentence for people.'),
        reason: text('A word for programs.'),
      },
    },
  };
}

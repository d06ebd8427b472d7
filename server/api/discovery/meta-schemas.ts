import type { JsonObject } from '../../model/schema/types.ts';

/** Prefix of the names of the shared types. */
export const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const text = (description: string): JsonObject => ({ type: 'string', description });
const time = (description: string): JsonObject => ({ type: 'string', format: 'date-time', description });
const int64 = (description: string): JsonObject => ({ type: 'integer', format: 'int64', description });
const texts = (description: string): JsonObject => ({
  type: 'object',
  additionalProperties: { type: 'string', default: '' },
  description,
});
const typed: JsonObject = {
  apiVersion: text('Version of the schema of this object.'),
  kind: text('Name of the kind of this object.'),
};

/** Types that all kinds share, by name. @param ref makes a reference to a type */
export function metaSchemas(ref: (name: string) => JsonObject): Record<string, JsonObject> {
  return {
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
          items: ref(`${META}.OwnerReference`),
          description: 'Objects that this one depends on.',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['uid'],
          'x-kubernetes-patch-merge-key': 'uid',
          'x-kubernetes-patch-strategy': 'merge',
        },
        managedFields: {
          type: 'array',
          items: ref(`${META}.ManagedFieldsEntry`),
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
        ...typed,
        name: text('Name of the owner.'),
        uid: text('uid of the owner.'),
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
        fieldsV1: { type: 'object', description: 'The fields.' },
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
        dryRun: { type: 'array', items: { type: 'string' }, description: 'All: nothing is written.' },
        gracePeriodSeconds: int64('Accepted, without effect.'),
        propagationPolicy: text('Accepted, without effect.'),
        preconditions: {
          type: 'object',
          description: 'What must hold.',
          properties: { uid: text('uid of the object.'), resourceVersion: text('Version of the object.') },
        },
      },
    },
    [`${META}.Patch`]: { type: 'object', description: 'A patch, as its content type says.' },
    [`${META}.Status`]: {
      type: 'object',
      description: 'Answer of a call that returns no object.',
      properties: {
        ...typed,
        metadata: ref(`${META}.ListMeta`),
        status: text('Success or Failure.'),
        message: text('A sentence for people.'),
        reason: text('A word for programs.'),
        details: { type: 'object', description: 'What the answer is about, with causes.' },
        code: { type: 'integer', format: 'int32', description: 'HTTP status.' },
      },
    },
  };
}

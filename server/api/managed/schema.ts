import type { Kind, Subresource } from '../../model/kind.ts';
import { any, map, mapList, object, setList, string } from '../../model/schema/dsl.ts';
import type { ObjectSchema, Schema } from '../../model/schema/types.ts';

/** What clients may own of `metadata`; the rest is the server's. */
const METADATA = object('Metadata of the object.', {
  generateName: string('Beginning of the name.'),
  labels: map('Labels.', string('Value.')),
  annotations: map('Annotations.', string('Value.')),
  finalizers: setList('Finalizers.', string('Name.')),
  ownerReferences: mapList(
    'Owners.',
    ['uid'],
    object(
      'Owner.',
      {
        uid: string('Its uid.'),
        apiVersion: string('Its apiVersion.'),
        kind: string('Its kind.'),
        name: string('Its name.'),
        controller: any('True for the one that controls.'),
        blockOwnerDeletion: any('True when it waits for the deletion of this object.'),
      },
      { mapType: 'atomic' },
    ),
  ),
});

/** Schema of a whole object of a kind, as far as fields have managers. */
export function ownedSchema(kind: Kind, subresource: Subresource): ObjectSchema {
  const { apiVersion: _version, kind: _kind, status, ...rest } = kind.schema.properties;
  const properties: Record<string, Schema> =
    subresource === 'status' ? (status === undefined ? {} : { status }) : { metadata: METADATA, ...rest };
  return object('Object.', properties);
}

import { string } from '../schema/dsl.ts';

/** The members that open every manifest. */
export const envelope = {
  apiVersion: string('Group and version of the kind.'),
  kind: string('The kind of object.'),
} as const;

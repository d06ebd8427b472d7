import type { KubeObject } from './object.ts';
import type { Allotter } from './service/allotter.ts';
import type { Status } from './status.ts';

/** What the API server would say to a write, and what it would store. */
export type Admission =
  | {
      accepted: true;
      /** Pruned and defaulted. */
      object: KubeObject;
      /** What the client has said, with defaults; absent where it is the object itself. managedFields follow it. */
      said?: KubeObject;
      /** Texts of Warning headers. */
      warnings: string[];
    }
  | { accepted: false; status: Status; warnings: string[] };

export interface AdmitOptions {
  operation: 'create' | 'update';
  /** The stored object; needed for rules that compare with it, and the source of `status` on update. */
  old?: KubeObject;
  /** Unknown fields are an error (Strict), a warning (Warn, the default), or nothing (Ignore). */
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  /** Namespace of the request, taken where the object names none. */
  namespace?: string;
  /** The input has to be written in the version of the kind; absent: in any version that is served. */
  exactVersion?: true;
  /** A write to the status subresource: status is taken from the input, the rest from `old`. */
  status?: boolean;
  /** Gives what a cluster allots; nothing is given without. */
  allotter?: Allotter;
}

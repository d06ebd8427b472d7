import type { NameForm } from './metadata.ts';
import type { KubeObject } from './object.ts';
import type { FieldError } from './schema/field-error.ts';
import type { ObjectSchema } from './schema/types.ts';

/** A column of `kubectl get`; `priority` 1 shows only with `-o wide`. */
export interface PrinterColumn {
  name: string;
  type: 'string' | 'integer' | 'date' | 'boolean';
  description: string;
  priority: 0 | 1;
  format?: string;
  value: (object: KubeObject) => string | number | boolean | null | undefined;
}

/** A field that is stored and validated but that the bundled proxy does not act on yet. */
export interface NotActing {
  /** Field path, for example `spec.rules[0].filters[0].requestRedirect`. */
  path: string;
  /** One sentence: what is not done, and what happens instead. */
  message: string;
}

/** Everything the product knows about one kind. The registry lists them; nothing else enumerates kinds. */
export interface Kind {
  /** '' for the core group. */
  group: string;
  version: string;
  /** Versions with the same fields, which are read as `version`. */
  otherVersions?: readonly string[];
  kind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  /** Core kinds (Service, Namespace, EndpointSlice) follow other rules than custom resources in a few places. */
  core: boolean;
  hasStatus: boolean;
  /** Order in which objects are applied: a lower number first. */
  applyOrder: number;
  /** One sentence: what the kind is for. */
  description: string;
  /** Everything but `metadata`, which all kinds share. */
  schema: ObjectSchema;
  /** How its names have to look; absent: an RFC 1123 subdomain. */
  nameForm?: NameForm;
  columns: PrinterColumn[];
  /** Completes an object before it is validated. Only core kinds have such steps. */
  prepare?: (object: KubeObject, old: KubeObject | undefined) => KubeObject;
  /** Checks that the API server has in code rather than in a schema. Runs where the structure is right. */
  validate?: (object: KubeObject, old: KubeObject | undefined) => FieldError[];
  /** Warnings for an object that is accepted. */
  warnings?: (object: KubeObject) => string[];
  /** Lists what of this object is kept but does not act. Pure. */
  notActing: (object: KubeObject) => NotActing[];
  /** Manifests that a newcomer can start from. */
  examples: { title: string; yaml: string }[];
}

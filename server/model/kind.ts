import type { GoStruct } from './core/go-types.ts';
import type { NameForm } from './metadata.ts';
import type { KubeObject } from './object.ts';
import type { FieldError } from './schema/field-error.ts';
import type { ObjectSchema } from './schema/types.ts';
import type { AllotProblem, Allotter } from './service/allotter.ts';

/** A column of `kubectl get`; `priority` 1 shows only with `-o wide`. */
export interface PrinterColumn {
  name: string;
  type: 'string' | 'integer' | 'date' | 'boolean';
  description: string;
  priority: 0 | 1;
  format?: string;
  /** Where a custom resource has the value; absent where the API server makes it in code. */
  jsonPath?: string;
  value: (object: KubeObject) => string | number | boolean | null | undefined;
}

/** A field that is stored and validated but that the bundled proxy does not act on yet. */
export interface NotActing {
  /** Field path, for example `spec.rules[0].filters[0].requestRedirect`. */
  path: string;
  /** One sentence: what is not done, and what happens instead. */
  message: string;
}

/** How a core kind takes a change, of itself or by a subresource. Objects are changed in place. */
export interface CoreChange {
  /** Before validation: what clients cannot set so is reset. */
  prepare: (object: KubeObject, old: KubeObject) => void;
  /** Checks of metadata that the kind makes once more; they say everything twice. */
  repeats: readonly ('metadata' | 'update')[];
  validate: (object: KubeObject, old: KubeObject) => FieldError[];
  /** For an object that is accepted. */
  warnings: (object: KubeObject, old: KubeObject) => string[];
}

/** What the API server has in code for a core kind. Objects are changed in place. Source: kubernetes pkg/registry and pkg/apis. */
export interface CoreRules {
  type: GoStruct;
  /** Runs once the object is read. */
  defaults: (object: KubeObject) => void;
  /** Fills in what a cluster allots. A problem ends the admission. */
  allot?: (object: KubeObject, old: KubeObject | undefined, allotter?: Allotter) => AllotProblem;
  create: {
    prepare: (object: KubeObject) => void;
    validate: (object: KubeObject) => FieldError[];
    warnings: (object: KubeObject) => string[];
  };
  change: CoreChange;
  subresources: Partial<Record<Exclude<Subresource, ''>, CoreChange>>;
  /** What plug-ins of the API server have against an object that is otherwise right. */
  admission?: (object: KubeObject, old: KubeObject | undefined) => FieldError[];
  /** Last, when the name is known. */
  canonicalize?: (object: KubeObject) => void;
  /** What is shown of an object that is stored, where that is not all of it; subresources show all. Changes nothing in place. */
  onRead?: <Read extends KubeObject>(object: Read) => Read;
  /** Types of versions that are not served any more: a cluster reads them, tells what it does not know, and refuses them. */
  earlierTypes?: Readonly<Record<string, GoStruct>>;
  /** A PUT of an object that does not exist creates it. */
  createsOnUpdate?: true;
}

/** What of an object is written: all, its status, or what keeps it from being deleted. */
export type Subresource = '' | 'status' | 'finalize';

/** The subresources of a kind that are served. */
export function subresourcesOf({ hasStatus, rules }: Kind): Exclude<Subresource, ''>[] {
  return [
    ...(rules?.subresources.finalize === undefined ? [] : ['finalize' as const]),
    ...(hasStatus ? ['status' as const] : []),
  ];
}

/** Everything the product knows about one kind. The registry lists them; nothing else enumerates kinds. */
export interface Kind {
  /** '' for the core group. */
  group: string;
  version: string;
  /** Versions with the same fields, which are read as `version`. */
  otherVersions?: readonly string[];
  /** Version in which a cluster keeps it, where that is another one than `version`. */
  clusterVersion?: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  /** Core kinds (Service, Namespace, EndpointSlice) follow other rules than custom resources in a few places. */
  core: boolean;
  hasStatus: boolean;
  /** A deletion is answered with the object, not with a Status. */
  deleteGivesObject?: true;
  /** Objects of the kind cannot be deleted all at once. */
  noDeleteCollection?: true;
  /** Order in which objects are applied: a lower number first. */
  applyOrder: number;
  /** One sentence: what the kind is for. */
  description: string;
  /** Everything but `metadata`, which all kinds share. */
  schema: ObjectSchema;
  /** Fields that a fieldSelector may name beside name and namespace. */
  selectableFields?: readonly string[];
  /** How its names have to look; absent: an RFC 1123 subdomain. */
  nameForm?: NameForm;
  columns: PrinterColumn[];
  /** What the API server does in code for a core kind; custom resources have their schema alone. */
  rules?: CoreRules;
  /** Lists what of this object is kept but does not act. Pure. */
  notActing: (object: KubeObject) => NotActing[];
  /** Manifests that a newcomer can start from. */
  examples: { title: string; yaml: string }[];
}

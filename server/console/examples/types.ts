import type { ExampleState } from '../../contract/console.ts';

/** An object of an example as it is written. */
export interface ExampleDocument {
  kind: string;
  group: string;
  /** '' for cluster-scoped kinds. */
  namespace: string;
  name: string;
  /** What a reader sees in it, a few words. */
  shows: string;
  /** YAML, kept as authored. */
  text: string;
}

/** A set of objects that is loaded and removed together. */
export interface Example {
  name: ExampleState['name'];
  title: string;
  description: string;
  tryRequest: ExampleState['tryRequest'];
  /** In apply order. */
  documents: ExampleDocument[];
}

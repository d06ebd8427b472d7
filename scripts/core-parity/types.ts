/** A JSON object that is made to be sent. */
export type Tree = Record<string, unknown>;

/** What a server answered. */
export interface Answer {
  code: number;
  body: Tree;
  /** Texts of the Warning headers that a cluster sends, in order. */
  warnings: string[];
  contentType: string;
}

/** One request; what depends on what the same server answered before is a function of that. */
export interface Step {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string | ((answers: readonly Answer[]) => string);
  /** Text and bytes are sent as they are, anything else as JSON. */
  body?: unknown;
  /** Content-Type; application/json where it is absent, none where it is ''. */
  type?: string;
  accept?: string;
  agent?: string;
  /** What it answers is not compared. */
  silent?: true;
}

/** Requests that begin with an empty place. */
export interface Case {
  kind: string;
  title: string;
  steps: Step[];
}

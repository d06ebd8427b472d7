/** What a match reads from a request. */
export interface RoutableRequest {
  method: string;
  /** Host header, or the authority of an absolute-form target; port and case as received. */
  host: string;
  /** Path after `normalizeTarget`, without the query. */
  path: string;
  /** Query as received, with its `?`; empty when there is none. */
  search: string;
  /** Value of a header, repeated ones joined with `,`; undefined when it is missing. `name` is lower case. */
  header(name: string): string | undefined;
}

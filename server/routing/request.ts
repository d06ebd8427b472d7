/** What a match reads from a request. */
export interface RoutableRequest {
  method: string;
  /** Host header, or the authority of an absolute-form target; port and case as received. */
  host: string;
  /** Path after `normalizeTarget`, without the query. */
  path: string;
  /** Query as received, with its `?`; empty when there is none. */
  search: string;
  /** Values of a header, one for each time that it was sent, in order; empty when it is missing. `name` is lower case. */
  headerValues(name: string): readonly string[];
}

/* Windows and limits as Envoy Gateway sets them. */

/** What a peer may send on a stream, and on all streams of a connection, before it is told that it may send more. */
export const STREAM_WINDOW: number = 64 * 1024;
export const CONNECTION_WINDOW: number = 1024 * 1024;
/** Streams that a client may have open. */
export const MOST_STREAMS = 100;
/** A backend that has not told its limit is taken to have this one. */
export const ASSUMED_STREAMS = 100;
/** Octets of a list of fields, as they are counted; those of a request that is served are fewer. */
export const LIST_OCTETS: number = 60 * 1024;
/** Fields of a list that are read; the proxy refuses fewer than that with an answer. */
export const LIST_FIELDS = 256;

/*
 * How a call of gRPC tells how it went, and what that counts as among statuses of HTTP.
 */

/** By the number of a `grpc-status`. Source: the mapping of google.rpc.Code. */
const TO_HTTP: readonly number[] = [
  200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401,
];

/** The HTTP status that says what a `grpc-status` says; 500 for one that is no number of gRPC's. */
export function httpStatusOf(grpcStatus: string): number {
  return /^\d{1,2}$/.test(grpcStatus) ? (TO_HTTP[Number(grpcStatus)] ?? 500) : 500;
}

/** Where the address begins in such lines. */
export const ADDRESS_AT = 'x-forwarded-for: '.length;

/**
 * What backends are told of a client, as the bytes of lines that end where the request id goes. They are the same for every request of a
 * connection.
 * @param client its address
 * @param forwardedFor the same as X-Forwarded-For has it
 */
export function clientLines(client: string, forwardedFor: string): Uint8Array {
  return Buffer.from(
    `x-forwarded-for: ${forwardedFor}\r\nx-forwarded-proto: http\r\nx-envoy-external-address: ${client}\r\nx-request-id: `,
    'latin1',
  );
}

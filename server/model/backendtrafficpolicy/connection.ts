import { boolean, int32, object, required, rule, string } from '../schema/dsl.ts';
import { byteQuantity, duration, percent } from '../shared/scalars.ts';

/** Connections to backends. */
export const connection = object('Buffers and spare connections.', {
  bufferLimit: byteQuantity('Bytes that a connection buffers before it slows the sender.'),
  socketBufferLimit: byteQuantity('Bytes in the buffer of each socket.'),
  preconnect: object('Connects before the connection is needed.', {
    perEndpointPercent: int32('Connections to an endpoint, in percent of those in use.', {
      minimum: 100,
      maximum: 300,
    }),
    predictivePercent: int32('Connections to the endpoints that are likely next, in percent.', { minimum: 100 }),
  }),
});

/** TCP keep-alive. */
export const tcpKeepalive = object('Probes that find dead connections.', {
  probes: int32('Probes without answer after which a connection counts as dead.'),
  idleTime: duration('Silence before the first probe.'),
  interval: duration('Time between probes.'),
});

/** HTTP/2 to backends. */
export const http2 = object('HTTP/2 towards backends.', {
  initialStreamWindowSize: byteQuantity('First flow-control window of a stream.'),
  initialConnectionWindowSize: byteQuantity('First flow-control window of a connection.'),
  maxConcurrentStreams: int32('Streams at a time on one connection.', { minimum: 1, maximum: 2_147_483_647 }),
  onInvalidMessage: string('Whether a bad message ends the stream or the connection.'),
  connectionKeepalive: object(
    'PING frames that find dead connections.',
    {
      interval: duration('Time between PINGs.'),
      timeout: duration('Longest wait for the answer.'),
      intervalJitter: percent('Random part of the interval, in percent.'),
      idleInterval: duration('How long nothing has to come until a PING asks whether the other side is there.'),
    },
    {
      rules: [
        rule(
          'timeout must be less than interval',
          'has(self.timeout) && has(self.interval) ? !(duration(self.timeout) >= duration(self.interval)) : true',
        ),
      ],
    },
  ),
});

/** PROXY protocol. */
export const proxyProtocol = object('Tells backends the address of the client.', {
  version: required(string('Version of the PROXY protocol.', { enum: ['V1', 'V2'] })),
});

/** How host names of backends are resolved. */
export const dns = object('How host names of backends are resolved.', {
  lookupFamily: string('Which kinds of address are asked for.', {
    enum: ['IPv4', 'IPv6', 'IPv4Preferred', 'IPv6Preferred', 'IPv4AndIPv6'],
  }),
  dnsRefreshRate: duration('How often names are resolved again.'),
  respectDnsTtl: boolean('Whether the lifetime of the DNS record decides instead.'),
});

import { boolean, list, object, required, rule, string } from '../schema/dsl.ts';
import { is, onlyIf } from '../schema/logic.ts';
import { byteQuantity } from '../shared/scalars.ts';

const compressorEntry = object('A way to compress.', {
  type: required(string('The method.', { enum: ['Gzip', 'Brotli', 'Zstd'] })),
  gzip: object('Settings of gzip.', {}),
  brotli: object('Settings of Brotli.', {}),
  zstd: object('Settings of Zstandard.', {}),
  minContentLength: byteQuantity('Bytes below which answers stay as they are.'),
});

/** The former name of compressor. */
export const compression = list('Compresses answers; compressor is its new name.', compressorEntry);

/** Compression of answers. */
export const compressor = list('Compresses answers.', compressorEntry);

/** Reads requests whole. */
export const requestBuffer = object('Reads each request whole before it is forwarded.', {
  limit: byteQuantity('Largest request in bytes; a larger one is answered with 413.'),
});

/** Upgrades such as WebSocket. */
export const httpUpgrade = list(
  'Upgrades that are let through; only websocket where absent.',
  object(
    'An upgrade.',
    {
      type: required(string('Its name, such as websocket or CONNECT.')),
      connect: object('Settings of CONNECT.', {
        terminate: boolean('Whether the tunnel ends here and its bytes go on as TCP.'),
      }),
    },
    {
      rules: [
        rule('The connect configuration is only allowed when the type is CONNECT.', onlyIf('connect', is('CONNECT'))),
      ],
    },
  ),
);

const throughput = required(
  object('How much is allowed.', {
    value: required(byteQuantity('Bytes per unit of time.')),
    unit: required(string('The unit of time.', { enum: ['Second', 'Minute', 'Hour'] })),
  }),
);

/** Limits on bytes. */
export const bandwidthLimit = object(
  'Limits on bytes per time.',
  {
    request: object('Towards the backend.', { limit: throughput }),
    response: object('From the backend.', {
      limit: throughput,
      responseTrailers: object('Trailers that tell how long an answer was held back.', {
        prefix: string('Put before the names of the trailers.', {
          pattern: '^[^\\r\\n\\x00]*$',
          wanted: 'text of one line',
        }),
      }),
    }),
  },
  {
    rules: [rule('at least one of request or response must be specified', 'has(self.request) || has(self.response)')],
  },
);

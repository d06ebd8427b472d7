import { boolean, describe, int32, list, object, required, rule, setList, string, withDefault } from '../schema/dsl.ts';
import { exactlyIf, is, isOneOf, onlyIf } from '../schema/logic.ts';
import { duration, httpStatus, percent, port, subdomain } from '../shared/scalars.ts';

const payload = object(
  'Bytes as text or base64.',
  {
    type: required(string('Whether text or binary holds the bytes.', { enum: ['Text', 'Binary'], enumTwice: true })),
    text: string('The bytes as text.'),
    binary: string('The bytes in base64.', { format: 'byte' }),
  },
  {
    rules: [
      rule('If payload type is Text, text field needs to be set.', exactlyIf('text', is('Text'))),
      rule('If payload type is Binary, binary field needs to be set.', exactlyIf('binary', is('Binary'))),
    ],
  },
);

const http = object(
  'Asks with an HTTP request.',
  {
    path: required(string('Path that is asked for.', { minLength: 1, maxLength: 1024 })),
    method: string('Method of the request; GET where absent.', { maxLength: 16 }),
    hostname: subdomain('Host header of the request.'),
    expectedStatuses: list('Status codes of a healthy endpoint; 200 where absent.', httpStatus('A status code.')),
    retriableStatuses: list(
      'Status codes that count towards the unhealthy threshold instead of failing at once.',
      httpStatus('A status code.'),
    ),
    expectedResponse: describe('What the answer has to contain.', payload),
    requestBody: describe('Body of the request; only for POST and PUT.', payload),
  },
  {
    rules: [
      rule(
        'The requestBody field can only be set when method is POST or PUT.',
        onlyIf('requestBody', `(has(self.method) && ${isOneOf('self.method.upperAscii()', ['PUT', 'POST'])})`),
      ),
    ],
  },
);

const healthCheckLog = object('Writes a log of the checks.', {
  matches: setList(
    'Results that are written; all where empty.',
    string('A result.', { enum: ['Failure', 'FailureSeriesStart', 'Success', 'HealthyTransition'] }),
    {
      maxItems: 4,
      rules: [
        rule(
          'a failure type and a success type must both be specified together',
          `self.exists(one, ${isOneOf('one', ['Failure', 'FailureSeriesStart'])}) == self.exists(one, ${isOneOf('one', ['Success', 'HealthyTransition'])})`,
        ),
      ],
    },
  ),
  sinks: list(
    'Where the log goes; standard output where absent.',
    object(
      'A place for the log.',
      {
        type: required(string('Kind of place.', { enum: ['File'] })),
        file: object('A file.', { path: required(string('Path of the file.', { minLength: 1 })) }),
      },
      {
        rules: [
          rule('If ProxyHealthCheckLogSink type is File, file field needs to be set.', exactlyIf('file', is('File'))),
        ],
      },
    ),
    { maxItems: 1 },
  ),
});

const active = object(
  'Asks every endpoint at intervals.',
  {
    type: required(string('How endpoints are asked.', { enum: ['HTTP', 'TCP', 'GRPC'], enumTwice: true })),
    interval: withDefault('3s', duration('Time between checks.')),
    timeout: withDefault('1s', duration('Longest wait for an answer.')),
    initialJitter: duration('Longest wait before the first check; the real one is random.'),
    healthyThreshold: withDefault(1, int32('Good checks in a row that make an endpoint healthy.', { minimum: 1 })),
    unhealthyThreshold: withDefault(3, int32('Bad checks in a row that make an endpoint unhealthy.', { minimum: 1 })),
    http,
    tcp: object('Asks with bytes on a connection.', {
      send: describe('What is sent.', payload),
      receive: describe('What has to come back.', payload),
    }),
    grpc: object('Asks the gRPC health service.', {
      service: string('Service that is asked about; the server where absent.'),
    }),
    overrides: object('What differs from the endpoint itself.', {
      port: port('Port that is asked; that of the endpoint where absent.'),
    }),
    healthCheckLog,
  },
  {
    rules: [
      rule('If Health Checker type is HTTP, http field needs to be set.', exactlyIf('http', is('HTTP'))),
      rule('If Health Checker type is TCP, tcp field needs to be set.', exactlyIf('tcp', is('TCP'))),
      rule('The grpc field can only be set if the Health Checker type is GRPC.', onlyIf('grpc', is('GRPC'))),
    ],
  },
);

const passive = object('Watches the answers and sets failing endpoints aside.', {
  interval: withDefault('3s', duration('Time between evaluations.')),
  baseEjectionTime: withDefault('30s', duration('How long an endpoint is set aside, times how often it was.')),
  consecutive5XxErrors: withDefault(5, int32('Answers with 5xx in a row that set an endpoint aside.')),
  consecutiveGatewayErrors: int32('Answers with 502, 503 or 504 in a row that set an endpoint aside.'),
  consecutiveLocalOriginFailures: withDefault(
    5,
    int32('Failed connections in a row that set an endpoint aside; needs splitExternalLocalOriginErrors.'),
  ),
  splitExternalLocalOriginErrors: withDefault(false, boolean('Whether failed connections are counted apart.')),
  maxEjectionPercent: withDefault(10, percent('Percentage of endpoints that may be set aside.')),
  alwaysEjectOneEndpoint: withDefault(false, boolean('Whether one endpoint may be set aside in any case.')),
  failurePercentageThreshold: percent('Percentage of failures that sets an endpoint aside.'),
});

/** Which endpoints get no requests. */
export const healthCheck = object('How endpoints that do not work are found.', {
  active,
  passive,
  panicThreshold: percent('Below this percentage of healthy endpoints all of them get requests.'),
});

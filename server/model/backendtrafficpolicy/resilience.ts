import { describe, int32, int64, list, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { onlyIf } from '../schema/logic.ts';
import { fraction } from '../shared/fraction.ts';
import { duration, httpStatus, percent } from '../shared/scalars.ts';

const limit = (description: string) => int64(description, { minimum: 0, maximum: 4_294_967_295 });

/** Ceilings for connections and requests. */
export const circuitBreaker = object('Ceilings; what goes beyond them is refused at once.', {
  maxConnections: withDefault(1024, limit('Connections to a backend.')),
  maxPendingRequests: withDefault(1024, limit('Requests that wait for a connection.')),
  maxParallelRequests: withDefault(1024, limit('Requests in flight.')),
  maxParallelRetries: withDefault(1024, limit('Retries in flight.')),
  maxRequestsPerConnection: limit('Requests on one connection; no ceiling where absent.'),
  perEndpoint: object('Ceilings for every single endpoint.', {
    maxConnections: withDefault(1024, limit('Connections to an endpoint.')),
  }),
  retryBudget: object('Retries as a share of the requests; goes before maxParallelRetries.', {
    percent: required(describe('Share of requests in flight that may be retries.', fraction)),
    minRetryConcurrency: int32('Retries that are allowed in any case.'),
  }),
});

/** Further attempts. */
export const retry = object('Further attempts when a request fails.', {
  numRetries: withDefault(2, int32('How often a request is sent again.', { minimum: 0 })),
  numAttemptsPerPriority: int32('Attempts at one priority before the next is taken.'),
  retryOn: object('What counts as a failure.', {
    triggers: list(
      'Failures that call for another attempt.',
      string('A failure.', {
        enum: [
          '5xx',
          'gateway-error',
          'reset',
          'reset-before-request',
          'connect-failure',
          'retriable-4xx',
          'refused-stream',
          'retriable-status-codes',
          'cancelled',
          'deadline-exceeded',
          'internal',
          'resource-exhausted',
          'unavailable',
        ],
      }),
    ),
    httpStatusCodes: list('Status codes for retriable-status-codes.', httpStatus('A status code.')),
  }),
  perRetry: object('Details of each attempt.', {
    timeout: duration('Longest time of an attempt.'),
    backOff: object('Pauses between attempts, growing and random.', {
      baseInterval: duration('The first pause.'),
      maxInterval: duration('The longest pause.'),
    }),
  }),
});

/** Time limits. */
export const timeout = object('Time limits.', {
  tcp: object('Limits of connections.', { connectTimeout: duration('Longest time to connect.') }),
  http: object('Limits of HTTP.', {
    requestTimeout: duration('Longest time until the whole answer is there.'),
    connectionIdleTimeout: duration('How long a connection is kept without requests.'),
    maxConnectionDuration: duration('How long a connection is kept at all.'),
    maxStreamDuration: duration('How long one request and its answer may take, body included.'),
    streamIdleTimeout: duration('How long nothing may move within a request.'),
  }),
});

const successCode = string('A status of gRPC.', {
  enum: [
    'Ok',
    'Cancelled',
    'Unknown',
    'InvalidArgument',
    'DeadlineExceeded',
    'NotFound',
    'AlreadyExists',
    'PermissionDenied',
    'ResourceExhausted',
    'FailedPrecondition',
    'Aborted',
    'OutOfRange',
    'Unimplemented',
    'Internal',
    'Unavailable',
    'DataLoss',
    'Unauthenticated',
  ],
});

/** Refuses requests when too many fail. */
export const admissionControl = object(
  'Refuses a part of the requests when too many fail.',
  {
    minSuccessRate: int32('Percentage of successes below which requests are refused.', { minimum: 1, maximum: 100 }),
    samplingWindow: duration('Time over which successes are counted.'),
    minRequestRate: int32('Requests per second below which none is refused.', { minimum: 0 }),
    rejectionAggression: int32('How steeply refusals rise; 1 is linear.', { minimum: 1 }),
    maxRejectionPercent: percent('Percentage of requests that is refused at most.'),
    successCriteria: object('What counts as a success.', {
      http: object('For HTTP.', { statusCodes: list('Status codes of a success.', httpStatus('A status code.')) }),
      grpc: object('For gRPC.', { statusCodes: list('Statuses of a success.', successCode) }),
    }),
  },
  {
    rules: [
      rule(
        'minSuccessRate must be between 1 and 100',
        onlyIf('minSuccessRate', '(1 <= self.minSuccessRate && self.minSuccessRate <= 100)'),
      ),
      rule(
        'maxRejectionPercent must be between 0 and 100',
        onlyIf('maxRejectionPercent', '(0 <= self.maxRejectionPercent && self.maxRejectionPercent <= 100)'),
      ),
      rule(
        'samplingWindow must be at least 1s',
        onlyIf('samplingWindow', "!(duration(self.samplingWindow) < duration('1s'))"),
      ),
    ],
  },
);

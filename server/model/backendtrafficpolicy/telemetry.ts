import { describe, map, object, required, string, withDefault } from '../schema/dsl.ts';
import { fraction } from '../shared/fraction.ts';

const named = object('A source by name.', {
  name: required(string('Its name.')),
  defaultValue: string('Taken where the source has none.'),
});

const customTag = object('A tag.', {
  type: required(
    withDefault(
      'Literal',
      string('Where the value comes from.', { enum: ['Literal', 'Environment', 'RequestHeader'] }),
    ),
  ),
  literal: object('A fixed value.', { value: required(string('The value.')) }),
  environment: describe('An environment variable of the proxy.', named),
  requestHeader: describe('A header of the request.', named),
});

/** Traces and metrics. */
export const telemetry = object('Traces and metrics of the target.', {
  tracing: object('Traces.', {
    samplingFraction: describe('Share of requests that is traced.', fraction),
    clientSamplingFraction: describe('Share of requests that is traced when the client asks for it.', fraction),
    overallSamplingFraction: describe('Ceiling for the share of traced requests.', fraction),
    spanName: object('Names of spans.', {
      client: required(string('Name towards the client.')),
      server: required(string('Name towards the backend.')),
    }),
    tags: map('Tags of each span.', string('Value of the tag.')),
    customTags: map('Tags of each span; tags is the newer field.', customTag),
  }),
  metrics: object('Metrics.', { routeStatName: string('Name of the route in metrics.') }),
});

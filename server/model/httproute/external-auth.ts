import { describe, integer, object, required, rule, setList, string } from '../schema/dsl.ts';
import { has, implies, is, onlyIf } from '../schema/logic.ts';
import { backendObjectReference } from '../shared/references.ts';

const header = string('A header.');

/** A service that decides whether a request may pass. */
export const externalAuth = object(
  'Asks a service whether the request may pass.',
  {
    protocol: required(string('How the service is asked.', { enum: ['HTTP', 'GRPC'] })),
    backendRef: required(describe('The service that is asked.', backendObjectReference)),
    grpc: object('Details for GRPC.', {
      allowedHeaders: setList('Request headers that it gets; all where empty.', header, { maxItems: 64 }),
    }),
    http: object('Details for HTTP.', {
      path: string('Prefix put before the path.', {
        maxLength: 1024,
        wanted: 'a path',
        pattern: "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$",
      }),
      allowedHeaders: setList('Further request headers that it gets.', header, { maxItems: 64 }),
      allowedResponseHeaders: setList('Headers of its answer that go on to the backend.', header, { maxItems: 64 }),
    }),
    forwardBody: object('Whether it gets the body.', {
      maxSize: integer('Largest body in bytes; 0 sends none.'),
    }),
  },
  {
    rules: [
      rule("grpc must be specified when protocol is set to 'GRPC'", implies(is('GRPC', 'protocol'), has('grpc'))),
      rule("protocol must be 'GRPC' when grpc is set", onlyIf('grpc', is('GRPC', 'protocol'))),
      rule("http must be specified when protocol is set to 'HTTP'", implies(is('HTTP', 'protocol'), has('http'))),
      rule("protocol must be 'HTTP' when http is set", onlyIf('http', is('HTTP', 'protocol'))),
    ],
  },
);

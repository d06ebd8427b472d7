import { boolean, object, required, rule, string } from '../schema/dsl.ts';
import { isOneOf, notBoth } from '../schema/logic.ts';
import { envelope } from '../shared/envelope.ts';
import { policyStatus } from '../shared/status.ts';
import { connection, dns, http2, proxyProtocol, tcpKeepalive } from './connection.ts';
import { faultInjection } from './fault-injection.ts';
import { healthCheck } from './health-check.ts';
import { loadBalancer } from './load-balancer.ts';
import { bandwidthLimit, compression, compressor, httpUpgrade, requestBuffer } from './messages.ts';
import { rateLimit } from './rate-limit.ts';
import { admissionControl, circuitBreaker, retry, timeout } from './resilience.ts';
import { responseOverride } from './response-override.ts';
import { admissionControlRule, targetRules, targets } from './targets.ts';
import { telemetry } from './telemetry.ts';

/** Source: Envoy Gateway, BackendTrafficPolicy v1alpha1. */
export const backendTrafficPolicySpec = object(
  'Targets, and how traffic to their backends behaves.',
  {
    ...targets,
    loadBalancer,
    healthCheck,
    circuitBreaker,
    retry,
    timeout,
    rateLimit,
    faultInjection,
    connection,
    tcpKeepalive,
    http2,
    proxyProtocol,
    useClientProtocol: boolean('Whether backends are spoken to in the protocol of the client.'),
    dns,
    routingType: string('Whether requests go to endpoints or to the address of the Service.'),
    requestBuffer,
    responseOverride,
    compressor,
    compression,
    httpUpgrade,
    bandwidthLimit,
    admissionControl,
    telemetry,
  },
  {
    rules: [
      ...targetRules,
      rule('either compression or compressor can be set, not both', notBoth('compression', 'compressor')),
      rule(
        'requestBuffer cannot be used together with httpUpgrade',
        '!(has(self.requestBuffer) && has(self.httpUpgrade) && self.httpUpgrade.size() > 0)',
      ),
      admissionControlRule,
      rule(
        'predictivePercent in preconnect policy only works with RoundRobin or Random load balancers',
        `!(has(self.connection) && has(self.connection.preconnect) && has(self.connection.preconnect.predictivePercent)) || (has(self.loadBalancer) && has(self.loadBalancer.type) && ${isOneOf('self.loadBalancer.type', ['RoundRobin', 'Random'])})`,
      ),
    ],
  },
);

/** BackendTrafficPolicy without metadata. */
export const backendTrafficPolicySchema = object(
  'Says how traffic from a gateway to the backends of its routes behaves.',
  {
    ...envelope,
    spec: required(backendTrafficPolicySpec),
    status: policyStatus,
  },
);

import {
  always,
  bool,
  int32,
  int64,
  intOrString,
  list,
  merging,
  pointer,
  stringMap,
  struct,
  text,
  time,
} from '../core/go-types.ts';
import { coreObject } from '../core/object-meta.ts';
import type { CoreRules } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { allotService } from './allot.ts';
import { defaultService, dropLeftovers } from './defaults.ts';
import type { ServiceSpec } from './schema.ts';
import { validateService, validateServiceStatus } from './validate.ts';
import { serviceStatusWarnings, serviceWarnings } from './warnings.ts';

const port = struct('v1.ServicePort', {
  name: text(),
  protocol: text('v1.Protocol'),
  appProtocol: pointer(text()),
  port: always(int32),
  targetPort: intOrString,
  nodePort: int32,
});

const spec = struct('v1.ServiceSpec', {
  ports: merging(list(port), 'port'),
  selector: stringMap,
  clusterIP: text(),
  clusterIPs: list(text()),
  type: text('v1.ServiceType'),
  externalIPs: list(text()),
  sessionAffinity: text('v1.ServiceAffinity'),
  loadBalancerIP: text(),
  loadBalancerSourceRanges: list(text()),
  externalName: text(),
  externalTrafficPolicy: text('v1.ServiceExternalTrafficPolicy'),
  healthCheckNodePort: int32,
  publishNotReadyAddresses: bool,
  sessionAffinityConfig: pointer(
    struct('v1.SessionAffinityConfig', {
      clientIP: pointer(struct('v1.ClientIPConfig', { timeoutSeconds: pointer(int32) })),
    }),
  ),
  ipFamilies: list(text('v1.IPFamily')),
  ipFamilyPolicy: pointer(text('v1.IPFamilyPolicy')),
  allocateLoadBalancerNodePorts: pointer(bool),
  loadBalancerClass: pointer(text()),
  internalTrafficPolicy: pointer(text('v1.ServiceInternalTrafficPolicy')),
  trafficDistribution: pointer(text()),
});

const ingress = struct('v1.LoadBalancerIngress', {
  ip: text(),
  hostname: text(),
  ipMode: pointer(text('v1.LoadBalancerIPMode')),
  ports: list(
    struct('v1.PortStatus', { port: always(int32), protocol: always(text('v1.Protocol')), error: pointer(text()) }),
  ),
});

const condition = struct('v1.Condition', {
  type: always(text()),
  status: always(text('v1.ConditionStatus')),
  observedGeneration: int64,
  lastTransitionTime: always(time),
  reason: always(text()),
  message: always(text()),
});

const status = struct('v1.ServiceStatus', {
  loadBalancer: struct('v1.LoadBalancerStatus', { ingress: list(ingress) }),
  conditions: merging(list(condition), 'type'),
});

/** Source: kubernetes pkg/registry/core/service. */
export const serviceRules: CoreRules = {
  type: coreObject('v1.Service', { spec, status }),
  defaults: defaultService,
  allot: allotService,
  create: {
    prepare: (object) => {
      object.status = {};
    },
    validate: (object) => validateService(object, undefined),
    warnings: serviceWarnings,
  },
  change: {
    prepare: (object, old) => {
      object.status = old.status;
      dropLeftovers(object, old);
    },
    repeats: ['update'],
    validate: validateService,
    warnings: serviceWarnings,
  },
  subresources: {
    status: {
      prepare: (object, old) => {
        object.spec = old.spec;
      },
      repeats: ['update'],
      validate: validateServiceStatus,
      warnings: serviceStatusWarnings,
    },
  },
  onRead: asRead,
  createsOnUpdate: true,
};

/** As an API server shows what it has stored. Source: kubernetes pkg/registry/core/service defaultOnReadService. */
function asRead<Read extends KubeObject>(object: Read): Read {
  const stored = (object.spec ?? {}) as Partial<ServiceSpec>;
  const { type, internalTrafficPolicy, clusterIP = '', clusterIPs = [] } = stored;
  const bare = clusterIP !== '' && clusterIPs.length === 0;
  const hides = type === 'ExternalName' && internalTrafficPolicy !== undefined;
  if (!bare && !hides) return object;
  const spec = { ...stored };
  if (bare) spec.clusterIPs = [clusterIP];
  if (hides) delete spec.internalTrafficPolicy;
  return { ...object, spec };
}

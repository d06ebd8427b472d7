/** How a field is read. Times are messages, and FieldsV1 is JSON in a message. */
export type FieldType =
  | 'string'
  | 'int'
  | 'bool'
  | 'map'
  | 'int-or-string'
  | 'strings'
  | 'time'
  | 'fields'
  | Message
  | [Message];

export interface Field {
  name: string;
  type: FieldType;
}

/** Fields of a message by number; others are skipped. */
export type Message = { readonly [number: number]: Field };

export const field = (name: string, type: FieldType): Field => ({ name, type });

const OWNER: Message = {
  1: field('kind', 'string'),
  3: field('name', 'string'),
  4: field('uid', 'string'),
  5: field('apiVersion', 'string'),
  6: field('controller', 'bool'),
  7: field('blockOwnerDeletion', 'bool'),
};

const MANAGER: Message = {
  1: field('manager', 'string'),
  2: field('operation', 'string'),
  3: field('apiVersion', 'string'),
  4: field('time', 'time'),
  6: field('fieldsType', 'string'),
  7: field('fieldsV1', 'fields'),
  8: field('subresource', 'string'),
};

const METADATA: Message = {
  1: field('name', 'string'),
  2: field('generateName', 'string'),
  3: field('namespace', 'string'),
  4: field('selfLink', 'string'),
  5: field('uid', 'string'),
  6: field('resourceVersion', 'string'),
  7: field('generation', 'int'),
  8: field('creationTimestamp', 'time'),
  9: field('deletionTimestamp', 'time'),
  10: field('deletionGracePeriodSeconds', 'int'),
  11: field('labels', 'map'),
  12: field('annotations', 'map'),
  13: field('ownerReferences', [OWNER]),
  14: field('finalizers', 'strings'),
  17: field('managedFields', [MANAGER]),
};

const CONDITION: Message = {
  1: field('type', 'string'),
  2: field('status', 'string'),
  3: field('observedGeneration', 'int'),
  4: field('lastTransitionTime', 'time'),
  5: field('reason', 'string'),
  6: field('message', 'string'),
};

const NAMESPACE: Message = {
  1: field('metadata', METADATA),
  2: field('spec', { 1: field('finalizers', 'strings') }),
  3: field('status', {
    1: field('phase', 'string'),
    2: field('conditions', [
      {
        1: field('type', 'string'),
        2: field('status', 'string'),
        4: field('lastTransitionTime', 'time'),
        5: field('reason', 'string'),
        6: field('message', 'string'),
      },
    ]),
  }),
};

const SERVICE_PORT: Message = {
  1: field('name', 'string'),
  2: field('protocol', 'string'),
  3: field('port', 'int'),
  4: field('targetPort', 'int-or-string'),
  5: field('nodePort', 'int'),
  6: field('appProtocol', 'string'),
};

const SERVICE_SPEC: Message = {
  1: field('ports', [SERVICE_PORT]),
  2: field('selector', 'map'),
  3: field('clusterIP', 'string'),
  4: field('type', 'string'),
  5: field('externalIPs', 'strings'),
  7: field('sessionAffinity', 'string'),
  8: field('loadBalancerIP', 'string'),
  9: field('loadBalancerSourceRanges', 'strings'),
  10: field('externalName', 'string'),
  11: field('externalTrafficPolicy', 'string'),
  12: field('healthCheckNodePort', 'int'),
  13: field('publishNotReadyAddresses', 'bool'),
  14: field('sessionAffinityConfig', { 1: field('clientIP', { 1: field('timeoutSeconds', 'int') }) }),
  17: field('ipFamilyPolicy', 'string'),
  18: field('clusterIPs', 'strings'),
  19: field('ipFamilies', 'strings'),
  20: field('allocateLoadBalancerNodePorts', 'bool'),
  21: field('loadBalancerClass', 'string'),
  22: field('internalTrafficPolicy', 'string'),
  23: field('trafficDistribution', 'string'),
};

const INGRESS: Message = {
  1: field('ip', 'string'),
  2: field('hostname', 'string'),
  3: field('ipMode', 'string'),
  4: field('ports', [{ 1: field('port', 'int'), 2: field('protocol', 'string'), 3: field('error', 'string') }]),
};

const SERVICE: Message = {
  1: field('metadata', METADATA),
  2: field('spec', SERVICE_SPEC),
  3: field('status', {
    1: field('loadBalancer', { 1: field('ingress', [INGRESS]) }),
    2: field('conditions', [CONDITION]),
  }),
};

const REFERENCE: Message = {
  1: field('kind', 'string'),
  2: field('namespace', 'string'),
  3: field('name', 'string'),
  4: field('uid', 'string'),
  5: field('apiVersion', 'string'),
  6: field('resourceVersion', 'string'),
  7: field('fieldPath', 'string'),
};

const NAMED: Message = { 1: field('name', 'string') };

const ENDPOINT: Message = {
  1: field('addresses', 'strings'),
  2: field('conditions', { 1: field('ready', 'bool'), 2: field('serving', 'bool'), 3: field('terminating', 'bool') }),
  3: field('hostname', 'string'),
  4: field('targetRef', REFERENCE),
  5: field('deprecatedTopology', 'map'),
  6: field('nodeName', 'string'),
  7: field('zone', 'string'),
  8: field('hints', { 1: field('forZones', [NAMED]), 2: field('forNodes', [NAMED]) }),
};

const SLICE: Message = {
  1: field('metadata', METADATA),
  2: field('endpoints', [ENDPOINT]),
  3: field('ports', [
    {
      1: field('name', 'string'),
      2: field('protocol', 'string'),
      3: field('port', 'int'),
      4: field('appProtocol', 'string'),
    },
  ]),
  4: field('addressType', 'string'),
};

const DELETE_OPTIONS: Message = {
  1: field('gracePeriodSeconds', 'int'),
  2: field('preconditions', { 1: field('uid', 'string'), 2: field('resourceVersion', 'string') }),
  3: field('orphanDependents', 'bool'),
  4: field('propagationPolicy', 'string'),
  5: field('dryRun', 'strings'),
  6: field('ignoreStoreReadErrorWithClusterBreakingPotential', 'bool'),
};

/** What is read from protobuf, by kind. Source: generated.proto of meta/v1, core/v1 and discovery/v1. */
export const MESSAGES: Readonly<Record<string, Message>> = {
  Namespace: NAMESPACE,
  Service: SERVICE,
  EndpointSlice: SLICE,
  DeleteOptions: DELETE_OPTIONS,
};

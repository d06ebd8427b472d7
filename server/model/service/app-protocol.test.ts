import { expect, test } from 'vitest';
import { backendTrafficPolicyNotActing } from '../backendtrafficpolicy/not-acting.ts';
import { serviceNotActing } from './not-acting.ts';

const service = (appProtocol: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a' },
  spec: { ports: [{ port: 80, protocol: 'TCP', appProtocol }] },
});

test.each(['kubernetes.io/h2c', 'grpc', 'http'])('what acts is not called idle: appProtocol %s', (appProtocol) => {
  expect(serviceNotActing(service(appProtocol))).toEqual([]);
});

test('an appProtocol that changes nothing is told of', () => {
  expect(serviceNotActing(service('mysql')).map(({ path }) => path)).toEqual(['spec.ports[0].appProtocol']);
});

test('what acts is not called idle: a policy for a GRPCRoute', () => {
  const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'a' }];
  const policy = {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { name: 'p' },
  };
  expect(backendTrafficPolicyNotActing({ ...policy, spec: { targetRefs } })).toEqual([]);
});

// Services that a cluster takes.
import type { Dice } from '../dice.ts';
import type { Tree } from './types.ts';

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'headless', 'plain'] as const;

/** A Service that is taken, of a random type. */
export function goodService(dice: Dice, name: string): Tree {
  const type = dice.pick(TYPES);
  const used = new Set<string>();
  const ports = Array.from({ length: 1 + dice.below(3) }, (_, index): Tree => {
    let port = 0;
    let protocol = 'TCP';
    do {
      port = dice.pick([80, 443, 8080, 53, 1, 65_535]);
      protocol = dice.pick(['TCP', 'TCP', 'UDP', 'SCTP']);
    } while (used.has(`${port}${protocol}`));
    used.add(`${port}${protocol}`);
    return {
      name: dice.pick(['a', 'http', 'p']) + String(index),
      port,
      ...(protocol === 'TCP' && dice.chance(0.5) ? {} : { protocol }),
      ...(dice.chance(0.4) ? { targetPort: dice.pick<unknown>([8080, 'web', 'a-b', 1, 65_535]) } : {}),
      ...(dice.chance(0.2) ? { appProtocol: dice.pick(['http', 'kubernetes.io/h2c', 'example.com/x']) } : {}),
    };
  });
  if (ports.length === 1 && dice.chance(0.3)) delete ports[0]?.name;
  const external = type === 'NodePort' || type === 'LoadBalancer';
  const spec: Tree = {
    ...(type === 'plain' ? {} : { type: type === 'headless' ? 'ClusterIP' : type }),
    ...(type === 'ExternalName' && dice.chance(0.7) ? {} : { ports }),
    ...(type === 'ExternalName' ? { externalName: dice.pick(['a.example', 'www.example.com.', 'x']) } : {}),
    ...(type === 'headless' ? { clusterIP: 'None' } : {}),
    ...(dice.chance(0.5) ? { selector: { app: dice.pick(['a', 'b']) } } : {}),
    ...(dice.chance(0.3) ? { sessionAffinity: dice.pick(['ClientIP', 'None']) } : {}),
    ...(external && dice.chance(0.4) ? { externalTrafficPolicy: dice.pick(['Cluster', 'Local']) } : {}),
    ...(type !== 'ExternalName' && dice.chance(0.2) ? { internalTrafficPolicy: dice.pick(['Cluster', 'Local']) } : {}),
    ...(type !== 'ExternalName' && dice.chance(0.15)
      ? { ipFamilyPolicy: dice.pick(['SingleStack', 'PreferDualStack']) }
      : {}),
    ...(type !== 'ExternalName' && dice.chance(0.15) ? { ipFamilies: ['IPv4'] } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.3) ? { allocateLoadBalancerNodePorts: dice.chance(0.5) } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.2) ? { loadBalancerClass: 'example.com/x' } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.2) ? { loadBalancerIP: '1.2.3.4' } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.2) ? { loadBalancerSourceRanges: ['10.0.0.0/8'] } : {}),
    ...(dice.chance(0.15) ? { publishNotReadyAddresses: true } : {}),
    ...(dice.chance(0.15)
      ? { trafficDistribution: dice.pick(['PreferClose', 'PreferSameZone', 'PreferSameNode']) }
      : {}),
    ...(type === 'ClusterIP' && dice.chance(0.1) ? { externalIPs: ['5.6.7.8'] } : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      ...(dice.chance(0.3) ? { labels: { app: 'a', team: 'x' } } : {}),
      ...(dice.chance(0.2) ? { annotations: { note: 'n' } } : {}),
    },
    spec,
  };
}

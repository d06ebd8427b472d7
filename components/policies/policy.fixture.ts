import type { KubeObject } from '../../server/model/object.ts';

interface Wanted {
  /** Reason of its condition Accepted; any other than Accepted says that it is not. */
  reason?: string;
  creationTimestamp?: string;
  /** What it sets. */
  spec?: object;
}

/** BackendTrafficPolicy shop/`name` on one target, with a condition from Gateway eg. */
export function shopPolicy(
  name: string,
  target: object,
  { reason = 'Accepted', creationTimestamp, spec }: Wanted = {},
): KubeObject {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'BackendTrafficPolicy',
    metadata: { namespace: 'shop', name, ...(creationTimestamp === undefined ? {} : { creationTimestamp }) },
    spec: { targetRefs: [target], ...spec },
    status: {
      ancestors: [
        {
          ancestorRef: { kind: 'Gateway', name: 'eg' },
          controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
          conditions: [
            {
              type: 'Accepted',
              status: reason === 'Accepted' ? 'True' : 'False',
              reason,
              message: '',
              lastTransitionTime: '',
            },
          ],
        },
      ],
    },
  };
}

import type { ExampleState } from '../../server/contract/console.ts';

/** What the examples hold of one kind. */
export interface Contents {
  kind: string;
  count: number;
  shows: string;
  /** The first thing to try with it. */
  first: string;
}

/** Kinds that people think of together, under the name of the first. */
const GROUPS: readonly { kinds: readonly string[]; shows: string; first: string }[] = [
  {
    kinds: ['Gateway', 'GatewayClass'],
    shows: 'Opens port 80 for HTTP; the class says that this product serves it',
    first: 'Open it and see which routes its listener takes',
  },
  {
    kinds: ['HTTPRoute'],
    shows: '/round to one Service, /split over two by weight',
    first: 'Send 200 requests and see them spread',
  },
  {
    kinds: ['GRPCRoute'],
    shows: 'Calls of the echo service, and of its health check',
    first: 'Send 200 calls and see them spread',
  },
  {
    kinds: ['BackendTrafficPolicy'],
    shows: 'RoundRobin for a route, and for calls',
    first: 'Switch to LeastRequest and watch the split',
  },
  {
    kinds: ['Service', 'EndpointSlice'],
    shows: 'Small servers that Switchyard starts on loopback',
    first: 'Slow one down and watch who gets less',
  },
];

/** What all examples hold together, by kind; what two of them share counts once. */
export function contentsOf(examples: readonly ExampleState[]): {
  rows: Contents[];
  objects: number;
  namespaces: string[];
} {
  const objects = new Map(
    examples.flatMap(({ objects: own }) =>
      own.map((one) => [`${one.kind}/${one.namespace}/${one.name}`, one] as const),
    ),
  );
  const all = [...objects.values()];
  const rows = GROUPS.flatMap(({ kinds, shows, first }): Contents[] => {
    const own = all.filter(({ kind }) => kinds.includes(kind));
    const [kind = ''] = kinds;
    return own.length === 0 ? [] : [{ kind, count: own.length, shows, first }];
  });
  const namespaces = [...new Set(all.flatMap(({ namespace }) => (namespace === '' ? [] : [namespace])))];
  return { rows, objects: all.length, namespaces };
}

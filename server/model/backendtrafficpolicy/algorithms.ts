/** What each way to spread requests does. */
export const algorithmMeanings = {
  ConsistentHash: 'The same key goes to the same endpoint, as long as that endpoint is there.',
  LeastRequest:
    'Of two endpoints at random, the one with fewer requests in flight. While all are equally fast, that looks like Random.',
  Random: 'An endpoint at random for each request, without memory.',
  RoundRobin: 'Each endpoint in turn, every worker by its own count.',
  BackendUtilization: 'By the load that endpoints report; runs as LeastRequest here.',
  DynamicModule: 'By a module of the proxy; runs as LeastRequest here.',
} as const;

/** The same in a few words each, the default first; what the bundled proxy does not run says so. */
export const algorithmsInShort: Record<keyof typeof algorithmMeanings, string> = {
  LeastRequest: 'The less busy of two; looks like Random while all are equally fast. Default.',
  RoundRobin: 'Each in turn, per worker.',
  Random: 'No memory at all.',
  ConsistentHash: 'Same key, same endpoint.',
  BackendUtilization: 'By reported load. Runs as LeastRequest here.',
  DynamicModule: 'By a module. Runs as LeastRequest here.',
};

/** Those that the bundled proxy runs, the default first. */
export const actingAlgorithms = ['LeastRequest', 'RoundRobin', 'Random', 'ConsistentHash'] as const;

import type { HashInput, LoadBalancer } from '../../server/balancing/types.ts';

/** A balancer in one line, in the words of the specs. */
export function algorithmText(loadBalancer: LoadBalancer): string {
  return loadBalancer.type === 'ConsistentHash'
    ? `ConsistentHash by ${loadBalancer.inputs.map(inputText).join(', ')}`
    : loadBalancer.type;
}

function inputText(input: HashInput): string {
  switch (input.type) {
    case 'SourceIP':
      return 'source IP';
    case 'Header':
      return `header ${input.name}`;
    case 'Cookie':
      return `cookie ${input.name}`;
    case 'QueryParam':
      return `query parameter ${input.name}`;
  }
}

export { createBalancer } from './create-balancer.ts';
export { NO_ENDPOINT, unservedBackend } from './pick.ts';
export { sameGroup } from './same-group.ts';
export type * from './types.ts';

import type { Hash64 } from './types.ts';

/** Endpoints of one locality: indices `first` to `first + count - 1` of the group. */
export interface EndpointRange {
  first: number;
  /** At least 1. */
  count: number;
  weight: number;
}

/** A part of a balancer: returns an endpoint's index in the group. */
export interface Picker {
  pick(hash?: Hash64): number;
}

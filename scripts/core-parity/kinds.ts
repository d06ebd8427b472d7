import type { Edge } from './edit.ts';
import { goodNamespace, namespaceEdges, namespaceSpec, namespaceStatus } from './namespace.ts';
import type { Dice } from '../dice.ts';
import { goodService } from './service.ts';
import { serviceEdges } from './service-edges.ts';
import { serviceStatus } from './service-status.ts';
import { goodSlice, largeSliceEdges, sliceEdges } from './slice.ts';
import type { Tree } from './types.ts';

/** What is made of a kind. */
export interface Subject {
  kind: string;
  good: (dice: Dice, name: string) => Tree;
  edges: readonly Edge[];
  large: readonly Edge[];
  /** Path of the collection. */
  collection: (namespace: string) => string;
  /** Subresources that may be written, with what stands in them. */
  subresources: Record<string, { member: string; value: (dice: Dice) => unknown }>;
}

export const SUBJECTS: readonly Subject[] = [
  {
    kind: 'Service',
    good: goodService,
    edges: serviceEdges,
    large: [],
    collection: (namespace) => `/api/v1/namespaces/${namespace}/services`,
    subresources: { status: { member: 'status', value: serviceStatus } },
  },
  {
    kind: 'EndpointSlice',
    good: goodSlice,
    edges: sliceEdges,
    large: largeSliceEdges,
    collection: (namespace) => `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    subresources: {},
  },
  {
    kind: 'Namespace',
    good: goodNamespace,
    edges: namespaceEdges,
    large: [],
    collection: () => '/api/v1/namespaces',
    subresources: {
      status: { member: 'status', value: namespaceStatus },
      finalize: { member: 'spec', value: namespaceSpec },
    },
  },
];

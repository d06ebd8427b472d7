import type { SlicePast } from '../../server/contract/console.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { endpointsOf, type EndpointFacts } from './backend-facts.ts';

/** `in`: ready, so that the proxy sends to it. `out`: there, but not ready. `ending`: terminating. */
export type LaneState = 'in' | 'out' | 'ending';

/** A stretch of time, Unix milliseconds, in which an endpoint was there. */
export interface LaneSpan {
  from: number;
  to: number;
  state: LaneState;
}

/** Who was in rotation when, by `IP:PORT`; an endpoint that was not there has no span. */
export interface Rotation {
  lanes: Map<string, LaneSpan[]>;
  /** Revisions that changed something about it. */
  marks: { at: number; revision: number }[];
}

function stateOf({ ready, terminating }: EndpointFacts): LaneState {
  if (ready) return 'in';
  return terminating ? 'ending' : 'out';
}

/** Reads the past of slices as lanes that end at `to`. Pure. */
export function rotationOf(past: SlicePast, to: number): Rotation {
  const slices = new Map(past.start.map((slice) => [slice.metadata.name ?? '', slice]));
  const lanes = new Map<string, LaneSpan[]>();
  const marks: Rotation['marks'] = [];
  const note = (at: number): boolean => {
    let changed = false;
    const now = new Map(statesOf([...slices.values()]));
    for (const [endpoint, spans] of lanes) {
      const open = spans.at(-1);
      if (open === undefined || open.to !== Infinity || now.get(endpoint) === open.state) continue;
      open.to = at;
      changed = true;
    }
    for (const [endpoint, state] of now) {
      const spans = lanes.get(endpoint) ?? [];
      if (spans.at(-1)?.to === Infinity) continue;
      spans.push({ from: at, to: Infinity, state });
      lanes.set(endpoint, spans);
      changed = true;
    }
    return changed;
  };
  note(past.from);
  for (const { at, revision, type, object } of past.events) {
    if (type === 'DELETED') slices.delete(object.metadata.name ?? '');
    else slices.set(object.metadata.name ?? '', object);
    if (note(at)) marks.push({ at, revision });
  }
  for (const spans of lanes.values()) for (const span of spans) span.to = Math.min(span.to, to);
  return { lanes, marks };
}

function statesOf(slices: readonly KubeObject[]): (readonly [string, LaneState])[] {
  return endpointsOf(slices).map((facts) => [facts.endpoint, stateOf(facts)] as const);
}

import { input, KNOWN_AT, KNOWN_KEY_SIZE, KNOWN_PLACES, KNOWN_SIZE, slab, SLAB_AT, takeKnown } from '../arena/arena.ts';
import { copyInArena } from '../arena/copy.ts';
import { sameInArena } from '../arena/same.ts';
import type { ListenerCounters } from '../telemetry/counters.ts';
import type { Output } from '../transport/output.ts';
import type { ForwardGroup } from './forward-group.ts';
import type { RequestView } from './request-view.ts';
import type { ServedRule } from './service.ts';
import type { ListenPoint } from './worker-context.ts';

/** What the bytes of a request alone decide while a snapshot is in service. */
export interface KnownRequest {
  method: string;
  isGrpc: boolean;
  rule: ServedRule;
  listener: ListenerCounters;
  group: ForwardGroup;
}

interface Place {
  /** Bytes of the request, 0 without one. */
  length: number;
  /** Where it came in. */
  point: ListenPoint | null;
  request: KnownRequest | null;
  /** Bytes of its head as it is sent, up to what the backend is told of the client. */
  headLength: number;
}

/** Whether the same bytes lead to the same request and group on any connection, and leave that as it is. */
export function isPlain(view: RequestView, { group }: ForwardGroup): boolean {
  const { upgrade, expectsContinue, wantsClose, head } = view;
  const isSame = group.loadBalancer.type !== 'ConsistentHash';
  return isSame && upgrade === null && !expectsContinue && !wantsClose && head.bytes === input;
}

/** One request of so many that are not known is remembered, so that requests which never come again cost little. */
const EVERY = 4;

/**
 * Requests without a body that come again, byte for byte, as those of programs do: their bytes are compared, and what reading, routing and
 * rewriting them gave before is used again. A few dozen are remembered; where two want the same place the later one gets it.
 */
export class KnownRequests {
  private readonly places: Place[] = Array.from({ length: KNOWN_PLACES }, () => ({
    length: 0,
    point: null,
    request: null,
    headLength: 0,
  }));
  private readonly isUsed = takeKnown() && sameInArena !== null && copyInArena !== null;
  private unknown = 0;
  /** Place of what was found last. */
  private at = 0;
  /** Place that waits for what was not found, -1 without. */
  private wanted = -1;

  /**
   * What is known of the request that is the first `end` bytes of the input.
   * @returns null where nothing is: what is found out may be told to `remember`, before `pass` and before other bytes are read
   */
  find(end: number, point: ListenPoint): KnownRequest | null {
    this.wanted = -1;
    if (end > KNOWN_KEY_SIZE || !this.isUsed) return null;
    const index = placeOf(end);
    const place = this.places[index]!;
    const key = keyOf(index);
    if (place.length === end && place.point === point && sameInArena!(key, 0, end) === 1) {
      this.at = index;
      return place.request;
    }
    if (++this.unknown % EVERY === 0) {
      // at once: reading puts names in lower case
      copyInArena!(key, 0, end);
      place.length = 0;
      this.wanted = index;
    }
    return null;
  }

  /** Whether what `find` did not know is to be remembered. */
  get isWanted(): boolean {
    return this.wanted >= 0;
  }

  /**
   * Remembers what `find` did not know.
   * @param end bytes of the request
   * @param output begins with the head as it is sent
   * @param headLength bytes of it that are the same each time
   */
  remember(end: number, point: ListenPoint, request: KnownRequest, output: Output, headLength: number): void {
    const { wanted } = this;
    if (wanted < 0 || headLength > KNOWN_KEY_SIZE || output.bytes !== slab) return;
    copyInArena!(keyOf(wanted) + KNOWN_KEY_SIZE, SLAB_AT, headLength);
    const place = this.places[wanted]!;
    place.length = end;
    place.point = point;
    place.request = request;
    place.headLength = headLength;
  }

  /** What `find` did not know is over. */
  pass(): void {
    this.wanted = -1;
  }

  /** Puts in the head of what was found last, up to what the backend is told of the client. */
  writeHead(output: Output): void {
    const { at } = this;
    output.fromArena(keyOf(at) + KNOWN_KEY_SIZE, this.places[at]!.headLength);
  }

  /** Forgets all: another snapshot is in service. */
  clear(): void {
    for (const place of this.places) {
      place.length = 0;
      place.point = null;
      place.request = null;
    }
  }
}

function keyOf(index: number): number {
  return KNOWN_AT + index * KNOWN_SIZE;
}

/** A place by the length and a few of the bytes. */
function placeOf(end: number): number {
  let hash = end;
  const step = 1 + (end >> 4);
  for (let i = end - 5; i >= 4; i -= step) hash = Math.imul(hash ^ input[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & (KNOWN_PLACES - 1);
}

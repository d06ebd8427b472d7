import { performance } from 'node:perf_hooks';
import { memory, slab, SLAB_AT, takeSlots, SLOT_SIZE, SLOTS, SLOTS_AT } from '../arena/arena.ts';
import { copyInArena } from '../arena/copy.ts';
import type { Output } from './output.ts';

/** Messages in a turn from which on they are gathered in the next. */
const ENOUGH = 6;
/** Of messages that go out at once, one of so many begins a turn that is looked at. */
const LOOK_EVERY = 64;

/** A connection whose short messages may go out with the others of a turn. */
export interface Posting {
  /** Where a message of it waits, -1 without. */
  slot: number;
  send(output: Output): boolean;
}

/**
 * Short messages that go out together at the end of a turn of the event loop. A write is mostly work of the kernel, whose code pushes ours out of the
 * processor's caches, and may wake the peer on another core: what came in a turn is read first, then all of it is written. docs/performance.md
 * says what that gives.
 */
export class Outbox {
  private readonly output: Output;
  private readonly bytes = takeSlots();
  private readonly inArena = memory !== null && this.bytes.buffer === memory.buffer;
  private readonly owners: (Posting | null)[] = Array.from({ length: SLOTS }, () => null);
  private readonly lengths = new Int32Array(SLOTS);
  /** Milliseconds that the write of a message took, on average over those that went out last. */
  writeMs = 0;
  private count = 0;
  private scheduled = false;
  private turns = 0;
  /** Messages of this turn. */
  private gathered = 0;
  private isGathering = false;
  /** Messages that went out at once since a turn was looked at. */
  private alone = 0;

  /** @param output what messages are put together in */
  constructor(output: Output) {
    this.output = output;
  }

  /** Number of the turn of the event loop while messages of it wait, -1 otherwise. */
  get turn(): number {
    return this.scheduled ? this.turns : -1;
  }

  /** Takes over what `output` holds, to be sent by its connection at the end of the turn. Returns false, and takes nothing, where it is too long. */
  put(connection: Posting): boolean {
    const { length } = this.output;
    const { slot } = connection;
    if (slot >= 0) {
      const before = this.lengths[slot]!;
      if (before + length > SLOT_SIZE) return false;
      this.store(slot * SLOT_SIZE + before, length);
      this.lengths[slot] = before + length;
      return true;
    }
    if (length > SLOT_SIZE || !this.gathers()) return false;
    if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(this.endTurn);
    }
    const free = this.count++;
    this.store(free * SLOT_SIZE, length);
    this.owners[free] = connection;
    this.lengths[free] = length;
    this.gathered++;
    connection.slot = free;
    if (this.count === SLOTS) this.flush();
    return true;
  }

  /** Whether it is worth while: where a turn brings only a few messages, waiting costs the peers time and gives nothing. */
  private gathers(): boolean {
    if (this.isGathering) return true;
    if (++this.alone < LOOK_EVERY) return false;
    this.alone = 0;
    this.isGathering = true;
    return true;
  }

  /** Takes back what waits for a connection: it is not sent. */
  withhold(connection: Posting): void {
    this.owners[connection.slot] = null;
    connection.slot = -1;
  }

  /** Sends what waits for a connection; what the output holds stays. */
  sendNow(connection: Posting): void {
    const { output } = this;
    const { slot } = connection;
    const held = output.length === 0 ? null : Buffer.from(output.bytes.subarray(0, output.length));
    this.owners[slot] = null;
    this.send(connection, slot);
    if (held !== null) output.whole(held);
  }

  private readonly endTurn = (): void => {
    this.scheduled = false;
    this.turns++;
    this.isGathering = this.gathered >= ENOUGH;
    this.gathered = 0;
    this.flush();
  };

  /** Sends what waits. */
  flush(): void {
    const { count, owners } = this;
    if (count === 0) return;
    // what follows may be much later
    this.turns++;
    const begin = performance.now();
    for (let slot = 0; slot < count; slot++) {
      const connection = owners[slot];
      if (connection === null || connection === undefined) continue;
      owners[slot] = null;
      this.send(connection, slot);
    }
    this.count = 0;
    this.writeMs = (performance.now() - begin) / count;
  }

  private send(connection: Posting, slot: number): void {
    const { output } = this;
    const length = this.lengths[slot]!;
    connection.slot = -1;
    if (this.inArena && output.bytes === slab && copyInArena !== null)
      copyInArena(SLAB_AT, SLOTS_AT + slot * SLOT_SIZE, length);
    else this.bytes.copy(output.bytes, 0, slot * SLOT_SIZE, slot * SLOT_SIZE + length);
    output.length = length;
    connection.send(output);
  }

  /** Moves what the output holds. */
  private store(at: number, length: number): void {
    const { output } = this;
    if (this.inArena && output.bytes === slab && copyInArena !== null) copyInArena(SLOTS_AT + at, SLAB_AT, length);
    else output.bytes.copy(this.bytes, at, 0, length);
    output.length = 0;
  }
}

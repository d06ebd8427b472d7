import { Output } from '../transport/output.ts';

/** A connection that has something to do at the end of a turn of the event loop. */
export interface Settling {
  /** Tells what has been put off, and sends what has been put together. */
  settle(): void;
}

/** Outputs that are kept: each connection that writes has one, until the end of the turn. */
const KEPT = 16;

/**
 * The end of a turn of the event loop. What connections have to send is put together until everything that came in the same turn has been read,
 * so that one write carries the frames of many streams.
 */
class Turn {
  private readonly waiting: Settling[] = [];
  private readonly outputs: Output[] = [];

  /** Settles a connection at the end of the turn. */
  add(connection: Settling): void {
    if (this.waiting.push(connection) === 1) setImmediate(this.end);
  }

  private readonly end = (): void => {
    const { waiting } = this;
    // settling one may add others
    for (let i = 0; i < waiting.length; i++) waiting[i]!.settle();
    waiting.length = 0;
  };

  takeOutput(): Output {
    return this.outputs.pop() ?? new Output();
  }

  /** Takes an output back that holds nothing. */
  giveOutput(output: Output): void {
    if (this.outputs.length < KEPT) this.outputs.push(output);
  }
}

export const TURN = new Turn();

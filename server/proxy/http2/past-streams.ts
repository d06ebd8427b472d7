/** Ranges of identifiers that were left out, and streams that were reset, of which is known. */
const MOST_RANGES = 16;
const MOST_RESET = 1_000;

/**
 * What is known of the streams of a connection that are not open any more. A client opens one after the other, so that there is next to nothing
 * to remember. Source: RFC 9113 section 5.1.
 */
export class PastStreams {
  /** The largest identifier of a stream that was opened. */
  last = 0;
  /** Identifiers that were left out, as first and last of a range. */
  private skipped: number[] | null = null;
  /** Streams that we closed before the peer had sent all: it may not have known yet. */
  private reset: Set<number> | null = null;

  /** A stream is opened, whose identifier is above all others. */
  opened(id: number): void {
    const expected = this.last === 0 ? 1 : this.last + 2;
    if (id > expected) {
      this.skipped ??= [];
      this.skipped.push(expected, id - 2);
      if (this.skipped.length > 2 * MOST_RANGES) this.skipped.splice(0, 2);
    }
    this.last = id;
  }

  /** Whether an identifier below `last` was left out, so that no stream can have it any more. */
  wasSkipped(id: number): boolean {
    const { skipped } = this;
    if (skipped === null) return false;
    for (let i = 0; i < skipped.length; i += 2) if (id >= skipped[i]! && id <= skipped[i + 1]!) return true;
    return false;
  }

  /** What the peer still sends on a stream is to be ignored. */
  ignore(id: number): void {
    this.reset ??= new Set();
    this.reset.add(id);
    if (this.reset.size <= MOST_RESET) return;
    const [oldest] = this.reset;
    this.reset.delete(oldest!);
  }

  isIgnored(id: number): boolean {
    return this.reset?.has(id) === true;
  }

  /** The peer has sent all that it is going to send on a stream. */
  ended(id: number): void {
    this.reset?.delete(id);
  }
}

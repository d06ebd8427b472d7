/** Entries; a power of two. */
const PLACES = 256;
/** Longest text that is remembered, in bytes. */
const LONGEST = 256;
/** One text of so many that are not known is remembered, so that texts which never come again cost little. */
const EVERY = 4;

/**
 * What was made of texts that come again and again, such as hosts and paths, found by their bytes: a string, its hash and what is read from it
 * cost several times as much as looking at the bytes. A few hundred are remembered; where two want the same place the later one gets it.
 */
export class KnownTexts<T> {
  private readonly make: (text: string) => T;
  private readonly values: (T | undefined)[] = Array.from({ length: PLACES }, () => undefined);
  private readonly lengths = new Uint16Array(PLACES);
  private readonly bytes = new Uint8Array(PLACES * LONGEST);
  private unknown = 0;

  /** @param make what is made of a text of Latin-1 characters; it must say the same each time, and is shared */
  constructor(make: (text: string) => T) {
    this.make = make;
  }

  /** What is made of the text `source[start, end)`. */
  find(source: Buffer, start: number, end: number): T {
    const length = end - start;
    if (length > LONGEST || length === 0) return this.make(source.toString('latin1', start, end));
    const place = placeOf(source, start, length);
    const { bytes } = this;
    if (this.lengths[place] === length) {
      const at = place * LONGEST;
      let i = 0;
      while (i < length && bytes[at + i] === source[start + i]) i++;
      if (i === length) return this.values[place]!;
    }
    const value = this.make(source.toString('latin1', start, end));
    if (++this.unknown % EVERY === 0) {
      bytes.set(source.subarray(start, end), place * LONGEST);
      this.lengths[place] = length;
      this.values[place] = value;
    }
    return value;
  }
}

/** A place by the length and a few of the bytes: more of them cost more than they tell apart. */
function placeOf(source: Uint8Array, start: number, length: number): number {
  let hash = length;
  const step = 1 + (length >> 3);
  for (let i = start + length - 1; i >= start; i -= step) hash = Math.imul(hash ^ source[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & (PLACES - 1);
}

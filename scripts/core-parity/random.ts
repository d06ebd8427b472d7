/** Numbers that repeat for the same seed, and what is made of them. */
export interface Dice {
  /** 0 to 1, without 1. */
  number: () => number;
  chance: (share: number) => boolean;
  /** A whole number below the limit. */
  below: (limit: number) => number;
  pick: <T>(from: readonly T[]) => T;
  /** Some of them, at most so many, in a random order. */
  some: <T>(from: readonly T[], most: number) => T[];
}

/** A small generator of numbers. Source: mulberry32. */
export function diceOf(seed: number): Dice {
  let state = seed;
  const number = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(number() * limit);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const some = <T>(from: readonly T[], most: number): T[] => {
    const left = [...from];
    return Array.from({ length: Math.min(left.length, below(most + 1)) }, () =>
      left.splice(below(left.length), 1),
    ).flat();
  };
  return { number, below, pick, some, chance: (share) => number() < share };
}

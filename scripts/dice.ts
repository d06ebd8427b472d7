/** Chance that repeats: the same seed gives the same throws. */
export interface Dice {
  /** A whole number from 0 to below the limit. */
  below: (limit: number) => number;
  chance: (likelihood: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  /** 0 to 1, without 1. */
  number: () => number;
  /** Some of a list, at most so many, in a random order. */
  some: <T>(list: readonly T[], most: number) => T[];
}

/** Dice of a seed. Source: mulberry32 over an FNV-1a hash of the seed. */
export function dice(seed: string): Dice {
  let state = 0x811c9dc5;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    number: next,
    some(list, most) {
      const left = [...list];
      return Array.from({ length: Math.min(left.length, below(most + 1)) }, () =>
        left.splice(below(left.length), 1),
      ).flat();
    },
    chance: (likelihood) => next() < likelihood,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[below(list.length)] as (typeof list)[number];
    },
  };
}

/** Milliseconds after which parts are fetched that nobody has asked for. */
const AHEAD_MS = 5000;
const WAITS_MS = [300, 1000, 3000];

const unasked = new Set<() => Promise<unknown>>();

/**
 * A part of the product that a page begins without. The function that is returned loads it, and goes on trying while the console does not
 * answer, so that the page around it stays.
 * @throws what `load` throws while the console does answer: after an upgrade there are no parts of the old pages any more
 */
export function later<Part>(load: () => Promise<Part>): () => Promise<Part> {
  unasked.add(load);
  return async () => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const part = await load();
        unasked.delete(load);
        return part;
      } catch (error) {
        if (attempt > 0 && (await answers())) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)]));
    }
  };
}

/** Fetches the parts that were not asked for, once the page has rested: they are at hand then when the console is not. Returns the end of it. */
export function fetchAhead(): () => void {
  let over = false;
  const timer = setTimeout(() => {
    const work = async () => {
      for (const load of unasked) {
        if (over) return;
        unasked.delete(load);
        // whoever asks for it tries again
        await load().catch(() => undefined);
      }
    };
    void work();
  }, AHEAD_MS);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/livez', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

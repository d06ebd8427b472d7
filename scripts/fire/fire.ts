import { randomBelow, seededRandom } from '../../server/balancing/random.ts';
import { delay, type Part, Product } from './product.ts';
import { type FireFigures, FireRun } from './run.ts';
import { startBackend, Versions } from './traffic.ts';

/** Time under fire before each kill, in milliseconds. */
const LEAST_MS = 150;
const MOST_MS = 900;
const MOST_PROBLEMS = 20;
const PARTS: readonly Part[] = ['console', 'proxy', 'supervisor'];

/**
 * Writes, watches and sends traffic while parts of the product are killed at random moments, each part at least once in the first three kills.
 * @param progress called after each kill and its checks
 */
export async function fire(kills: number, seed: number, progress?: (line: string) => void): Promise<FireFigures> {
  const random = seededRandom(seed);
  const begun = Date.now();
  const net = 200 + (process.pid % 50);
  const product = await Product.start(`127.${net - 100}.${seed % 128}.0/24`);
  const { port, server } = await startBackend();
  const run = new FireRun(product, new Versions(net), port, seed);
  const count: Record<Part, number> = { console: 0, proxy: 0, supervisor: 0 };
  try {
    await run.begin();
    for (let n = 0; n < kills && run.problems.length < MOST_PROBLEMS; n++) {
      await delay(LEAST_MS + randomBelow(random, MOST_MS - LEAST_MS));
      const part = PARTS[n < PARTS.length ? n : randomBelow(random, PARTS.length)] ?? 'console';
      count[part]++;
      await run.kill(part);
      progress?.(
        `kill ${n + 1}, the ${part}: ${run.ledger.acknowledged} writes acknowledged, ${run.problems.length} problems`,
      );
    }
    await delay(MOST_MS);
    await run.compare();
    return { kills: count, ...run.figures, seconds: Math.round((Date.now() - begun) / 1000) };
  } catch (error) {
    const output = product.output.split('\n').slice(-40).join('\n');
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}; found before: ${run.problems.join('; ')}\n${output}`,
      {
        cause: error,
      },
    );
  } finally {
    await run.close();
    await product.stop();
    server.closeAllConnections();
    server.close();
    product.remove();
  }
}

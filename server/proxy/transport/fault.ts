import type { Output } from './output.ts';

/** A fault of the proxy itself, met while serving one connection: what was being put together is thrown away. */
export function fault(output: Output, error: unknown): void {
  output.length = 0;
  process.stderr.write(`proxy worker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

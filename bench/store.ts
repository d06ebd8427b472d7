// Speed of the store: load, writes over HTTP while watches run, writers together, compaction, memory.
//   node bench/store.ts [--large 100000] [--seconds 3]     needs the built pages (npm run build)
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BenchConsole, measureManyWatches } from './store/console.ts';
import { fill, measureLoad } from './store/load.ts';
import { measureBareInserts, measureCompaction, measureWriters } from './store/writes.ts';

const { values } = parseArgs({
  options: { large: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '3' } },
});
const SMALL = 10_000;
const large = Number(values.large);
const seconds = Number(values.seconds);
const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-bench-'));
const results: Record<string, unknown> = {
  machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
};

function note(what: string, figures: unknown): void {
  results[what] = figures;
  console.log(`${what}: ${JSON.stringify(figures)}`);
}

try {
  const files = [SMALL, large].map((count) => ({ count, file: path.join(folder, `objects-${count}.db`) }));
  for (const { count, file } of files) {
    await fill(file, count);
    note(`load ${count}`, measureLoad(file, count));
  }
  const [small, most] = files;
  if (small === undefined || most === undefined) throw new Error('no files');

  for (const [name, database] of [
    ['empty', path.join(folder, 'empty.db')],
    [`${SMALL} objects`, small.file],
  ] as const) {
    const started = await BenchConsole.start(folder, database);
    await started.threeWatches();
    await started.writes(20);
    note(`console, ${name}`, { readyMs: started.readyMs, writesWithThreeWatches: await started.writes(300) });
    await started.stop();
  }
  const many = await BenchConsole.start(folder, path.join(folder, 'many.db'));
  note('many watches', await measureManyWatches(many, 900, 50));
  await many.stop();

  const bare = measureBareInserts(folder, seconds);
  note('bare inserts', bare);
  for (const writers of [1, 8, 64]) {
    const figures = await measureWriters(folder, writers, seconds);
    note(`${writers} writers`, {
      ...figures,
      ratioToBare: Math.round((figures.perSecond / bare.perSecond) * 100) / 100,
    });
  }
  for (const { count, file } of [small, most])
    note(`compaction, ${count}`, await measureCompaction(file, count, 1_000, 2_000));
  const target = path.join(import.meta.dirname, 'results', 'store.json');
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

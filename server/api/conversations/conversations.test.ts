import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { serve } from '../serve.fixture.ts';
import { readRecording } from './recording.ts';
import { replay } from './replay.ts';
import { wanted, wantedReason } from './wanted.ts';

const recordings = readdirSync(import.meta.dirname).filter((file) => /\.jsonl(\.gz)?$/.test(file));
const used = new Set<string>();

test.each(recordings)('%s is answered as by the real API server', async (file) => {
  const served = await serve();
  try {
    const found = await replay(readRecording(path.join(import.meta.dirname, file)), served.url);
    const unwanted = found.filter((difference) => {
      const name = wantedReason(difference);
      if (name !== undefined) used.add(name);
      return name === undefined;
    });
    const shown = unwanted.map(
      ({ index, note, exchange, path: place, recorded, ours }) =>
        `${index} ${note} ${exchange.method} ${exchange.path} ${place}: ${JSON.stringify(recorded)} here ${JSON.stringify(ours)}`,
    );
    expect(shown.slice(0, 20)).toEqual([]);
  } finally {
    await served.close();
  }
});

test('every wanted difference is still one', () => {
  expect(wanted.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

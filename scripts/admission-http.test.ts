import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../server/api/serve.fixture.ts';
import { kinds } from '../server/model/registry.ts';
import { type Answer, type Ask, ourServer } from './parity/ask.ts';
import { comparable } from './parity/compare.ts';
import { readCases } from './parity/corpus.ts';
import { clean, collection, digest, makeNamespace, play } from './parity/play.ts';

const folder = path.join(import.meta.dirname, 'admission-http-corpus');
const custom = kinds.filter(({ core }) => !core);
const NAMESPACE = 'parity';

let served: Served;
let ask: Ask;
beforeAll(async () => {
  served = await serve();
  ask = ourServer(served.url);
  await makeNamespace(ask, NAMESPACE);
});
afterAll(() => served.close());

// the kinds wait for the disk side by side
describe.concurrent.each(custom)('writes of $kind', (kind) => {
  it('are answered over HTTP as by a real API server', { timeout: 120_000 }, async () => {
    const cases = readCases(readFileSync(path.join(folder, `${kind.kind.toLowerCase()}.recorded.json`), 'utf8'));
    expect(cases.length).toBeGreaterThan(100);
    for (const { steps, answers } of cases) {
      const ours: Answer[] = await play(ask, steps);
      await clean(ask, collection(kind, NAMESPACE), ours);
      const at = answers.findIndex((answer, index) => answer !== digest(ours[index] as Answer, steps[index]?.body));
      if (at < 0) continue;
      const step = steps[at];
      expect.fail(
        `recorded: ${answers[at]}\nours: ${JSON.stringify(comparable(ours[at] as Answer, step?.body), null, 1)}\nasked: ${JSON.stringify(steps, null, 1)}`,
      );
    }
  });
});

it('has a recording for custom resources, and for no other kind', () => {
  const files = custom.map(({ kind }) => `${kind.toLowerCase()}.recorded.json`);
  expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());
});

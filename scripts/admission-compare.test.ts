import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../server/model/registry.ts';
import { answerHash, answerText, ourAnswer } from './admission-compare.answers.ts';
import { type Question, question } from './admission-compare.generate.ts';

const folder = path.join(import.meta.dirname, 'admission-corpus');
const customKinds = kinds.filter(({ core }) => !core);

/** A question, and what the official API machinery answered: whether it took it, and the hash of the whole answer. */
interface Recorded extends Question {
  accepted: boolean;
  answer: string;
}

describe.each(customKinds)('admission of $kind', (kind) => {
  it.each(['create', 'update'])('answers as recorded to each %s', (operation) => {
    const file = path.join(folder, `${kind.kind.toLowerCase()}.${operation}.recorded.json`);
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded[];
    expect(recorded.length).toBeGreaterThan(50);
    const wrong = recorded.flatMap(({ accepted, answer, ...asked }, index) => {
      const ours = ourAnswer(kind, asked, 'Warn');
      const text = answerText(ours, operation === 'update');
      return ours.accepted === accepted && answerHash(text) === answer ? [] : [{ index, accepted, asked, text }];
    });
    expect(wrong).toEqual([]);
  });
});

it('has a recording for kinds that are served, and for no other', () => {
  const files = customKinds.flatMap(({ kind }) =>
    ['create', 'update'].map((operation) => `${kind.toLowerCase()}.${operation}.recorded.json`),
  );
  expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());
});

it('asks the same questions for the same seed, and others for another', () => {
  const [kind] = customKinds;
  if (kind === undefined) throw new Error('no kind');
  const asked = (seed: number): string =>
    JSON.stringify(Array.from({ length: 20 }, (_, index) => question(kind, [], seed, index, index % 2 === 0)));
  expect(asked(1)).toBe(asked(1));
  expect(asked(1)).not.toBe(asked(2));
});

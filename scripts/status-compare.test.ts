import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../server/model/object.ts';
import { ours } from './status-compare.answers.ts';
import { differences, type Expected } from './status-compare.expect.ts';
import { documents, stored } from './status-compare.worlds.ts';

interface Recorded extends Expected {
  index: number;
  documents: KubeObject[];
}

const folder = path.join(import.meta.dirname, 'status-corpus');

describe.each(readdirSync(folder))('%s', (file) => {
  const worlds = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Recorded[];

  it.each(worlds.map((world) => [world.index, world] as const))(
    'world %i is judged as by Envoy Gateway',
    (_index, world) => {
      const { objects } = stored(world.documents);
      expect(differences(objects, ours(objects), world)).toEqual([]);
    },
  );
});

it('notices when something is judged otherwise', () => {
  const [file = ''] = readdirSync(folder);
  const [world] = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Recorded[];
  if (world === undefined) throw new Error('no world');
  const { objects } = stored(world.documents);
  const others = objects.filter(({ kind }) => kind !== 'Service');
  expect(differences(objects, ours(others), world)).not.toEqual([]);
});

it('makes the same worlds for the same seed, and others for another', () => {
  const texts = (seed: number): string =>
    JSON.stringify(Array.from({ length: 5 }, (_, index) => documents(seed, index)));
  expect(texts(1)).toBe(texts(1));
  expect(texts(1)).not.toBe(texts(2));
});

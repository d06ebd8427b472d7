import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { object, string } from '../server/model/schema/dsl.ts';
import type { Kind } from '../server/model/kind.ts';
import { kinds } from '../server/model/registry.ts';
import { actingNotes } from './docs.acting.ts';
import { referencePages } from './docs.pages.ts';
import { referencePage } from './docs.reference.ts';

const folder = path.join(import.meta.dirname, '../docs/reference');

describe('docs/reference, which `npm run docs` writes', () => {
  const pages = referencePages();

  it('has a page for each kind, and no other', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
    expect(pages.size).toBe(kinds.length + 1);
  });

  it.each([...pages])('%s is what the model says: run `npm run docs` where it is not', (name, text) => {
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
  });
});

function pageOf(name: string): string {
  const kind = kinds.find((one) => one.kind === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return referencePage(kind);
}

describe('a reference page', () => {
  it('names every field with type, limits, default, rules and values', () => {
    const page = pageOf('BackendTrafficPolicy');
    expect(page).toContain('- `tableSize` (number; 2 to 5000011; default `65537`): ');
    expect(page).toContain('- Rule: Replace is not a valid MergeType for BackendTrafficPolicySpec');
    expect(page).toContain('- `RoundRobin`: Each endpoint in turn');
    expect(pageOf('GatewayClass')).toContain('- (Description): What the class is for.');
    expect(pageOf('Gateway')).toContain('also as `gateway.networking.k8s.io/v1beta1`');
  });

  it('says of each list how its elements are told apart', () => {
    expect(pageOf('Gateway')).toMatch(/`listeners` \(list of object; required; [^)]*one for each name\)/);
    expect(pageOf('EndpointSlice')).toMatch(/`addresses` \(list of text; each once\)/);
  });
});

describe('what does not act', () => {
  const schema = object('A thing.', {
    spec: object('What.', {
      mode: string('How.', { enum: ['Fast', 'Slow'] }),
      more: object('More.', { size: string('How much.') }),
      always: string('Always.', { enum: ['A', 'B'] }),
    }),
  });
  const [first] = kinds;
  const kind = (notActing: Kind['notActing']): Kind => ({ ...(first as Kind), schema, notActing });

  it('is found field by field, with the values that it is said of', () => {
    const notes = actingNotes(
      kind(({ spec }) => {
        const { mode, more, always } = spec as { mode?: string; more?: object; always?: string };
        return [
          ...(mode === 'Slow' ? [{ path: 'spec.mode', message: 'Slow is as fast.' }] : []),
          ...(more === undefined ? [] : [{ path: 'spec.more', message: 'No more.' }]),
          ...(always === undefined ? [] : [{ path: 'spec.always', message: `${always} does nothing.` }]),
        ];
      }),
    );
    expect(Object.fromEntries(notes)).toEqual({
      'spec.mode': ['`Slow`: … is as fast.'],
      'spec.more': ['No more.'],
      'spec.always': ['… does nothing.'],
    });
  });
});

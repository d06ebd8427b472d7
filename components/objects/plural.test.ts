import { expect, it } from 'vitest';
import { pageKinds } from '../live/kinds.ts';
import { pluralOfKind } from './plural.ts';

it('names several objects as the API does', () => {
  for (const { kind, plural } of pageKinds) expect(pluralOfKind(kind).toLowerCase()).toBe(plural);
});

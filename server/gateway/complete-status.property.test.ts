import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeStatus, sameJson, stands } from './complete-status.ts';

const TIME = '2026-01-01T00:00:00Z';
const NOW = '2026-05-01T12:00:00Z';
const condition = fc.record({
  type: fc.constantFrom('Accepted', 'Programmed', 'ResolvedRefs'),
  status: fc.constantFrom('True', 'False'),
  reason: fc.constantFrom('Accepted', 'Invalid'),
  message: fc.constantFrom('', 'why'),
});
const conditions = fc.uniqueArray(condition, { selector: ({ type }) => type, maxLength: 3 });
const status = fc.record(
  {
    conditions,
    parents: fc.uniqueArray(fc.record({ parentRef: fc.record({ name: fc.constantFrom('a', 'b') }), conditions }), {
      selector: ({ parentRef }) => parentRef.name,
      maxLength: 2,
    }),
    addresses: fc.array(fc.record({ value: fc.constantFrom('127.77.0.1', '127.77.0.2') }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** Takes the time of some condition away, as a damaged or foreign status would have it. */
function withoutATime(value: unknown, nth: number): unknown {
  let count = 0;
  return JSON.parse(
    JSON.stringify(value, (key, held: unknown) => (key === 'lastTransitionTime' && count++ === nth ? undefined : held)),
  );
}

test('a status stands exactly when completing it gives what is stored', () => {
  let stood = 0;
  fc.assert(
    fc.property(status, status, fc.boolean(), fc.integer({ min: 0, max: 9 }), (wanted, other, same, nth) => {
      const stored = withoutATime(completeStatus(same ? wanted : other, undefined, TIME), nth);
      const equal = sameJson(completeStatus(wanted, stored, NOW), stored);
      if (equal) stood++;
      expect(stands(wanted, stored)).toBe(equal);
    }),
    { numRuns: 2_000 },
  );
  expect(stood).toBeGreaterThan(100);
});

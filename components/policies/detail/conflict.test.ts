import { expect, it } from 'vitest';
import { shopPolicy } from '../policy.fixture.ts';
import { conflictsOf } from './conflict.ts';

const policy = (name: string, creationTimestamp: string, reason = 'Accepted', sectionName?: string) =>
  shopPolicy(
    name,
    { kind: 'HTTPRoute', name: 'search', ...(sectionName === undefined ? {} : { sectionName }) },
    { reason, creationTimestamp },
  );

it('a policy that is conflicted runs into the oldest one on its target', () => {
  const late = policy('late', '2026-01-03T00:00:00Z', 'Conflicted');
  const all = [late, policy('first', '2026-01-01T00:00:00Z'), policy('second', '2026-01-02T00:00:00Z', 'Conflicted')];
  expect(conflictsOf(late, all)).toEqual([{ target: 'HTTPRoute search', holder: all[1], olderMs: 2 * 86_400_000 }]);
});

it('one that is not, or whose target is another section, runs into nothing', () => {
  const first = policy('first', '2026-01-01T00:00:00Z');
  expect(conflictsOf(first, [first, policy('late', '2026-01-02T00:00:00Z')])).toEqual([]);
  const rule = policy('rule', '2026-01-02T00:00:00Z', 'Conflicted', 'pay');
  expect(conflictsOf(rule, [first, rule])).toEqual([]);
});

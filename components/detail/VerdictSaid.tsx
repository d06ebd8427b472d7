import { VisuallyHidden } from '@mantine/core';
import type { RuleVerdict } from '../../server/balancing/shares.ts';
import { useSlow } from './use-slow.ts';

/** A verdict in a few words, for announcements. */
export const SPOKEN: Record<RuleVerdict['verdict'], string> = {
  on: 'traffic is balanced',
  off: 'a backend is off its share',
  design: 'shares differ by design',
  early: 'too early to tell',
  none: 'no traffic',
};

/** At most how often, in milliseconds. */
export const EVERY_MS = 10_000;

/** Announces changes of a rule's verdict politely. @param props.verdict undefined while it is only last known */
export function VerdictSaid({ name, verdict }: { name: string; verdict: RuleVerdict | undefined }) {
  const said = useSlow(verdict === undefined ? '' : `${name}: ${SPOKEN[verdict.verdict]}`, EVERY_MS);
  return <VisuallyHidden role="status">{said}</VisuallyHidden>;
}

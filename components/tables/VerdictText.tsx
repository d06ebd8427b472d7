import { StateText, type MarkState } from '../share/Marks.tsx';
import { count, points } from '../traffic/format.ts';
import type { RuleBalance } from './balance.ts';

/** A verdict in a few words, as a row has room for; the sentence is its title. */
export function verdictWords(balance: RuleBalance): { state: MarkState; words: string } {
  const { view, flow, expected } = balance;
  const { action } = view.rule;
  if (action.type === 'respond') return { state: 'bad', words: `Answers ${action.status}` };
  if (expected && expected.endpoints.every((share) => share === 0))
    return { state: 'bad', words: 'No endpoint to send to' };
  if (flow.requests === 0) return { state: 'off', words: 'No traffic' };
  const { verdict, rows } = balance;
  if (!verdict || !rows) return { state: 'off', words: 'No traffic' };
  const names = shortNames(view.backends.flatMap((backend) => backend.endpoints.map(({ endpoint }) => endpoint)));
  const row = verdict.endpoint === undefined ? undefined : rows.endpoints[verdict.endpoint];
  const name = verdict.endpoint === undefined ? '' : (names[verdict.endpoint] ?? '');
  switch (verdict.verdict) {
    case 'none':
      return { state: 'off', words: 'No traffic' };
    case 'early': {
      const more = Math.max(...rows.endpoints.map((entry) => entry.more ?? 0));
      return { state: 'pending', words: `Too early, ${count(more)} more would tell` };
    }
    case 'off':
      return { state: 'warn', words: `${name} ${points(row?.difference ?? 0)}` };
    case 'design':
      return row?.cause === 'keys'
        ? { state: 'warn', words: 'Keys decide, by design' }
        : { state: 'warn', words: `${name} ${points(row?.difference ?? 0)}, by design` };
    case 'on':
      return {
        state: 'ok',
        words: rows.endpoints.filter((entry) => entry.expected > 0).length === 1 ? 'One endpoint' : 'On share',
      };
  }
}

/** Addresses alone where all have one port: a row has little room. */
function shortNames(endpoints: readonly string[]): string[] {
  const ports = new Set(endpoints.map((endpoint) => endpoint.slice(endpoint.lastIndexOf(':'))));
  if (ports.size !== 1) return [...endpoints];
  return endpoints.map((endpoint) => endpoint.slice(0, endpoint.lastIndexOf(':')));
}

/** Whether a rule is balanced, or was when figures came last. */
export function VerdictText({ balance, stale }: { balance: RuleBalance; stale: boolean }) {
  const { state, words } = verdictWords(balance);
  return (
    <span
      data-stale={stale || undefined}
      title={balance.verdict ? `${balance.verdict.title} ${balance.verdict.evidence}` : undefined}
    >
      <StateText state={stale ? 'pending' : state}>{words}</StateText>
    </span>
  );
}

import { Link } from '../ui/Link.tsx';
import { pageOf } from '../live/kinds.ts';
import { algorithmText } from '../traffic/algorithm.ts';
import ui from '../ui/ui.module.css';
import { groupOf, type RuleBalance } from './balance.ts';

/** Algorithm and policy of one or several rules; without a policy, the default. */
export function PolicyInForce({ rules, inline = false }: { rules: readonly RuleBalance[]; inline?: boolean }) {
  if (rules.length === 0) return <span className={ui.meta}>–</span>;
  const algorithms = new Set<string>();
  const policies = new Map<string, { namespace: string; name: string }>();
  let withoutPolicy = false;
  for (const { view } of rules) {
    const group = groupOf(view);
    if (group) algorithms.add(algorithmText(group.loadBalancer));
    const { policy } = view.rule;
    if (policy) policies.set(`${policy.namespace}/${policy.name}`, policy);
    else withoutPolicy = true;
  }
  const [algorithm, ...others] = algorithms;
  const [policy, ...more] = policies.values();
  const from = policy ? (
    <>
      {inline ? ' from ' : ''}
      <Link href={pageOf({ kind: 'BackendTrafficPolicy', ...policy })}>
        {policy.namespace}/{policy.name}
      </Link>
      {more.length > 0 && ` and ${more.length} more`}
      {withoutPolicy && ', some by default'}
    </>
  ) : (
    `${inline ? ' ' : ''}(default)`
  );
  const text =
    algorithm === undefined
      ? 'no balancing'
      : [algorithm, ...(others.length > 0 ? [`${others.length} more`] : [])].join(' and ');
  if (inline)
    return (
      <span className={ui.second}>
        {text}
        {algorithm !== undefined && <span className={ui.meta}>{from}</span>}
      </span>
    );
  return (
    <>
      <div className={ui.second}>
        {text}
        {!policy && algorithm !== undefined && ' (default)'}
      </div>
      {policy && <div className={ui.sub}>{from}</div>}
    </>
  );
}

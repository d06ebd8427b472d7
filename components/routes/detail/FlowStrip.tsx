'use client';

import { Link } from '../../ui/Link.tsx';
import type { ReactNode } from 'react';
import type { SnapshotView } from '../../../server/contract/console.ts';
import { algorithmOf } from '../../detail/PolicyTrack.tsx';
import { rateText } from '../../detail/recent.ts';
import { pageOf } from '../../live/kinds.ts';
import css from './flow.module.css';
import type { RuleFacts } from './rule-facts.ts';

interface Props {
  route: { kind: string; namespace: string; name: string; hosts: readonly string[] };
  rules: readonly RuleFacts[];
  /** Part of the requests of each rule, 0..1; null without traffic. */
  shares: readonly number[] | null;
  /** `NAMESPACE/GATEWAY/LISTENER` of the listeners that have it. */
  listeners: readonly string[];
  /** Why no listener has it. */
  broken: string | null;
  /** `NAMESPACE/GATEWAY` and listener that it asks for first. */
  asked: { gateway: string; listener: string } | undefined;
  perSecond: number;
  view: SnapshotView;
}

/** The way of a request: listener, route, rules, policy, backends. */
export function FlowStrip({ route, rules, shares, listeners, broken, asked, perSecond, view }: Props) {
  let merged = false;
  const policies = new Map<string, { namespace: string; name: string; algorithm: string }>();
  const algorithms = new Set<string>();
  const backends = new Map<string, { kind: string; namespace: string; name: string }>();
  const endpoints = new Set<string>();
  for (const { view: served } of rules) {
    if (!served) continue;
    const { policy, action } = served.rule;
    algorithms.add(algorithmOf(served.rule));
    if (policy?.mergedWith !== undefined) merged = true;
    if (policy) policies.set(`${policy.namespace}/${policy.name}`, { ...policy, algorithm: algorithmOf(served.rule) });
    if (action.type !== 'forward') continue;
    for (const backend of served.backends) {
      backends.set(`${backend.ref.namespace}/${backend.ref.name}`, backend.ref);
      for (const { endpoint } of backend.endpoints) endpoints.add(endpoint);
    }
  }
  const [first, ...others] = listeners;
  // what nobody serves is named as the manifest has it
  if (first === undefined)
    for (const { spec } of rules)
      for (const ref of spec.backendRefs ?? []) {
        const namespace = ref.namespace ?? route.namespace;
        backends.set(`${namespace}/${ref.name}`, { kind: ref.kind ?? 'Service', namespace, name: ref.name });
      }
  const [policy, ...more] = [...policies.values()];
  const [backend, ...rest] = [...backends.values()];
  return (
    <nav className={css.flow} aria-label="Way of a request">
      <ol>
        <Stop head={listeners.length > 1 ? `${listeners.length} listeners` : 'Listener'} bad={first === undefined}>
          {first === undefined ? (
            <span>
              <b>{asked?.gateway ?? 'none'}</b> {asked?.listener}
            </span>
          ) : (
            <Link href={pageOf(gatewayOf(first))}>
              <b>{first.slice(0, first.lastIndexOf('/'))}</b> {first.slice(first.lastIndexOf('/') + 1)}
            </Link>
          )}
          <small>
            {first === undefined
              ? asked
                ? 'does not take it'
                : 'the route names no parent'
              : others.length > 0
                ? `and ${others.length} more`
                : portOf(view, first)}
          </small>
        </Stop>
        <Stop
          head={route.kind}
          link={first === undefined ? (broken ?? 'not attached') : rateText(perSecond)}
          broken={first === undefined}
          current
        >
          <b>
            {route.namespace}/{route.name}
          </b>
          <small>{route.hosts.length === 0 ? 'every host' : hostsText(route.hosts)}</small>
        </Stop>
        <Stop head={`${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`}>
          <b>
            {rules
              .map(({ label }, i) =>
                shares && rules.length > 1 ? `${label} ${((shares[i] ?? 0) * 100).toFixed(0)} %` : label,
              )
              .slice(0, 3)
              .join(', ')}
            {rules.length > 3 && ' ...'}
          </b>
          <small>{matchCount(rules)}</small>
        </Stop>
        <Stop
          head={policies.size > 1 ? `${policies.size} policies in force` : 'Policy in force'}
          link={merged ? 'merged' : undefined}
        >
          {policy ? (
            <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace: policy.namespace, name: policy.name })}>
              <b>{policy.name}</b>
            </Link>
          ) : (
            <b>none</b>
          )}
          <small>
            {more.length > 0 ? [...algorithms].join(', ') : (policy?.algorithm ?? [...algorithms][0] ?? '\u2013')}
          </small>
        </Stop>
        <Stop
          head={backends.size === 1 ? 'Backend' : `${backends.size} backends`}
          bad={endpoints.size === 0 && first !== undefined}
          broken={endpoints.size === 0 && first !== undefined}
        >
          {backend ? (
            <Link href={pageOf(backend)}>
              <b>{backend.name}</b>
              {rest.length > 0 && `, ${rest[0]?.name ?? ''}`}
            </Link>
          ) : (
            <b>none</b>
          )}
          <small>
            {first === undefined
              ? 'nothing is sent'
              : `${endpoints.size} ${endpoints.size === 1 ? 'endpoint' : 'endpoints'} in rotation`}
          </small>
        </Stop>
      </ol>
    </nav>
  );
}

function Stop(props: {
  head: string;
  children: ReactNode;
  link?: string | undefined;
  current?: boolean;
  bad?: boolean;
  broken?: boolean;
}) {
  const { head, children, link, current = false, bad = false, broken = false } = props;
  return (
    <li
      data-current={current || undefined}
      data-bad={bad || undefined}
      data-broken={broken || undefined}
      data-rate={link}
    >
      <div>
        <small>{head}</small>
        {children}
      </div>
    </li>
  );
}

function gatewayOf(listener: string): { kind: string; namespace: string; name: string } {
  const [namespace = '', name = ''] = listener.split('/');
  return { kind: 'Gateway', namespace, name };
}

function portOf(view: SnapshotView, id: string): string {
  for (const gateway of view.snapshot.gateways)
    for (const { port, protocol, listeners } of gateway.ports)
      if (listeners.some((listener) => listener.id === id)) return `${protocol}, port ${port}`;
  return '';
}

function hostsText(hosts: readonly string[]): string {
  return hosts.length > 1 ? `${hosts[0]} and ${hosts.length - 1} more` : (hosts[0] ?? '');
}

function matchCount(rules: readonly RuleFacts[]): string {
  const matches = rules.reduce((sum, { spec }) => sum + Math.max(1, spec.matches?.length ?? 0), 0);
  return `${matches} ${matches === 1 ? 'match' : 'matches'}`;
}

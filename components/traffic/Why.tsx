'use client';

import { Link } from '../ui/Link.tsx';
import { rowWords } from '../../server/balancing/shares.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import { LineLink } from '../detail/LineLink.tsx';
import { keyFor, pageOf } from '../live/kinds.ts';
import { useObjects } from '../live/queries.ts';
import { specOf } from '../live/served.ts';
import { algorithmText } from './algorithm.ts';
import { percent } from './format.ts';
import type { JudgedView } from './judged.ts';
import type { BackendView, EndpointView, RuleView } from './scope.ts';
import css from './TrafficPage.module.css';

/** Why one endpoint or backendRef gets what it gets: its figures, and the lines that decide about them. */
export function Why({ view, judged, only }: { view: RuleView; judged: JudgedView; only: string }) {
  const found = find(view, only);
  if (!found) return null;
  const { backend, endpoint } = found;
  const row = endpoint ? judged.endpoint(endpoint) : judged.backend(backend);
  const { route, index } = view.rule;
  if (!row) return null;
  return (
    <p className={css.explained} data-testid="why">
      <b>{endpoint?.endpoint ?? backend.ref.name}</b>{' '}
      {row.observed === null ? 'got nothing' : `got ${percent(row.observed)} %`} where {percent(row.expected)} % is due:{' '}
      {rowWords(row)}. The weight {backend.weight} of {backend.ref.name} stands in{' '}
      <Link href={pageOf(route)}>
        {route.kind} {route.namespace}/{route.name}
      </Link>
      <LineLink
        objectKey={keyFor(route.kind, route.namespace, route.name)}
        path={['spec', 'rules', index, 'backendRefs', backend.index, 'weight']}
        before=", "
      />
      , <Chooser rule={view.rule} />.
    </p>
  );
}

/** Who chose the algorithm. */
function Chooser({ rule }: { rule: SnapshotRule }) {
  const policies = useObjects('BackendTrafficPolicy').data ?? [];
  if (rule.action.type !== 'forward') return null;
  const algorithm = algorithmText(rule.action.group.loadBalancer);
  const names = rule.policy ? [`${rule.policy.namespace}/${rule.policy.name}`, rule.policy.mergedWith] : [];
  // of two that are merged the one that says it
  const policy = names
    .map((name) => policies.find(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}` === name))
    .find((object) => object !== undefined && specOf(object, 'BackendTrafficPolicy').loadBalancer !== undefined);
  if (!policy) return <>the algorithm {algorithm} is the default</>;
  const { namespace = '', name = '' } = policy.metadata;
  return (
    <>
      the algorithm {algorithm} in{' '}
      <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace, name })}>
        {namespace}/{name}
      </Link>
      <LineLink
        objectKey={keyFor('BackendTrafficPolicy', namespace, name)}
        path={['spec', 'loadBalancer', 'type']}
        before=", "
      />
    </>
  );
}

function find(view: RuleView, key: string): { backend: BackendView; endpoint?: EndpointView } | undefined {
  for (const backend of view.backends) {
    if (backend.key === key) return { backend };
    const endpoint = backend.endpoints.find((one) => one.key === key);
    if (endpoint) return { backend, endpoint };
  }
  return undefined;
}

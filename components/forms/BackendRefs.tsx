'use client';

import { Slider } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import type { KubeObject } from '../../server/model/object.ts';
import type { Patch } from '../editor/document-model.ts';
import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { pageOf } from '../live/kinds.ts';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { sliceOf, specOf } from '../live/served.ts';
import { Mark } from '../share/Marks.tsx';
import { Swatch } from '../share/Swatch.tsx';
import { useForm } from './context.ts';
import { NumberField, Problems } from './Field.tsx';
import css from './forms.module.css';
import own from './backend-refs.module.css';
import { MoveButtons } from './Move.tsx';
import { ReferenceField } from './References.tsx';
import { AddButton, RemoveButton } from './Section.tsx';
import { asList, asMap, asNumber, asText } from './shapes.ts';
import { percentText, weightOf } from './weights.ts';

/** Backends with a colour of their own, as in the charts. */
const SLOTS = 12;

/** Where a rule sends requests, with the share that each weight comes to. */
export function BackendRefs({ path }: { path: Path }) {
  const { document, namespace, patch } = useForm();
  const refs = asList(document.get(path));
  const services = useObjects('Service').data;
  const weights = refs.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const add = () => {
    const used = refs.map((ref) => asText(asMap(ref)['name']));
    const free = services?.find(
      ({ metadata }) => metadata.namespace === namespace && !used.includes(metadata.name ?? ''),
    );
    const value = {
      name: free?.metadata.name ?? '',
      port: portsOf(free)[0] ?? 80,
      // one that joins others is written with its weight, so that both can be seen
      ...(refs.length > 0 ? { weight: 1 } : {}),
    };
    patch([{ op: 'insert', path, index: refs.length, value }]);
  };
  return (
    <div className={css.list}>
      {refs.map((_, index) => (
        <Backend
          // backends have no identity but their place
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          path={[...path, index]}
          number={index + 1}
          count={refs.length}
          percent={total === 0 ? null : (100 * (weights[index] ?? 0)) / total}
          single={refs.length === 1}
          most={Math.max(100, ...weights)}
          remove={() => patch([{ op: 'remove', path: refs.length === 1 ? path : [...path, index] }])}
        />
      ))}
      {refs.length === 0 && <p className={css.help}>None: the rule answers 500, unless a filter answers before.</p>}
      {refs.length > 0 && total === 0 && (
        <p className={css.fact}>
          <Mark state="warn" />
          <span>All weights are 0: the rule answers 500.</span>
        </p>
      )}
      {refs.length > 1 && total > 0 && (
        <p className={css.help}>Total of the weights {total}. Each gets its part of that; it need not be 100.</p>
      )}
      {refs.length > 1 && <WeightsIgnored rule={Number(path[2])} />}
      <div>
        <AddButton onClick={add}>Backend</AddButton>
      </div>
    </div>
  );
}

/** ConsistentHash sends by key over all endpoints, so that weights between backends do nothing. */
function WeightsIgnored({ rule }: { rule: number }) {
  const { document, namespace, isNew } = useForm();
  const snapshot = useSnapshot().data?.snapshot;
  const name = asText(document.get(['metadata', 'name']));
  const found = Object.values(snapshot?.rules ?? {}).find(
    ({ route, index }) =>
      route.kind === asText(document.get(['kind'])) &&
      route.namespace === namespace &&
      route.name === name &&
      index === rule,
  );
  if (isNew || found?.action.type !== 'forward' || !found.policy) return null;
  const { loadBalancer, structure } = found.action.group;
  if (loadBalancer.type !== 'ConsistentHash' || structure !== 'localities') return null;
  return (
    <p className={css.fact}>
      <Mark state="warn" />
      <span>
        Weights have no effect: ConsistentHash of{' '}
        <Link href={pageOf({ kind: 'BackendTrafficPolicy', ...found.policy })}>
          {found.policy.namespace}/{found.policy.name}
        </Link>{' '}
        places every request by its key, over all endpoints alike.
      </span>
    </p>
  );
}

function portsOf(service: KubeObject | undefined): number[] {
  return (specOf(service, 'Service').ports ?? []).flatMap(({ port }) => port ?? []);
}

interface BackendProps {
  path: Path;
  number: number;
  count: number;
  /** Share of the rule's requests, null where all weights are 0. */
  percent: number | null;
  single: boolean;
  /** Upper end of the slider. */
  most: number;
  remove: () => void;
}

function Backend({ path, number, count, percent, single, most, remove }: BackendProps) {
  const list = path.slice(0, -1);
  const { document, namespace, problems, jump, patch } = useForm();
  const services = useObjects('Service').data;
  const kind = asText(document.get([...path, 'kind'])) || 'Service';
  const name = asText(document.get([...path, 'name']));
  const other = asText(document.get([...path, 'namespace'])) || namespace;
  const weight = document.get([...path, 'weight']);
  const weighted = !single || weight !== undefined;
  const find = (inNamespace: string, called: string) =>
    services?.find(({ metadata }) => metadata.name === called && metadata.namespace === inNamespace);
  const takePort = (inNamespace: string, called: string): Patch[] => {
    const ports = portsOf(find(inNamespace, called));
    const present = asNumber(document.get([...path, 'port']));
    return ports[0] === undefined || (present !== undefined && ports.includes(present))
      ? []
      : [{ op: 'set', path: [...path, 'port'], value: ports[0] }];
  };
  if (kind !== 'Service')
    return (
      <div className={css.card}>
        <div className={css.target}>
          <span className={css.grow}>
            {kind} {name}, in YAML only.{' '}
            <button type="button" className={css.link} onClick={() => jump(document.nearestLine(path) ?? 1)}>
              Line {document.nearestLine(path)}
            </button>
          </span>
          <RemoveButton label={`Remove backend ${name}`} onClick={remove} />
        </div>
      </div>
    );
  return (
    <div className={css.card} role="group" aria-label={`Backend ${number}`} data-movable={list.join('/')}>
      <div className={own.backend}>
        <div className={own.service}>
          <span className={own.caption}>{count > 1 && <Swatch slot={number <= SLOTS ? number : 0} />} Service</span>
          <ReferenceField path={path} kind="Service" label="Service" acrossNamespaces also={takePort} />
        </div>
        <div>
          <span className={own.caption}>Port</span>
          <NumberField path={[...path, 'port']} placeholder="Port" problems={false} />
        </div>
        <MoveButtons path={list} index={number - 1} count={count} label={`backend ${name}`} />
        <RemoveButton label={`Remove backend ${name}`} onClick={remove} />
      </div>
      {weighted && (
        <div className={own.weight}>
          <span className={own.inlineCaption}>Weight</span>
          {count > 1 ? (
            <Slider
              size="sm"
              color="var(--sy-ink)"
              min={0}
              max={most}
              value={weightOf(document.get(path))}
              label={null}
              thumbLabel={`Weight of ${name}`}
              onChange={(next) =>
                patch([{ op: 'set', path: [...path, 'weight'], value: next }], [...path, 'weight'].join('/'))
              }
            />
          ) : (
            <span />
          )}
          <NumberField path={[...path, 'weight']} placeholder="1" unit="" problems={false} />
          <b className={own.percent}>{percentText(percent)}</b>
        </div>
      )}
      <Problems
        of={[path, [...path, 'port'], [...path, 'weight'], [...path, 'namespace']].flatMap((at) =>
          problemsAt(problems, at),
        )}
      />
      <BackendFacts
        service={find(other, name)}
        loaded={services !== undefined}
        name={name}
        other={other}
        port={asNumber(document.get([...path, 'port']))}
        off={weight === 0}
      />
    </div>
  );
}

interface FactsProps {
  service: KubeObject | undefined;
  loaded: boolean;
  name: string;
  other: string;
  port: number | undefined;
  off: boolean;
}

/** What stands behind a reference, or what is missing. */
function BackendFacts({ service, loaded, name, other, port, off }: FactsProps) {
  const { namespace } = useForm();
  const slices = useObjects('EndpointSlice').data;
  const endpoints = useMemo(
    () =>
      (slices ?? [])
        .filter(
          ({ metadata }) => metadata.namespace === other && metadata.labels?.['kubernetes.io/service-name'] === name,
        )
        .reduce((sum, slice) => sum + (sliceOf(slice).endpoints ?? []).length, 0),
    [slices, other, name],
  );
  if (!loaded || name === '') return null;
  const warn = (text: string) => (
    <p className={css.fact}>
      <Mark state="warn" />
      <span>{text}</span>
    </p>
  );
  if (!service) return warn(`There is no Service ${name} in namespace ${other}: its share answers 500.`);
  const ports = portsOf(service);
  if (port !== undefined && !ports.includes(port))
    return warn(`Service ${name} has no port ${port}; it has ${ports.join(', ') || 'none'}. Its share answers 500.`);
  return (
    <>
      {off && <p className={css.help}>Weight 0: off, still checked.</p>}
      {slices && endpoints === 0 && warn(`Service ${name} has no endpoints: its share answers 503.`)}
      {endpoints > 0 && (
        <p className={css.help}>
          {endpoints} {endpoints === 1 ? 'endpoint' : 'endpoints'}
        </p>
      )}
      {other !== namespace && <Grant name={name} other={other} />}
    </>
  );
}

/** A reference into another namespace needs a ReferenceGrant there. */
function Grant({ name, other }: { name: string; other: string }) {
  const { document, namespace } = useForm();
  const kind = asText(document.get(['kind']));
  const grants = useObjects('ReferenceGrant').data;
  const granted = grants?.some((grant) => {
    const { from = [], to = [] } = specOf(grant, 'ReferenceGrant');
    return (
      grant.metadata.namespace === other &&
      from.some((one) => one.kind === kind && one.namespace === namespace) &&
      to.some((one) => one.kind === 'Service' && (one.name === undefined || one.name === name))
    );
  });
  if (granted !== false) return null;
  return (
    <p className={css.fact}>
      <Mark state="warn" />
      <span>
        No ReferenceGrant in namespace {other} lets {kind}s from {namespace} use Service {name}: its share answers 500.
      </span>
    </p>
  );
}

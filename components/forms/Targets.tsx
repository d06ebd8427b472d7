'use client';

import { useMemo } from 'react';
import { Link } from '../ui/Link.tsx';
import type { KubeObject } from '../../server/model/object.ts';
import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { pageOf } from '../live/kinds.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { isRouteKind, routeSpecOf, specOf, targetRefsOf } from '../live/served.ts';
import { Mark } from '../share/Marks.tsx';
import { ruleTotals } from '../traffic/aggregate.ts';
import { rate } from '../traffic/format.ts';
import { resolveScope, ruleViews } from '../traffic/scope.ts';
import { useForm } from './context.ts';
import { ChoiceField, Problems, Row } from './Field.tsx';
import css from './forms.module.css';
import { older } from './inherited.ts';
import { ReferenceField } from './References.tsx';
import { AddButton, RemoveButton } from './Section.tsx';
import { asList, asText } from './shapes.ts';

/** Seconds that a rate is taken over. */
const RANGE = 30;

const GROUP = 'gateway.networking.k8s.io';
const KINDS = [
  { value: 'HTTPRoute', label: 'HTTPRoute' },
  { value: 'GRPCRoute', label: 'GRPCRoute' },
  { value: 'Gateway', label: 'Gateway' },
];

/** What a policy applies to: the list of targets, or the single one of older manifests. */
export function Targets() {
  const { document, patch, problems } = useForm();
  const single = document.get(['spec', 'targetRef']) !== undefined;
  const list = asList(document.get(['spec', 'targetRefs']));
  const paths: Path[] = [
    ...(single ? [['spec', 'targetRef']] : []),
    ...list.map((_, index) => ['spec', 'targetRefs', index]),
  ];
  const add = () => {
    const value = { group: GROUP, kind: 'HTTPRoute', name: '' };
    patch([{ op: 'insert', path: ['spec', 'targetRefs'], index: list.length, value }]);
  };
  return (
    <Row
      path={['spec', 'targetRefs']}
      help={undefined}
      problems={[...problemsAt(problems, ['spec']), ...problemsAt(problems, ['spec', 'targetRefs'])]}
    >
      <div className={css.list}>
        {paths.map((path) => (
          <Target
            key={path.join('/')}
            path={path}
            remove={() => patch([{ op: 'remove', path: !single && list.length === 1 ? ['spec', 'targetRefs'] : path }])}
          />
        ))}
        {!single && (
          <div>
            <AddButton onClick={add}>Target</AddButton>
          </div>
        )}
      </div>
    </Row>
  );
}

function Target({ path, remove }: { path: Path; remove: () => void }) {
  const { document, problems } = useForm();
  const kind = asText(document.get([...path, 'kind']));
  const name = asText(document.get([...path, 'name']));
  const known = KINDS.some((entry) => entry.value === kind);
  return (
    <div className={css.card} role="group" aria-label={`Target ${kind} ${name}`}>
      <div className={css.target}>
        <ChoiceField path={[...path, 'kind']} label="Kind of target" options={KINDS} className={css.kindField} />
        <ReferenceField
          path={path}
          kind={known ? kind : 'HTTPRoute'}
          label="Name of target"
          acrossNamespaces={false}
          className={css.grow}
        />
        <RemoveButton label={`Remove target ${name}`} onClick={remove} />
      </div>
      <Problems of={[...problemsAt(problems, path), ...problemsAt(problems, [...path, 'group'])]} />
      {known && <SectionField path={path} kind={kind} name={name} />}
    </div>
  );
}

/** The listener or rule within the target, and what is known about the target. */
function SectionField({ path, kind, name }: { path: Path; kind: string; name: string }) {
  const { document, namespace } = useForm();
  const objects = useObjects(kind).data;
  const object = objects?.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  const parts = useMemo(() => partsOf(object), [object]);
  const section = asText(document.get([...path, 'sectionName']));
  const whole = kind === 'Gateway' ? 'Whole Gateway' : 'Whole route';
  const named = parts.filter(Boolean);
  return (
    <>
      <div className={css.target}>
        <span className={css.inlineLabel}>{kind === 'Gateway' ? 'Listener' : 'Rule'}</span>
        <ChoiceField
          path={[...path, 'sectionName']}
          label={kind === 'Gateway' ? 'Listener' : 'Rule'}
          unset={whole}
          options={named.map((part) => ({ value: part, label: part }))}
          className={css.grow}
        />
      </div>
      {objects && <Facts object={object} kind={kind} name={name} section={section} parts={parts} />}
      <Holder path={path} kind={kind} name={name} section={section} />
    </>
  );
}

function partsOf(object: KubeObject | undefined): string[] {
  const { listeners = [] } = specOf(object, 'Gateway');
  const { rules = [] } = routeSpecOf(object);
  return [...listeners, ...rules].map(({ name = '' }) => name);
}

function Facts(props: {
  object: KubeObject | undefined;
  kind: string;
  name: string;
  section: string;
  parts: string[];
}) {
  const { object, kind, name, section, parts } = props;
  const { namespace } = useForm();
  if (name === '')
    return <p className={css.help}>Choose a target. It has to be in the namespace of the policy, {namespace}.</p>;
  if (!object)
    return (
      <p className={css.fact}>
        <Mark state="warn" />
        <span>
          There is no {kind} {name} in namespace {namespace}: the policy will have no target.
        </span>
      </p>
    );
  if (section !== '' && !parts.includes(section))
    return (
      <p className={css.fact}>
        <Mark state="warn" />
        <span>
          {kind} {name} has no {kind === 'Gateway' ? 'listener' : 'rule'} named {section}.
        </span>
      </p>
    );
  return (
    <p className={css.help}>
      <Reach kind={kind} name={name} section={section} />
      {isRouteKind(kind) &&
        parts.some((part) => part === '') &&
        '. Rules without a name cannot be chosen one by one'}.{' '}
      <Link href={pageOf({ kind, namespace, name })}>{name}</Link>
    </p>
  );
}

/** Rules that a target reaches, their requests in the last 30 s, and the endpoints behind them. */
function Reach({ kind, name, section }: { kind: string; name: string; section: string }) {
  const { namespace } = useForm();
  const snapshot = useSnapshot().data?.snapshot;
  const { samples } = useTraffic(RANGE, 2000);
  const views = useMemo(() => {
    if (!snapshot) return [];
    const scope = kind === 'Gateway' && section !== '' ? `/${section}` : '';
    const chosen = resolveScope(`${kind}/${namespace}/${name}${scope}`, ruleViews(snapshot), snapshot);
    const all = chosen.type === 'rule' ? [chosen.view] : chosen.type === 'some' ? chosen.views : [];
    return kind === 'Gateway' || section === '' ? all : all.filter(({ rule }) => rule.name === section);
  }, [snapshot, kind, namespace, name, section]);
  const requests = useMemo(() => {
    const totals = ruleTotals(samples);
    return views.flatMap(({ ids }) => ids).reduce((sum, id) => sum + (totals.get(id)?.requests ?? 0), 0);
  }, [samples, views]);
  const seconds = samples.reduce((sum, { intervalMs }) => sum + intervalMs, 0) / 1000;
  const endpoints = new Set(
    views.flatMap(({ backends }) => backends.flatMap((backend) => backend.endpoints.map(({ endpoint }) => endpoint))),
  ).size;
  return (
    <>
      {views.length} {views.length === 1 ? 'rule' : 'rules'}
      {seconds > 0 && `, ${rate(requests / seconds)} req/s`}, {endpoints} {endpoints === 1 ? 'endpoint' : 'endpoints'}
    </>
  );
}

/** Another policy that holds the same target, and who wins. */
function Holder({ path, kind, name, section }: { path: Path; kind: string; name: string; section: string }) {
  const { document, namespace, isNew } = useForm();
  const policies = useObjects('BackendTrafficPolicy').data;
  const own = asText(document.get(['metadata', 'name']));
  const key = path.join('/');
  const others = useMemo(
    () =>
      (policies ?? []).filter((policy) => {
        if (policy.metadata.namespace !== namespace || policy.metadata.name === own || name === '') return false;
        return targetRefsOf(specOf(policy, 'BackendTrafficPolicy')).some(
          (target) => target.kind === kind && target.name === name && (target.sectionName ?? '') === section,
        );
      }),
    [policies, namespace, own, kind, name, section],
  );
  if (others.length === 0) return null;
  const self = policies?.find(({ metadata }) => metadata.name === own && metadata.namespace === namespace);
  const first = [...others, ...(self && !isNew ? [self] : [])].sort(older)[0];
  const wins = first === self && self !== undefined;
  return (
    <p className={css.fact} key={key}>
      <Mark state="warn" />
      <span>
        {others.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}{' '}
        {others.length === 1 ? 'holds' : 'hold'} this target already.{' '}
        {wins
          ? 'This policy is older, so it is the one in force.'
          : `${first?.metadata.name ?? ''} is older, so this policy would have no effect here.`}
      </span>
    </p>
  );
}

'use client';

import { useState } from 'react';
import { problemsAt } from '../editor/problems.ts';
import { useForm } from './context.ts';
import { Problems, Row } from './Field.tsx';
import css from './forms.module.css';
import { YamlOnly } from './Held.tsx';
import { grpcRouteHolds, httpRouteHolds } from './holds.ts';
import { Identity } from './Identity.tsx';
import { Parents } from './Parents.tsx';
import { freshMatch, RuleFields } from './RuleFields.tsx';
import { RouteQuestions } from './RouteQuestions.tsx';
import { AddButton, FormBody, FormSection } from './Section.tsx';
import { asList, asMap, asText } from './shapes.ts';
import { TextList } from './TextList.tsx';

const RULES = ['spec', 'rules'];

/** Form of a route of either kind: where it hangs, which hosts, and its rules. */
export function RouteForm({ frozen }: { frozen: boolean }) {
  const { document, patch, problems, isNew } = useForm();
  const kind = document.get(['kind']) === 'GRPCRoute' ? 'GRPCRoute' : 'HTTPRoute';
  const rules = asList(document.get(RULES));
  const bad = (...paths: (string | number)[][]) =>
    paths.some((path) => problemsAt(problems, path, true).some(({ severity }) => severity === 'error'));
  const hosts = asList(document.get(['spec', 'hostnames']));
  const [full, setFull] = useState(false);
  if (isNew && !full && kind === 'HTTPRoute' && isPlain(rules, hosts))
    return <RouteQuestions frozen={frozen} showAll={() => setFull(true)} />;
  const add = () =>
    patch([
      {
        op: 'insert',
        path: RULES,
        index: rules.length,
        value: { matches: [freshMatch(kind)], backendRefs: [{ name: '', port: 80 }] },
      },
    ]);
  return (
    <FormBody
      frozen={frozen}
      sections={[
        ...(isNew ? [{ id: 'name', title: 'Name', bad: bad(['metadata']) }] : []),
        { id: 'parents', title: 'Parents, hosts', bad: bad(['spec', 'parentRefs'], ['spec', 'hostnames']) },
        ...rules.map((rule, index) => ({
          id: `rule-${index}`,
          title: asText(asMap(rule)['name']) || `Rule ${index + 1}`,
          bad: bad([...RULES, index]),
        })),
      ]}
    >
      <Identity />
      <FormSection id="parents" title="Parents and hosts">
        <Parents />
        <Row
          path={['spec', 'hostnames']}
          help={hosts.length === 0 ? 'None: the route takes every host of its listeners.' : undefined}
        >
          <TextList
            path={['spec', 'hostnames']}
            noun="hostname"
            fresh="www.example.com"
            placeholder="www.example.com"
          />
        </Row>
      </FormSection>
      {rules.map((_, index) => (
        // rules have no identity but their place
        // oxlint-disable-next-line react/no-array-index-key
        <RuleFields key={index} kind={kind} index={index} count={rules.length} />
      ))}
      <Problems of={problemsAt(problems, RULES)} />
      <div className={css.addPart}>
        <AddButton onClick={add}>Rule</AddButton>
      </div>
      <YamlOnly holds={kind === 'HTTPRoute' ? httpRouteHolds : grpcRouteHolds} except={RULES} />
    </FormBody>
  );
}

/** Whether host, path and backends are all that a route says about requests. */
function isPlain(rules: readonly unknown[], hosts: readonly unknown[]): boolean {
  const matches = asList(asMap(rules[0])['matches']);
  const onlyPath = Object.keys(asMap(matches[0])).every((name) => name === 'path');
  return rules.length === 1 && hosts.length <= 1 && matches.length <= 1 && onlyPath;
}

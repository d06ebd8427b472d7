'use client';

import { problemsAt } from '../editor/problems.ts';
import { AlgorithmCards } from './AlgorithmCards.tsx';
import { useForm } from './context.ts';
import { HashFields } from './HashFields.tsx';
import { YamlOnly } from './Held.tsx';
import { policyHolds } from './holds.ts';
import { Identity } from './Identity.tsx';
import { BALANCER, blockOf } from './load-balancer.ts';
import { MergeField } from './MergeField.tsx';
import { policySections } from './policy-sections.ts';
import { PolicySectionFields } from './PolicySectionFields.tsx';
import { SchemaFields } from './SchemaFields.tsx';
import { FormBody, FormSection } from './Section.tsx';
import { asText } from './shapes.ts';
import { Targets } from './Targets.tsx';
import { useBroader } from './use-broader.ts';
import { WhoMoves } from './WhoMoves.tsx';

/** Blocks that belong to one algorithm. */
const BLOCKS = ['backendUtilization', 'dynamicModule'];

/** Form of a BackendTrafficPolicy: what it applies to, how it merges, how it balances, and what else is set, as the schema has it. */
export function PolicyForm({ frozen }: { frozen: boolean }) {
  const { document, problems, isNew, members } = useForm();
  const inheritance = useBroader();
  const sections = policySections(members(['spec']));
  const type = asText(document.get([...BALANCER, 'type']));
  const bad = (...paths: string[][]) =>
    paths.some((path) => problemsAt(problems, path, true).some(({ severity }) => severity === 'error'));
  const otherBlocks = BLOCKS.filter(
    (block) => block !== blockOf(type) && document.get([...BALANCER, block]) === undefined,
  );
  return (
    <FormBody
      frozen={frozen}
      sections={[
        ...(isNew ? [{ id: 'name', title: 'Name', bad: bad(['metadata']) }] : []),
        {
          id: 'target',
          title: 'Target',
          bad: bad(['spec', 'targetRef'], ['spec', 'targetRefs'], ['spec', 'mergeType']),
        },
        { id: 'balancing', title: 'Load balancing', bad: bad(BALANCER) },
        ...sections.map(({ id, title, members: names }) => ({
          id,
          title,
          bad: bad(...names.map((name) => ['spec', name])),
        })),
      ]}
    >
      <Identity />
      <FormSection id="target" title="Target">
        <Targets />
        <MergeField {...inheritance} />
      </FormSection>
      <FormSection id="balancing" title="Load balancing">
        <AlgorithmCards />
        {type === 'ConsistentHash' && <HashFields />}
        {document.get(BALANCER) !== undefined && (
          <SchemaFields path={BALANCER} skip={['type', 'consistentHash', ...otherBlocks]} quiet />
        )}
        <WhoMoves />
      </FormSection>
      {sections.map((section) => (
        <PolicySectionFields key={section.id} section={section} {...inheritance} />
      ))}
      <YamlOnly holds={policyHolds} />
    </FormBody>
  );
}

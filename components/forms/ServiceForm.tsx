'use client';

import { problemsAt } from '../editor/problems.ts';
import { useForm } from './context.ts';
import { YamlOnly } from './Held.tsx';
import { endpointSliceHolds, serviceHolds } from './holds.ts';
import { Identity } from './Identity.tsx';
import { MapFields } from './MapFields.tsx';
import { SchemaFields, SchemaList } from './SchemaFields.tsx';
import { FormBody, FormSection } from './Section.tsx';
import { Row } from './Field.tsx';

function useBad(): (...path: string[]) => boolean {
  const { problems } = useForm();
  return (...path) => problemsAt(problems, path, true).some(({ severity }) => severity === 'error');
}

/** Form of a Service: its ports, whom it selects, and the rest of what its schema has. */
export function ServiceForm({ frozen }: { frozen: boolean }) {
  const { isNew } = useForm();
  const bad = useBad();
  return (
    <FormBody
      frozen={frozen}
      sections={[
        ...(isNew ? [{ id: 'name', title: 'Name', bad: bad('metadata') }] : []),
        { id: 'ports', title: 'Ports', bad: bad('spec', 'ports') },
        { id: 'selector', title: 'Selector', bad: bad('spec', 'selector') },
        { id: 'more', title: 'More', bad: false },
      ]}
    >
      <Identity />
      <FormSection id="ports" title="Ports">
        <SchemaList path={['spec', 'ports']} removable />
      </FormSection>
      <FormSection
        id="selector"
        title="Selector"
        note="labels of the pods; none where EndpointSlices name the addresses"
      >
        <MapFields path={['spec', 'selector']} removable />
      </FormSection>
      <FormSection id="more" title="More">
        <SchemaFields path={['spec']} skip={['ports', 'selector']} />
      </FormSection>
      <YamlOnly holds={serviceHolds} />
    </FormBody>
  );
}

/** Form of an EndpointSlice: the Service that it is of, its ports, and the addresses. */
export function EndpointSliceForm({ frozen }: { frozen: boolean }) {
  const { isNew } = useForm();
  const bad = useBad();
  return (
    <FormBody
      frozen={frozen}
      sections={[
        ...(isNew ? [{ id: 'name', title: 'Name', bad: bad('metadata') }] : []),
        { id: 'service', title: 'Service', bad: bad('metadata') },
        { id: 'ports', title: 'Ports', bad: bad('ports') },
        { id: 'endpoints', title: 'Endpoints', bad: bad('endpoints') },
      ]}
    >
      <Identity />
      <FormSection
        id="service"
        title="Service"
        note="the label kubernetes.io/service-name says whose addresses these are"
      >
        <Row label="Labels">
          <MapFields path={['metadata', 'labels']} removable />
        </Row>
        <SchemaFields path={[]} skip={['apiVersion', 'kind', 'metadata', 'ports', 'endpoints']} />
      </FormSection>
      <FormSection id="ports" title="Ports">
        <SchemaList path={['ports']} removable />
      </FormSection>
      <FormSection id="endpoints" title="Endpoints">
        <SchemaList path={['endpoints']} removable />
      </FormSection>
      <YamlOnly holds={endpointSliceHolds} />
    </FormBody>
  );
}

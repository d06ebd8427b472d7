'use client';

import { useId } from 'react';
import { problemsAt } from '../editor/problems.ts';
import { useForm } from './context.ts';
import { Row, TextField } from './Field.tsx';
import { FormSection } from './Section.tsx';

/** Name and namespace, which only a new object may choose. */
export function Identity({ namespaced = true }: { namespaced?: boolean }) {
  const { isNew, problems } = useForm();
  const [name, namespace] = [useId(), useId()];
  if (!isNew) return null;
  return (
    <FormSection id="name" title="Name">
      <Row label="Name" id={name} problems={problemsAt(problems, ['metadata'])}>
        <TextField id={name} path={['metadata', 'name']} label="Name" mono />
      </Row>
      {namespaced && (
        <Row label="Namespace" id={namespace}>
          <TextField id={namespace} path={['metadata', 'namespace']} label="Namespace" placeholder="default" mono />
        </Row>
      )}
    </FormSection>
  );
}

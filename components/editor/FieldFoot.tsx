import { useMemo } from 'react';
import type { DocumentModel } from './document-model.ts';
import { fieldDocs } from './field-docs.ts';
import css from './workbench.module.css';

/** Below the YAML: what the schema says about the field at the cursor. */
export function FieldFoot({ document, schema, offset }: { document: DocumentModel; schema: unknown; offset: number }) {
  const docs = useMemo(() => fieldDocs(schema, document.pathAt(offset)), [schema, document, offset]);
  if (!docs) return null;
  return (
    <div className={css.foot} data-testid="field-docs">
      <p>
        <code>{docs.name}</code>{' '}
        <span className={css.quiet}>
          {docs.type}
          {docs.required && ', required'}
          {docs.default !== null && `, default ${docs.default}`}
        </span>
      </p>
      <p>{docs.description}</p>
      {docs.values.length > 1 && <p className={css.quiet}>{docs.values.join(', ')}</p>}
    </div>
  );
}

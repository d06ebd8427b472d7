import { describe, expect, it } from 'vitest';
import { formField, schemaAt } from '../../server/model/form-fields.ts';
import { kinds } from '../../server/model/registry.ts';
import { freshValue, type Asked } from './fresh.ts';

function askedOf(name: string): Asked {
  const schema = kinds.find(({ kind }) => kind === name)?.schema;
  if (schema === undefined) throw new Error(`no kind ${name}`);
  return {
    field: (path) => formField(schema, path),
    members: (path) => {
      const at = schemaAt(schema, path);
      return at?.type === 'object' ? Object.keys(at.properties) : [];
    },
  };
}

describe('what is added to a form', () => {
  it('begins with what the schema asks for, and with nothing else', () => {
    const asked = askedOf('BackendTrafficPolicy');
    expect(freshValue(['spec', 'healthCheck'], asked)).toEqual({});
    expect(freshValue(['spec', 'loadBalancer', 'slowStart'], asked)).toEqual({ window: '30s' });
    expect(freshValue(['spec', 'healthCheck', 'passive', 'splitExternalLocalOriginErrors'], asked)).toBe(false);
  });

  it('is empty where the schema asks for nothing', () => {
    const asked = askedOf('Service');
    expect(freshValue(['spec', 'ports'], asked)).toEqual([]);
    expect(freshValue(['spec', 'selector'], asked)).toEqual({});
  });
});

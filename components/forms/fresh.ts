import type { FormField } from '../../server/model/form-fields.ts';
import type { Path } from '../editor/values.ts';

/** What the schema says about the form. */
export interface Asked {
  field: (path: Path) => FormField | undefined;
  /** Names of the members of the object at a path. */
  members: (path: Path) => readonly string[];
}

/** Whether a text is a time span such as 30s. */
export function isTimeSpan({ control, wanted = '' }: FormField): boolean {
  return control === 'text' && wanted.startsWith('a time span');
}

/** What a field begins with when it is added: its default, else the least that the schema asks for. */
export function freshValue(path: Path, asked: Asked): unknown {
  const field = asked.field(path);
  if (field === undefined) return null;
  if (field.default !== undefined) return field.default;
  switch (field.control) {
    case 'group':
      return Object.fromEntries(
        asked
          .members(path)
          .filter((name) => asked.field([...path, name])?.required)
          .map((name) => [name, freshValue([...path, name], asked)]),
      );
    case 'list':
      return (field.min ?? 0) > 0 ? [freshValue([...path, 0], asked)] : [];
    case 'map':
    case 'YAML':
      return {};
    case 'choice': {
      const value = field.options[0]?.value ?? '';
      return /^\d+$/.test(value) ? Number(value) : value;
    }
    case 'number':
      return Math.max(field.min ?? 1, Math.min(1, field.max ?? 1));
    case 'switch':
      return true;
    default:
      return isTimeSpan(field) ? '30s' : '';
  }
}

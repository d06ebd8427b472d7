'use client';

import { Autocomplete } from '@mantine/core';
import { useMemo } from 'react';
import type { Patch } from '../editor/document-model.ts';
import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { useObjects } from '../live/queries.ts';
import { useForm } from './context.ts';
import { Problems } from './Field.tsx';
import css from './forms.module.css';
import { asText } from './shapes.ts';

interface Props {
  /** Path of the reference: the map with `name` and perhaps `namespace`. */
  path: Path;
  kind: string;
  label: string;
  /** The reference may name another namespace. */
  acrossNamespaces: boolean;
  /** Further changes that belong to a new name. */
  also?: (namespace: string, name: string) => Patch[];
  className?: string | undefined;
}

/** Names of the objects of a kind as one writes them from a namespace: `name`, or `namespace/name` for others. */
export function useNames(kind: string, namespace: string, acrossNamespaces: boolean): string[] {
  const objects = useObjects(kind).data;
  return useMemo(() => {
    const all = (objects ?? []).map(({ metadata }) => ({
      namespace: metadata.namespace ?? '',
      name: metadata.name ?? '',
    }));
    const near = all.filter((entry) => entry.namespace === namespace || entry.namespace === '');
    const far = acrossNamespaces ? all.filter((entry) => !near.includes(entry)) : [];
    return [...near.map(({ name }) => name), ...far.map((entry) => `${entry.namespace}/${entry.name}`)];
  }, [objects, namespace, acrossNamespaces]);
}

/** Names that are offered at once: of thousands nobody reads more. */
const SHOWN = 100;

/** Picks an object by name among those that exist; any other name can be typed as well. */
export function ReferenceField({ path, kind, label, acrossNamespaces, also, className }: Props) {
  const { document, namespace, patch, problems } = useForm();
  const names = useNames(kind, namespace, acrossNamespaces);
  const own = problemsAt(problems, [...path, 'name']);
  const other = asText(document.get([...path, 'namespace']));
  const name = asText(document.get([...path, 'name']));
  const value = other === '' || other === namespace ? name : `${other}/${name}`;
  const choose = (next: string) => {
    const slash = acrossNamespaces ? next.indexOf('/') : -1;
    const nextNamespace = slash < 0 ? '' : next.slice(0, slash);
    const nextName = slash < 0 ? next : next.slice(slash + 1);
    const patches: Patch[] = [{ op: 'set', path: [...path, 'name'], value: nextName }];
    if (nextNamespace !== '' && nextNamespace !== namespace)
      patches.push({ op: 'set', path: [...path, 'namespace'], value: nextNamespace });
    else if (other !== namespace) patches.push({ op: 'remove', path: [...path, 'namespace'] });
    patch([...patches, ...(also?.(nextNamespace || namespace, nextName) ?? [])], path.join('/'));
  };
  return (
    <div className={className}>
      <Autocomplete
        aria-label={label}
        value={value}
        data={names}
        placeholder={`Name of a ${kind}`}
        error={own.some(({ severity }) => severity === 'error')}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: css.mono! }}
        onChange={choose}
        // all names show when the field is opened, not only those like the present one
        filter={({ options, search }) =>
          (search === value && names.includes(value)
            ? options
            : options.filter((option) => 'label' in option && option.label.includes(search.trim()))
          ).slice(0, SHOWN)
        }
      />
      <Problems of={own} />
    </div>
  );
}

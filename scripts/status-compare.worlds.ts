// Worlds for the comparison of statuses: the same ones for the same seed.
import { admit } from '../server/model/admission.ts';
import type { KubeObject, StoredObject } from '../server/model/object.ts';
import { kinds } from '../server/model/registry.ts';
import { grants, namespaces, services } from './status-compare.backends.ts';
import { gatewayClasses, gateways } from './status-compare.gateways.ts';
import { mood } from './status-compare.mood.ts';
import { policies } from './status-compare.policies.ts';
import { routes } from './status-compare.routes.ts';

/** The documents of a world, as someone would write them. */
export function documents(seed: number, index: number): KubeObject[] {
  const about = mood(seed, index);
  const classes = gatewayClasses(about);
  const all = gateways(
    about,
    classes.map(({ metadata }) => metadata.name ?? ''),
  );
  const attached = routes(about, all);
  return [
    ...namespaces(about),
    ...classes,
    ...all,
    ...attached,
    ...services(about),
    ...grants(about),
    ...policies(about, [...all, ...attached]),
  ];
}

const byKind = new Map(kinds.map((kind) => [kind.kind, kind]));

/**
 * Documents as they are stored: what admission refuses is left out, defaults are filled in. Age and generation stay as written.
 * @throws Error for a kind that is not served
 */
export function stored(written: readonly KubeObject[]): { objects: StoredObject[]; refused: number } {
  const objects = written.flatMap((document, index): StoredObject[] => {
    const kind = byKind.get(document.kind);
    if (kind === undefined) throw new Error(`${document.kind} is not served`);
    const admission = admit(kind, document, {
      operation: 'create',
      namespace: document.metadata.namespace ?? 'default',
      fieldValidation: 'Strict',
    });
    if (!admission.accepted) return [];
    const { object } = admission;
    const { creationTimestamp = '2026-01-01T00:00:00Z', generation, name = '' } = document.metadata;
    const identity = { name, uid: `uid-${index}`, resourceVersion: '1', creationTimestamp };
    return [
      { ...object, metadata: { ...object.metadata, ...identity, ...(generation === undefined ? {} : { generation }) } },
    ];
  });
  return { objects, refused: written.length - objects.length };
}

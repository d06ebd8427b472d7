import { stringify } from 'yaml';
import type { KubeObject } from './object.ts';
import { withoutAllotted } from './service/allotted.ts';

/** What the server fills in, and what kubectl keeps for itself; neither belongs into a manifest. */
const SERVER_FIELDS = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const FIRST_IN_METADATA = ['name', 'generateName', 'namespace'];

/** A manifest of an object that came without text: what a person would have written, without status and server fields. */
export function manifestText(object: KubeObject): string {
  const { apiVersion, kind, metadata, status: _status, ...rest } = withoutAllotted(object);
  const manifest = { apiVersion, kind, metadata: writtenMetadata(metadata), ...rest };
  return stringify(manifest, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

function writtenMetadata(metadata: KubeObject['metadata'] | undefined): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  const all: [string, unknown][] = Object.entries(metadata ?? {});
  const first = FIRST_IN_METADATA.flatMap((name) => all.filter(([key]) => key === name));
  for (const [key, value] of [...first, ...all.filter(([key]) => !FIRST_IN_METADATA.includes(key))]) {
    if (SERVER_FIELDS.has(key) || value === undefined) continue;
    if (key !== 'annotations') written[key] = value;
    else {
      const kept = Object.entries(value as Record<string, string>).filter(([name]) => name !== LAST_APPLIED);
      if (kept.length > 0) written.annotations = Object.fromEntries(kept);
    }
  }
  return written;
}

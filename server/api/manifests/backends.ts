import { isIP } from 'node:net';
import { newBackend, type NewBackend } from '../../contract/new-backend.ts';
import { admit } from '../../model/admission.ts';
import type { Kind } from '../../model/kind.ts';
import type { KubeObject, ObjectKey, StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import type { Allotter } from '../../model/service/allotter.ts';
import { alreadyExists, type StatusCause } from '../../model/status.ts';
import { zodOf } from '../../model/zod.ts';
import { StoreConflict } from '../../store/types.ts';
import { readObject } from '../http/body.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import { send } from '../http/send.ts';
import { addWarnings } from '../http/warnings.ts';
import { namespaceProblem, subject } from '../objects/write.ts';
import { CONSOLE_MANAGER, toStore } from './put.ts';
import type { ManifestRequest } from './routes.ts';

/** POST /console/v1/backends: a Service and its EndpointSlice in one transaction. @throws ApiProblem 400, 404, 409, 422 */
export async function addBackend({ view, request, response }: ManifestRequest): Promise<void> {
  const wanted = readBackend((await readObject(request, 'NewBackend')).value);
  const missing = namespaceProblem(view, wanted.namespace);
  if (missing !== undefined) throw missing;
  const { allotter, end } = view.network.reserve(false);
  try {
    await writeParts(
      [serviceOf(wanted), sliceOf(wanted)].map((manifest) => admitPart(manifest, wanted, allotter)),
      view,
      response,
    );
  } finally {
    end();
  }
}

async function writeParts(
  parts: readonly Part[],
  view: ManifestRequest['view'],
  response: ManifestRequest['response'],
): Promise<void> {
  const existing = parts.find(({ key }) => view.get(key) !== undefined);
  if (existing !== undefined) throw new ApiProblem(alreadyExists(subject(existing.kind, existing.key.name)));
  try {
    const events = await view.store.write(
      parts.map(({ key, object }) => ({ type: 'put', key, object, by: CONSOLE_MANAGER })),
    );
    addWarnings(
      response,
      parts.flatMap(({ warnings }) => warnings),
    );
    send(response, 201, { service: events[0]?.object, endpointSlice: events[1]?.object });
  } catch (error) {
    if (!(error instanceof StoreConflict)) throw error;
    const lost = parts.find(({ key }) => key.kind === error.key.kind);
    throw lost === undefined ? error : new ApiProblem(alreadyExists(subject(lost.kind, lost.key.name)));
  }
}

function refuse(causes: StatusCause[]): ApiProblem {
  const sentences = causes.map(({ field, message }) => `${field}: ${message}`).join(', ');
  return new ApiProblem(
    failure(422, 'Invalid', `the backend is invalid: ${sentences}`, { kind: 'NewBackend', causes }),
  );
}

function cause(field: string, message: string): StatusCause {
  return { reason: 'FieldValueInvalid', field, message };
}

function readBackend(value: unknown): NewBackend {
  const read = zodOf(newBackend).safeParse(value);
  if (!read.success) throw refuse(read.error.issues.map(({ path, message }) => cause(fieldOf(path), message)));
  const { endpoints } = read.data;
  const [first] = endpoints;
  const causes = endpoints.flatMap((endpoint, index) => [
    ...(endpoint.port === first?.port
      ? []
      : [
          cause(
            `endpoints[${index}].port`,
            `must be ${first?.port}: all endpoints of one EndpointSlice listen on the same port`,
          ),
        ]),
    ...(isIP(endpoint.address) === isIP(first?.address ?? '')
      ? []
      : [
          cause(
            `endpoints[${index}].address`,
            'must be of the same family as the first: an EndpointSlice is IPv4 or IPv6',
          ),
        ]),
  ]);
  if (causes.length > 0) throw refuse(causes);
  return read.data;
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

const PORT_NAME = 'http';

function serviceOf({ namespace, name, port, endpoints }: NewBackend): KubeObject {
  const ports = [{ name: PORT_NAME, protocol: 'TCP', port, targetPort: endpoints[0]?.port ?? port }];
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports } };
}

function sliceOf({ namespace, name, endpoints }: NewBackend): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: isIP(endpoints[0]?.address ?? '') === 6 ? 'IPv6' : 'IPv4',
    ports: [{ name: PORT_NAME, protocol: 'TCP', port: endpoints[0]?.port }],
    endpoints: endpoints.map(({ address }) => ({ addresses: [address], conditions: { ready: true } })),
  };
}

interface Part {
  kind: Kind;
  key: ObjectKey;
  object: StoredObject;
  warnings: string[];
}

function admitPart(manifest: KubeObject, { namespace }: NewBackend, allotter: Allotter): Part {
  const group = manifest.kind === 'Service' ? '' : 'discovery.k8s.io';
  const kind = findKind(group, manifest.kind);
  if (kind === undefined) throw new Error(`the kind ${manifest.kind} is not in the registry`);
  const admission = admit(kind, manifest, { operation: 'create', namespace, fieldValidation: 'Strict', allotter });
  if (!admission.accepted) {
    const causes = admission.status.details?.causes ?? [];
    if (causes.length === 0) throw new ApiProblem(admission.status);
    throw refuse(causes.map((one) => ({ ...one, field: askedField(one.field ?? '') })));
  }
  const object = toStore(kind, admission.object, admission.said, undefined);
  return {
    kind,
    key: { group, kind: kind.kind, namespace, name: object.metadata.name },
    object,
    warnings: admission.warnings,
  };
}

/** The field of the request that a field of the objects was made from. */
function askedField(field: string): string {
  const endpoint = /^endpoints\[(\d+)\]/.exec(field);
  if (endpoint !== null) return `endpoints[${endpoint[1]}].address`;
  if (field.startsWith('metadata.namespace')) return 'namespace';
  if (field.startsWith('metadata.')) return 'name';
  if (field.startsWith('spec.ports')) return 'port';
  return field.startsWith('ports') ? 'endpoints[0].port' : field;
}

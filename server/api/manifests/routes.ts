import type { IncomingMessage, ServerResponse } from 'node:http';
import { methodNotAllowed } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import type { ObjectView } from '../objects/view.ts';
import { addBackend } from './backends.ts';
import { exportObjects } from './export.ts';
import { importText } from './import.ts';
import { readList } from './lists.ts';
import { readAuthored, writeAuthored } from './text.ts';
import { validateText } from './validate.ts';

/** A request for an endpoint of the console that needs only the store. */
export interface ManifestRequest {
  view: ObjectView;
  /** Still percent-encoded. */
  pathname: string;
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
}

type Serve = (call: ManifestRequest) => Promise<void> | void;

const PREFIX = '/console/v1/';
const TEXT = '/console/v1/text/';
const LISTS = '/console/v1/lists/';

const ROUTES: Record<string, Record<string, Serve>> = {
  validate: { POST: validateText },
  import: { POST: importText },
  export: { GET: exportObjects },
  backends: { POST: addBackend },
};

/** True for the paths that `serveManifests` answers. */
export function isManifestPath(pathname: string): boolean {
  return methodsOf(pathname) !== undefined;
}

function methodsOf(pathname: string): Record<string, Serve> | undefined {
  if (pathname.startsWith(TEXT)) return { GET: readAuthored, PUT: writeAuthored };
  if (pathname.startsWith(LISTS)) return { GET: readList };
  const name = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : '';
  return Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
}

/** Text, lists, validate, import, export and backends; see server/contract/console.ts. @throws ApiProblem */
export function serveManifests(call: ManifestRequest): Promise<void> | void {
  const methods = methodsOf(call.pathname) ?? {};
  const method = call.request.method === 'HEAD' ? 'GET' : (call.request.method ?? '');
  const serve = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (serve !== undefined) return serve(call);
  const allow = Object.keys(methods).join(', ');
  throw new ApiProblem(methodNotAllowed(`${method} is not possible here; ${allow} is`), { allow });
}

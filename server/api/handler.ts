import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, internalError, noSuchPath, notFound } from '../model/status.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { Store } from '../store/types.ts';
import { discover } from './discovery/discovery.ts';
import { isSystemPath, serveSystem } from './discovery/system.ts';
import { ApiProblem, NoSuchPage, storeProblem } from './http/problem.ts';
import { sendStatus, sendText } from './http/send.ts';
import { addWarnings } from './http/warnings.ts';
import { checkTimeout } from './http/timeout.ts';
import { parseTarget } from './http/target.ts';
import { isManifestPath, serveManifests } from './manifests/routes.ts';
import { serveResource } from './objects/resources.ts';
import { ObjectView } from './objects/view.ts';

/** What the API works on. */
export interface ApiParts {
  store: Store;
}

/**
 * The Kubernetes-style HTTP API and those endpoints of the console that need only the store; docs/api.md lists them.
 * @returns a function that answers true when the request is one of them; the answer itself may come later
 */
export function createApi({ store }: ApiParts): (request: IncomingMessage, response: ServerResponse) => boolean {
  const view = new ObjectView(store);
  return (request, response) => {
    const serve = route(view, request, response);
    if (serve === undefined) return false;
    void guard(serve, request, response);
    return true;
  };
}

type Serve = () => Promise<void> | void;

function route(view: ObjectView, request: IncomingMessage, response: ServerResponse): Serve | undefined {
  const [pathname, search] = splitOnce(request.url ?? '/');
  const query = new URLSearchParams(search);
  if (isSystemPath(pathname)) return () => serveSystem(pathname, query, request, response);
  if (isManifestPath(pathname)) return () => serveManifests({ view, pathname, query, request, response });
  if (!/^\/apis?(\/|$)/.test(pathname)) return undefined;
  return async () => {
    checkTimeout(query);
    const target = parseTarget(pathname);
    if (target.type === 'resource') return serveResource({ view, target, query, request, response });
    if (target.type === 'nothing') throw target.builtIn ? new ApiProblem(noSuchPath()) : new NoSuchPage();
    if (target.type === 'subresource') {
      const { kind, name } = target;
      throw new ApiProblem(kind.core ? noSuchPath() : notFound({ group: kind.group, resource: kind.plural, name }));
    }
    discover(target, request, response);
  };
}

function splitOnce(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

async function guard(serve: Serve, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await serve();
  } catch (error) {
    if (error instanceof NoSuchPage) return sendText(response, 404, '404 page not found\n');
    const problem = problemOf(error);
    // the store says its own troubles, once
    if (problem !== error && problem.status.code === 500 && !(error instanceof StoreUnavailable))
      console.error(`api: ${request.method} ${request.url} failed:`, error);
    if (response.headersSent) return void response.destroy();
    addWarnings(response, problem.warnings);
    sendStatus(response, problem.status, problem.headers);
  }
}

function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof StoreUnavailable) return storeProblem(error);
  // recursion over a body has run out of stack
  if (error instanceof RangeError) return new ApiProblem(badRequest('the body is nested too deeply'));
  return new ApiProblem(internalError(error instanceof Error ? error.message : String(error)));
}

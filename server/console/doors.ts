import type { IncomingMessage } from 'node:http';
import { mediaType } from '../api/http/body.ts';
import { badRequest, refused, type Status, unsupportedMediaType } from '../model/status.ts';
import { type Host, isOurs, isOwnOrigin, originOf, parseHost } from './host.ts';

/** What the doors are to know of the settings. */
export interface Doors {
  /** Names and addresses besides those of loopback, lower case. */
  allowedHosts: readonly string[];
  /** Whether the console itself speaks TLS. */
  tls: boolean;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What an HTML form can send; a script needs the leave of a preflight for anything else. */
const FORM_TYPES = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
/** Beginnings of every browser's User-Agent. */
const BROWSER = /^(?:mozilla|opera)\//i;

/**
 * Refuses requests that a web page could have made without being asked: one sent to a name that is not the console's (DNS rebinding), and one
 * made by a page of another site (CSRF, reads by script or as a script, upgrades). Brings the request target into origin form.
 * @returns the `Status` to answer with; null when the request may go on
 */
export function refuse(request: IncomingMessage, doors: Doors): Status | null {
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length > 1) return badRequest('the request has more than one Host');
  const [text = ''] = hosts;
  const host = parseHost(text);
  if (host === null || !isOurs(host, doors.allowedHosts))
    return refused(
      `the Host "${text}" is not one of this console's; add its name to SWITCHYARD_ALLOWED_HOSTS to allow it`,
    );
  return wrongTarget(request, host) ?? foreignPage(request, host, doors.tls) ?? oldForm(request, host, doors.tls);
}

/** Targets that name another host, or that two readers could take for different paths. */
function wrongTarget(request: IncomingMessage, host: Host): Status | null {
  const { url = '/' } = request;
  const absolute = /^(https?:\/\/[^/?#]*)(.*)$/i.exec(url);
  if (absolute !== null) {
    const [, base = '', rest = ''] = absolute;
    const scheme = base.slice(0, base.indexOf('//') + 2);
    if (base.includes('@') || originOf(base) === null || originOf(base) !== originOf(scheme + host.text))
      return badRequest(`the request is for ${base} and its Host is "${host.text}"`);
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
  } else if (!url.startsWith('/') && url !== '*') {
    return badRequest('the request target must be a path');
  }
  const [path = ''] = (request.url ?? '/').split('?', 1);
  if (path.startsWith('//') || path.includes('\\') || path.includes('#') || hasDotSegment(path))
    return badRequest('the path must not begin with two slashes or hold "\\", "#", or the segments "." and ".."');
  return null;
}

function hasDotSegment(path: string): boolean {
  return path.split('/').some((segment) => ['.', '..'].includes(segment.replaceAll(/%2e/gi, '.')));
}

/** Requests of a browser for a page of another site. Source: Fetch standard, Origin; Fetch Metadata, sections 2 and 5. */
function foreignPage(request: IncomingMessage, host: Host, tls: boolean): Status | null {
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = request.headers;
  if (origin !== undefined && !isOwnOrigin(origin, host, tls))
    return refused(`a page of ${origin} may not use this console`);
  if (site === undefined || site === 'same-origin' || site === 'none') return null;
  const follows = request.method === 'GET' && mode === 'navigate' && destination === 'document';
  return follows ? null : refused('a page of another site may not use this console');
}

/** Writes by forms in browsers that do not say where a request comes from, or say it in a Referer alone. */
function oldForm(request: IncomingMessage, host: Host, tls: boolean): Status | null {
  const { origin, referer, 'sec-fetch-site': site, 'user-agent': agent = '' } = request.headers;
  if (SAFE_METHODS.has(request.method ?? '') || origin !== undefined || site !== undefined) return null;
  if (referer !== undefined && !isOwnOrigin(originOf(referer) ?? '', host, tls))
    return refused('a page of another site may not use this console');
  const form = FORM_TYPES.has(mediaType(request.headers['content-type']) ?? '');
  return form && BROWSER.test(agent) ? unsupportedMediaType(['application/json', 'application/yaml']) : null;
}

import { judgeHeaders } from './filter-headers.ts';
import { joinFindings, type Finding } from './findings.ts';
import { ENVOY_GROUP, type Inputs } from './inputs.ts';
import { resolveBackend, type Referrer, type Resolution } from './references.ts';
import type { BackendObjectRef, HttpFilter, RouteFilter } from './shapes.ts';

/** Longest part of a host name between two dots. Source: RFC 1035 section 2.3.4. */
const LABEL_LIMIT = 63;

function refused(reason: string, message: string): Finding {
  return { type: 'Accepted', reason, message };
}

function unsupported(message: string): Finding[] {
  return [refused('UnsupportedValue', message)];
}

/** What is wrong with a host name that a redirect or rewrite writes. Its characters were checked by admission. */
function judgeHostname(hostname: string): Finding[] {
  const octets = hostname.split('.');
  if (octets.length === 4 && octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256)) {
    return unsupported(`hostname: ${JSON.stringify(hostname)} cannot be an ip address`);
  }
  const long = octets.find((label) => label.length > LABEL_LIMIT);
  return long === undefined
    ? []
    : unsupported(
        `label: ${JSON.stringify(long)} in hostname ${JSON.stringify(hostname)} cannot exceed ${LABEL_LIMIT} characters`,
      );
}

/** Where a mirror leads to. */
function followMirror(ref: BackendObjectRef, referrer: Referrer, inputs: Inputs): Resolution {
  const key = `${ref.namespace ?? referrer.namespace}/${ref.name}`;
  const { mirrored, ...all } = inputs;
  if (mirrored === undefined) return resolveBackend({ ...ref, weight: 1 }, referrer, inputs);
  const services = mirrored.services.has(key) ? all.services : new Map<string, never>();
  const known = { ...all, services, grants: mirrored.grants };
  return resolveBackend({ ...ref, weight: 1 }, referrer, known);
}

function judgeMirror(resolution: Resolution): Finding[] {
  switch (resolution.result) {
    case 'empty':
      return [
        {
          type: 'BackendsAvailable',
          reason: 'EndpointsNotFound',
          message: `failed to validate the RequestMirror filter: ${resolution.message}`,
        },
      ];
    case 'invalid': {
      const { reason, message } = resolution;
      // what turns up only while endpoints are collected is said without the filter
      const text =
        reason === 'UnsupportedAddressType' ? message : `failed to validate the RequestMirror filter: ${message}`;
      return [{ type: 'ResolvedRefs', reason, message: text }];
    }
    default:
      return [];
  }
}

interface FilterVerdict {
  /** One for each type. */
  findings: Finding[];
  /** Set when the rule cannot serve requests: they are answered 500. */
  broken: boolean;
}

/**
 * Judges the filters of a rule, or those of a backendRef, as they stand together. Whether they act is another matter. Admission has seen
 * to it that their members fit their types. Source: gateway-api section 2.6.
 */
export function judgeFilters(filters: readonly RouteFilter[], referrer: Referrer, inputs: Inputs): FilterVerdict {
  const findings: Finding[] = [];
  let mirrors = 0;
  let redirects = 0;
  let answered = false;
  for (const filter of filters) {
    if (filter.type === 'RequestMirror' && filter.requestMirror !== undefined) {
      const resolution = followMirror(filter.requestMirror.backendRef, referrer, inputs);
      findings.push(...judgeMirror(resolution));
      if (resolution.result !== 'invalid' && !(resolution.result === 'empty' && !resolution.unready)) mirrors++;
      continue;
    }
    const found = judgeOne(filter, referrer);
    findings.push(...found);
    if (filter.type === 'RequestRedirect' && found.length === 0) redirects++;
    // a filter that is not known or not there makes the rule answer by itself: later ones do not count
    if ((filter.type === 'ExtensionRef' || filter.type === 'ExternalAuth') && found.length > 0) {
      answered = true;
      break;
    }
  }
  const alone = (other: string): Finding =>
    refused(
      'IncompatibleFilters',
      `RequestMirror filter cannot be used when the rule also configures a ${other} filter`,
    );
  if (mirrors > 0 && answered) {
    findings.push(alone('DirectResponse'));
  } else if (mirrors > 0 && redirects > 0) findings.push(alone('RequestRedirect'));
  return {
    findings: joinFindings(findings),
    broken: findings.some(({ type }) => type !== 'BackendsAvailable'),
  };
}

function judgeOne(filter: RouteFilter, referrer: Referrer): Finding[] {
  const { requestRedirect, urlRewrite }: Pick<HttpFilter, 'requestRedirect' | 'urlRewrite'> = filter as HttpFilter;
  switch (filter.type) {
    case 'RequestHeaderModifier':
      return judgeHeaders('request', filter.requestHeaderModifier);
    case 'ResponseHeaderModifier':
      return judgeHeaders('response', filter.responseHeaderModifier);
    case 'RequestRedirect':
      return requestRedirect?.hostname === undefined ? [] : judgeHostname(requestRedirect.hostname);
    case 'URLRewrite':
      return urlRewrite?.hostname === undefined ? [] : judgeHostname(urlRewrite.hostname);
    case 'CORS':
    case 'RequestMirror':
      return [];
    case 'ExtensionRef': {
      const { group = '', kind = '', name = '' } = filter.extensionRef ?? {};
      if (group !== ENVOY_GROUP || kind !== 'HTTPRouteFilter') {
        return unsupported(`invalid filter ${filter.type}: unknown kind ${group}/${kind}`);
      }
      // the kind is not kept, so that no reference to it leads anywhere
      const message = `Unable to translate HTTPRouteFilter: ${referrer.namespace}/${name}`;
      return [{ type: 'ResolvedRefs', reason: 'UnsupportedValue', message }];
    }
    default:
      return unsupported(`invalid filter ${filter.type}: unsupported filter type ${filter.type}`);
  }
}

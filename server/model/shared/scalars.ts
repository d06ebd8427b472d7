import { int32, integer, intOrString, string } from '../schema/dsl.ts';
import type { IntegerSchema, IntOrStringSchema, StringSchema } from '../schema/types.ts';

const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';

/** A DNS subdomain (RFC 1123): names of sections and rules, host names without wildcard. */
export function subdomain(description: string): StringSchema {
  const wanted = 'a DNS name: lower-case letters, digits, - and .';
  return string(description, { minLength: 1, maxLength: 253, pattern: `^${SUBDOMAIN}$`, wanted });
}

/** A host name whose first label may be `*`. */
export function hostname(description: string): StringSchema {
  const wanted = 'a host name in lower case, perhaps with *. in front';
  return string(description, { minLength: 1, maxLength: 253, pattern: `^(\\*\\.)?${SUBDOMAIN}$`, wanted });
}

/** An API group; empty for the core group. The known ones are those that it mostly is. */
export function groupName(description: string, known?: readonly string[]): StringSchema {
  return string(description, {
    ...(known === undefined ? {} : { suggestions: known }),
    maxLength: 253,
    pattern: `^$|^${SUBDOMAIN}$`,
    wanted: 'a DNS name, or nothing',
  });
}

/** Kinds of routes. */
export const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

/** A kind of object, such as `Service`; the known ones are those that it mostly is. */
export function kindName(description: string, known?: readonly string[]): StringSchema {
  return string(description, {
    ...(known === undefined ? {} : { suggestions: known }),
    minLength: 1,
    maxLength: 63,
    pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',
    wanted: 'letters, digits and -, beginning with a letter',
  });
}

/** The name of an object. */
export function objectName(description: string): StringSchema {
  return string(description, { minLength: 1, maxLength: 253 });
}

/** A DNS label (RFC 1123), as names of namespaces and Services. */
export function label(description: string): StringSchema {
  return string(description, {
    minLength: 1,
    maxLength: 63,
    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    wanted: 'lower-case letters, digits and -',
  });
}

/** The name of a namespace. */
export function namespaceName(description: string): StringSchema {
  return label(description);
}

/** A TCP port. */
export function port(description: string): IntegerSchema {
  return int32(description, { minimum: 1, maximum: 65535 });
}

/** A share of a hundred, 0 to 100. */
export function percent(description: string): IntegerSchema {
  return int32(description, { minimum: 0, maximum: 100, unit: '%' });
}

/** A status code of HTTP, 100 to 599. */
export function httpStatus(description: string): IntegerSchema {
  return integer(description, { minimum: 100, maximum: 599 });
}

/** A time span such as `1h`, `30s` or `1m500ms`: one to four numbers, each with a unit. Source: GEP-2257. */
export function duration(description: string): StringSchema {
  return string(description, {
    pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$',
    wanted: 'a time span such as 30s or 1h30m',
  });
}

const QUANTITY =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';
const WHOLE_QUANTITY = '^[1-9]+[0-9]*([EPTGMK]i|[EPTGMk])?$';

/** A number of bytes: an integer, or a quantity such as `32Ki`. */
export function byteQuantity(description: string): IntOrStringSchema {
  return intOrString(description, [QUANTITY, WHOLE_QUANTITY], { wanted: 'a number of bytes such as 1024 or 32Ki' });
}

/** The name of an HTTP header or query parameter. */
export function headerName(description: string): StringSchema {
  return string(description, {
    minLength: 1,
    maxLength: 256,
    pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$",
    wanted: 'a name of letters, digits, - and a few other signs',
  });
}

/** The value of an HTTP header: printable ASCII, single blanks inside. */
export function headerValue(description: string): StringSchema {
  return string(description, {
    minLength: 1,
    maxLength: 4096,
    pattern: '^[!-~]+([\\t ]?[!-~]+)*$',
    wanted: 'printable ASCII with single blanks inside',
  });
}

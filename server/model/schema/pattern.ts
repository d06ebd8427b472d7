import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS>();

/** True if a pattern matches somewhere in the text. RE2, as the API server has it: linear in the length of the text. */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = RE2JS.compile(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

const IPV4 = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** A dotted IPv4 address without leading zeros. */
function isIPv4(text: string): boolean {
  return IPV4.test(text);
}

/** An IPv4 address as schemas check it: leading zeros are let through. */
export function isLenientIPv4(text: string): boolean {
  return isIPv4(text.replace(/(^|\.)0+(?=\d)/g, '$1'));
}

/** An IPv6 address, without zone. Source: RFC 4291 section 2.2. */
export function isIPv6(text: string): boolean {
  if (!text.includes(':') || text.length > 45) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [half, part] of halves.entries()) {
    if (part === '') continue;
    const pieces = part.split(':');
    for (const [index, piece] of pieces.entries()) {
      const last = half === halves.length - 1 && index === pieces.length - 1;
      if (last && isIPv4(piece)) groups += 2;
      else if (/^[0-9a-fA-F]{1,4}$/.test(piece)) groups += 1;
      else return false;
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

/** Standard base64 with padding, of a byte at least. Source: govalidator IsBase64. */
export function isBase64(text: string): boolean {
  return text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/**
 * A time as the format `date-time` has it, which is loose: hours and the rest of the time have two digits each, what is before the fraction
 * may be anything, and so may what follows a second `t`. Source: kube-openapi strfmt IsDateTime.
 */
export function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return false;
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return false;
  const [, hour = '', minute = '', second = ''] =
    /^(\d\d):(\d\d):(\d\d)(?:[^\n]\d+)?(?:z|[+-]\d\d:\d\d)$/u.exec(time) ?? [];
  return hour !== '' && hour <= '23' && minute <= '59' && second <= '59';
}

import { isIPv6 } from '../schema/pattern.ts';
import { type FieldError, invalid, quote } from '../schema/field-error.ts';

/** An address that was read: 16-bit groups of IPv6, or the four bytes of IPv4. */
interface Address {
  /** Canonical text. Source: RFC 5952; Go's net.IP.String. */
  text: string;
  bytes: number[];
  /** IPv4, or IPv4 that is mapped into IPv6. */
  isIPv4: boolean;
  /** Written as `::ffff:1.2.3.4`. */
  mapped: boolean;
  leadingZeros: boolean;
}

/** Reads an address as Kubernetes has always done: leading zeros and mapped IPv4 are let through. Source: netutils.ParseIPSloppy. */
export function parseAddress(text: string): Address | undefined {
  const plain = dotted(text);
  if (plain !== undefined)
    return { text: plain.join('.'), bytes: plain, isIPv4: true, mapped: false, leadingZeros: /(^|\.)0\d/.test(text) };
  const bytes = groups(text);
  if (bytes === undefined) return undefined;
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  const leadingZeros = /(:|\.)0\d+\./.test(text) || /\.0\d/.test(text);
  if (mapped) {
    const last = bytes.slice(12);
    return { text: last.join('.'), bytes: last, isIPv4: true, mapped, leadingZeros };
  }
  return { text: canonical(bytes), bytes, isIPv4: false, mapped, leadingZeros };
}

function dotted(text: string): number[] | undefined {
  if (!/^\d{1,10}(\.\d{1,10}){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
}

function groups(text: string): number[] | undefined {
  const tail = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text);
  let whole = text;
  if (tail !== null) {
    const four = dotted(tail[2] ?? '');
    if (four === undefined) return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = four;
    whole = `${tail[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  if (!isIPv6(whole)) return undefined;
  const [head = '', rest] = whole.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const zeros = rest === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
}

/** Groups in hexadecimal; the first longest run of at least two zero groups is `::`. */
function canonical(bytes: number[]): string {
  const numbers = Array.from({ length: 8 }, (_, index) => (bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0));
  let start = -1;
  let length = 1;
  for (let index = 0; index < 8; index += 1) {
    let end = index;
    while (end < 8 && numbers[end] === 0) end += 1;
    if (end - index > length) [start, length] = [index, end - index];
    if (end > index) index = end;
  }
  const hex = (part: number[]): string => part.map((number) => number.toString(16)).join(':');
  return start < 0 ? hex(numbers) : `${hex(numbers.slice(0, start))}::${hex(numbers.slice(start + length))}`;
}

/** Canonical text where mapped addresses stay mapped. Source: Go's netip.Addr.String. */
export function isIPv6Text(text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && !address.isIPv4;
}

/**
 * What is wrong with an address in a field that predates strict checks.
 * @param kept addresses of the stored object, which stay valid. Source: apimachinery IsValidIPForLegacyField, strict
 */
export function legacyAddressErrors(field: string, text: string, kept: readonly string[] = []): FieldError[] {
  if (kept.includes(text)) return [];
  return strictErrors(field, text).errors;
}

/** What is wrong with an address that has to be canonical. Source: apimachinery IsValidIP. */
export function canonicalAddressErrors(field: string, text: string): FieldError[] {
  const { errors, address } = strictErrors(field, text);
  if (errors.length > 0 || address === undefined || address.text === text) return errors;
  return [invalid(field, text, `must be in canonical form (${quote(address.text)})`)];
}

function strictErrors(field: string, text: string): { errors: FieldError[]; address?: Address } {
  const address = parseAddress(text);
  if (address === undefined)
    return { errors: [invalid(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')] };
  const errors: FieldError[] = [];
  if (address.leadingZeros) errors.push(invalid(field, text, 'must not have leading 0s'));
  else if (address.mapped) errors.push(invalid(field, text, 'must not be an IPv4-mapped IPv6 address'));
  return { errors, address };
}

/** What is wrong with a network. Source: apimachinery IsValidCIDRForLegacyField, strict. */
export function legacyNetworkErrors(field: string, text: string, kept: readonly string[] = []): FieldError[] {
  if (kept.includes(text)) return [];
  const network = parseNetwork(text);
  if (network === undefined)
    return [invalid(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  if (network.address.leadingZeros || /\/0\d/.test(text))
    return [invalid(field, text, 'must not have leading 0s in IP or prefix length')];
  if (network.address.mapped) return [invalid(field, text, 'must not have an IPv4-mapped IPv6 address')];
  return network.masked === network.address.text
    ? []
    : [invalid(field, text, 'must not have bits set beyond the prefix length')];
}

interface Network {
  address: Address;
  length: number;
  /** The address with the bits beyond the prefix cleared. */
  masked: string;
}

function parseNetwork(text: string): Network | undefined {
  const match = /^([^/]+)\/(\d{1,9})$/.exec(text);
  const address = match === null ? undefined : parseAddress(match[1] ?? '');
  if (match === null || address === undefined) return undefined;
  const length = Number(match[2]);
  const bits = address.isIPv4 && !address.mapped ? 32 : 128;
  if (length > bits) return undefined;
  const own = address.mapped ? Math.max(0, length - 96) : length;
  const masked = address.bytes.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, own - index * 8))));
  return { address, length, masked: address.isIPv4 ? masked.join('.') : canonical(masked) };
}

/** Warnings about the form of an address. Source: apimachinery GetWarningsForIP. */
export function addressWarnings(field: string, text: string): string[] {
  const address = parseAddress(text);
  if (address === undefined) return [];
  if (address.leadingZeros || address.mapped)
    return [`${field}: non-standard IP address ${quote(text)} is invalid: use ${quote(address.text)}`];
  if (address.isIPv4 || address.text === text) return [];
  return [`${field}: IPv6 address ${quote(text)} should be in RFC 5952 canonical format (${quote(address.text)})`];
}

/** Warnings about the form of a network. Source: apimachinery GetWarningsForCIDR. */
export function networkWarnings(field: string, text: string): string[] {
  const network = parseNetwork(text);
  if (network === undefined) return [];
  const { address, length, masked } = network;
  const warnings: string[] = [];
  const shown = `${masked}/${length}`;
  if (masked !== address.text) {
    const single = `${address.text}/${address.isIPv4 && !address.mapped ? 32 : 128}`;
    warnings.push(
      `${field}: CIDR value ${quote(text)} is ambiguous in this context (should be ${quote(shown)} or ${quote(single)}?)`,
    );
  }
  if (address.leadingZeros || address.mapped || /\/0\d/.test(text))
    warnings.push(`${field}: non-standard CIDR value ${quote(text)} is invalid: use ${quote(shown)}`);
  else if (!address.isIPv4 && `${address.text}/${length}` !== text)
    warnings.push(`${field}: IPv6 CIDR value ${quote(text)} should be in RFC 5952 canonical format (${quote(shown)})`);
  return warnings;
}

/** What is wrong with an address that traffic goes to. Source: core validation ValidateEndpointIP. */
export function endpointAddressErrors(field: string, text: string, { loopback }: { loopback: boolean }): FieldError[] {
  const address = parseAddress(text);
  if (address === undefined) return [invalid(field, text, 'must be a valid IP address')];
  const [a = 0, b = 0, c = 0] = address.bytes;
  const last = address.bytes.at(-1);
  const leading = address.bytes.slice(0, -1).every((byte) => byte === 0);
  const errors: string[] = [];
  if (leading && last === 0) errors.push(`may not be unspecified (${text})`);
  if (!loopback && (address.isIPv4 ? a === 127 : leading && last === 1))
    errors.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (address.isIPv4 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80)
    errors.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (address.isIPv4 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 2)
    errors.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  return errors.map((error) => invalid(field, text, error));
}

import { pathSegmentErrors } from '../names.ts';
import { type FieldError, invalid, requiredValue } from '../schema/field-error.ts';
import { invalidObject, type Status } from '../status.ts';

/** What is wrong with what is asked for, or why nothing can be given. */
export type AllotProblem = FieldError[] | Status;

/** Why an address or port cannot be had. */
export type Refusal = string;

/** Gives Services addresses in a cluster and ports on nodes. What it gave stays taken until the write that it is for is done. */
export interface Allotter {
  /** Takes the address that is asked for, IPv4 text without leading zeros, for the Service of this name. */
  takeAddress: (address: string, service: string) => Refusal | undefined;
  /** An address that nobody has, or why there is none; undefined where none are given. @throws RangeFull */
  nextAddress: (service: string) => { address: string } | { refusal: Refusal } | undefined;
  takePort: (port: number) => Refusal | undefined;
  /** A port that nobody has; undefined where none are given. @throws RangeFull */
  nextPort: () => number | undefined;
}

/** There is nothing left to give. */
export class RangeFull extends Error {
  constructor() {
    super('range is full');
    this.name = 'RangeFull';
  }
}

/** Addresses of Services, and ports of nodes: the API server's defaults. */
const ADDRESSES = '10.0.0.0/24';
const [LOWEST_PORT, HIGHEST_PORT] = [30_000, 32_767];

const IN_RANGE = /^10\.0\.0\.(\d+)$/;

/** Last number of an address of 10.0.0.0/24 that may be given: the first and the last address of a network are not. */
function offsetOf(address: string): number | undefined {
  const offset = Number(IN_RANGE.exec(address)?.[1] ?? 0);
  return offset >= 1 && offset <= 254 ? offset : undefined;
}

/** What is said of an address outside the range. */
function outOfRange(address: string): Refusal {
  return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${ADDRESSES}`;
}

/** A cluster notes an address as an object that names its Service; what is wrong with the name is said of that. Source: ValidateIPAddress. */
function ownerRefusal(address: string, service: string): Refusal | undefined {
  const field = 'spec.parentRef.name';
  const errors =
    service === ''
      ? [requiredValue(field, '')]
      : pathSegmentErrors(service).map((problem) => invalid(field, service, problem));
  const subject = { group: 'networking.k8s.io', resource: 'IPAddress', name: address };
  return errors.length === 0 ? undefined : invalidObject(subject, errors).message;
}

/** What is said of a port outside the range. */
function portRefusal(port: number): Refusal | undefined {
  if (port >= LOWEST_PORT && port <= HIGHEST_PORT) return undefined;
  return `provided port is not in the valid range. The range of valid ports is ${LOWEST_PORT}-${HIGHEST_PORT}`;
}

/** Where nobody keeps track: what is asked for has to be in range, and nothing is given. */
export const noAllotter: Allotter = {
  takeAddress: (address) => (offsetOf(address) === undefined ? outOfRange(address) : undefined),
  nextAddress: () => undefined,
  takePort: portRefusal,
  nextPort: () => undefined,
};

const TAKEN_PORT: Refusal = 'provided port is already allocated';

/**
 * For a dry run: nothing is taken, and what is given is a stand-in. Source: ipallocator dryRunAllocator, portallocator
 * PortAllocationOperation.
 */
export function dryAllotter(hasPort: (port: number) => boolean): Allotter {
  const ports: number[] = [];
  return {
    takeAddress: noAllotter.takeAddress,
    nextAddress: () => ({ address: ADDRESSES.replace(/\/.*/, '') }),
    takePort: (port) => {
      if (hasPort(port) || ports.includes(port)) return TAKEN_PORT;
      ports.push(port);
      return undefined;
    },
    nextPort: () => {
      const port = (ports.length === 0 ? HIGHEST_PORT + 1 : Math.max(0, ...ports)) + 1;
      ports.push(port);
      return port;
    },
  };
}

/** What all Services have between them. */
export interface Taken {
  address: (address: string) => boolean;
  port: (port: number) => boolean;
}

/** The address of the API server itself in a cluster. */
const FIRST = 1;
/** Addresses from here on are given first, ports from here on too: the others are left to those who ask for them. */
const FIRST_GIVEN = 17;
const FIRST_PORT_GIVEN = LOWEST_PORT + 86;

/**
 * Gives addresses of 10.0.0.0/24 and, when all of those are taken, of the rest of 10.0.0.0/8, as an operator would widen the range; each
 * search begins behind what was given last.
 */
export class Allotment implements Allotter {
  readonly addresses = new Set<string>();
  readonly ports = new Set<number>();
  readonly #taken: Taken;
  readonly #cursor: Cursor;

  constructor(taken: Taken, cursor: Cursor) {
    this.#taken = taken;
    this.#cursor = cursor;
  }

  takeAddress(address: string, service: string): Refusal | undefined {
    const wide = isWide(address) && this.#freeOffset() === undefined;
    if (offsetOf(address) === undefined && !wide) return 'the provided network does not match the current range';
    const refusal = ownerRefusal(address, service);
    if (refusal !== undefined) return refusal;
    if (this.#hasAddress(address)) return 'provided IP is already allocated';
    this.addresses.add(address);
    return undefined;
  }

  nextAddress(service: string): { address: string } | { refusal: Refusal } {
    const offset = this.#freeOffset();
    const address = offset === undefined ? this.#nextWide() : `10.0.0.${offset}`;
    const refusal = ownerRefusal(address, service);
    if (refusal !== undefined) return { refusal };
    if (offset !== undefined) this.#cursor.address = offset + 1;
    this.addresses.add(address);
    return { address };
  }

  takePort(port: number): Refusal | undefined {
    const refusal = portRefusal(port) ?? (this.#hasPort(port) ? TAKEN_PORT : undefined);
    if (refusal === undefined) this.ports.add(port);
    return refusal;
  }

  nextPort(): number {
    const port =
      turn(FIRST_PORT_GIVEN, HIGHEST_PORT, this.#cursor.port).find((one) => !this.#hasPort(one)) ??
      turn(LOWEST_PORT, FIRST_PORT_GIVEN - 1, LOWEST_PORT).find((one) => !this.#hasPort(one));
    if (port === undefined) throw new RangeFull();
    this.#cursor.port = port + 1;
    this.ports.add(port);
    return port;
  }

  #hasAddress(address: string): boolean {
    return address === `10.0.0.${FIRST}` || this.addresses.has(address) || this.#taken.address(address);
  }

  #hasPort(port: number): boolean {
    return this.ports.has(port) || this.#taken.port(port);
  }

  #freeOffset(): number | undefined {
    const free = (offset: number): boolean => !this.#hasAddress(`10.0.0.${offset}`);
    return turn(FIRST_GIVEN, 254, this.#cursor.address).find(free) ?? turn(FIRST, FIRST_GIVEN - 1, FIRST).find(free);
  }

  #nextWide(): string {
    for (let tried = 0; tried < WIDE_LAST - WIDE_FIRST; tried += 1) {
      const number = this.#cursor.wide;
      this.#cursor.wide = number < WIDE_LAST ? number + 1 : WIDE_FIRST;
      const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
      if (!this.#hasAddress(address)) return address;
    }
    throw new RangeFull();
  }
}

/** Where the next searches begin. */
export interface Cursor {
  address: number;
  wide: number;
  port: number;
}

const [WIDE_FIRST, WIDE_LAST] = [0x0001_00, 0xff_ff_fe];

/** Where searches begin at first. */
export function newCursor(): Cursor {
  return { address: FIRST_GIVEN, wide: WIDE_FIRST, port: FIRST_PORT_GIVEN };
}

function isWide(address: string): boolean {
  return /^10\.\d+\.\d+\.\d+$/.test(address) && !address.startsWith('10.0.0.') && address !== '10.255.255.255';
}

/** Whole numbers from `first` to `last`, beginning with `start` and going round. */
function turn(first: number, last: number, start: number): number[] {
  const length = last - first + 1;
  const from = start < first || start > last ? 0 : start - first;
  return Array.from({ length }, (_, index) => first + ((from + index) % length));
}

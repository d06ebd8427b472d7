import type { Snapshot } from '../routing/snapshot.ts';
import type { GatewayState } from './state.ts';

const LOOPBACK = '127.0.0.1';

function toNumber(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
}

/** IPv4 addresses that Gateways may get. */
interface Pool {
  first: number;
  last: number;
  text: string;
  /** One address only: Gateways share it, as on systems without further loopback addresses. */
  shared: boolean;
}

function readPool(text: string): Pool {
  const [address = '', bits = '32'] = text.split('/');
  const base = toNumber(address);
  const length = Number(bits);
  if (base === undefined || !Number.isInteger(length) || length < 0 || length > 32) {
    throw new Error(`Gateway pool "${text}" is not an IPv4 range such as 127.77.0.0/16`);
  }
  const size = 2 ** (32 - length);
  const start = base - (base % size);
  // network and broadcast address are left out, as everywhere
  return size < 4
    ? { first: start, last: start + size - 1, text, shared: size === 1 }
    : { first: start + 1, last: start + size - 2, text, shared: false };
}

function holds(pool: Pool, address: string): boolean {
  const value = toNumber(address);
  return value !== undefined && value >= pool.first && value <= pool.last && toAddress(value) === address;
}

interface AddressStatus {
  addresses?: { type?: string; value?: string }[];
}

class Allocation {
  private readonly pool: Pool;
  private readonly holders = new Map<string, GatewayState>();
  private next: number;

  constructor(pool: Pool) {
    this.pool = pool;
    this.next = pool.first;
  }

  /** @returns false when another Gateway has it */
  take(gateway: GatewayState, address: string): boolean {
    const holder = this.holders.get(address);
    if (holder !== undefined && holder !== gateway && !this.pool.shared) return false;
    this.holders.set(address, holder ?? gateway);
    gateway.address = address;
    return true;
  }

  takeAsked(gateway: GatewayState, address: string): void {
    if (!holds(this.pool, address)) {
      notUsable(gateway, `Address ${address} is not in the pool ${this.pool.text}; ask for one of it or for none`);
    } else if (!this.take(gateway, address)) {
      notUsable(
        gateway,
        `Address ${address} belongs to Gateway ${this.holders.get(address)?.key}; ask for another one`,
      );
    }
  }

  takeAny(gateway: GatewayState): void {
    for (; this.next <= this.pool.last; this.next++) {
      const address = toAddress(this.next);
      // the first Gateway is reachable there as well
      if (address === LOOPBACK && !this.pool.shared) continue;
      if (this.take(gateway, address)) return;
    }
    gateway.addressProblem = {
      reason: 'AddressNotAssigned',
      message: `No addresses have been assigned to the Gateway: the pool ${this.pool.text} is used up`,
    };
  }
}

function notUsable(gateway: GatewayState, message: string): void {
  gateway.addressProblem ??= { reason: 'AddressNotUsable', message };
}

/** The address that `spec.addresses` names; what cannot be given is said. */
function askedAddress(gateway: GatewayState): string | undefined {
  const asked = (gateway.object.spec.addresses ?? []).filter(({ value = '' }) => value !== '');
  const address = asked.find(({ type = 'IPAddress' }) => type === 'IPAddress')?.value;
  const rest = asked.filter(({ value }) => value !== address);
  if (rest.length > 0) {
    const values = rest.map(({ value }) => value).join(', ');
    notUsable(
      gateway,
      `One or more Gateway addresses cannot be used: ${values}. A Gateway has one IPv4 address of the pool`,
    );
  }
  return address;
}

/**
 * Gives each Gateway an address of its own. The one of the snapshot before stays, then the one in the stored status (after a restart);
 * then come Gateways that ask for one, then the rest, each in order of age, with the lowest that is free.
 * Sets `address` and `addressProblem`.
 * @param gateways accepted, in order of age
 * @param poolText CIDR, for example 127.77.0.0/16. @throws Error when it is none
 */
export function allocateAddresses(gateways: GatewayState[], poolText: string, previous: Snapshot | undefined): void {
  const pool = readPool(poolText);
  const allocation = new Allocation(pool);
  const asked = new Map(gateways.map((gateway) => [gateway, askedAddress(gateway)]));
  const served = new Map(previous?.gateways.map(({ namespace, name, address }) => [`${namespace}/${name}`, address]));
  const stored = (gateway: GatewayState): string | undefined =>
    (gateway.object.status as AddressStatus | undefined)?.addresses?.[0]?.value;

  for (const before of [(gateway: GatewayState) => served.get(gateway.key), stored]) {
    for (const gateway of gateways) {
      const address = before(gateway);
      const wanted = asked.get(gateway);
      if (gateway.address !== undefined || address === undefined || !holds(pool, address)) continue;
      if (wanted === undefined || wanted === address) allocation.take(gateway, address);
    }
  }
  for (const gateway of gateways) {
    const wanted = asked.get(gateway);
    if (wanted !== undefined && gateway.address === undefined) allocation.takeAsked(gateway, wanted);
  }
  for (const gateway of gateways) {
    if (gateway.address !== undefined || asked.get(gateway) !== undefined) continue;
    // only names were asked for: nothing of that can be given
    if (gateway.addressProblem === undefined) allocation.takeAny(gateway);
  }
}

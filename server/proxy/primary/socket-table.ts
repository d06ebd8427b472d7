import type { Binding } from '../../contract/control.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import type { SocketPlace } from '../worker/messages.ts';
import { bindSocket, type BoundSocket } from './open-socket.ts';

/** Ports that may not be bound move by this much. */
const MOVED_BY = 10_000;
const LOOPBACK = '127.0.0.1';

interface Socket {
  place: SocketPlace;
  binding: Binding;
  /** Null when it could not be bound. */
  bound: BoundSocket | null;
}

/** The listening sockets: one for each address and port of the gateways. They outlive workers. */
export class SocketTable {
  private sockets = new Map<string, Socket>();
  /** Sockets that the snapshot names twice: only the first gateway has it. */
  private clashes: Binding[] = [];
  /** Sockets of the snapshot that is being put in service. */
  private preparing: Map<string, Socket> | null = null;

  get bindings(): Binding[] {
    return [...[...this.sockets.values()].map((socket) => socket.binding), ...this.clashes];
  }

  get places(): SocketPlace[] {
    return placesOf(this.sockets);
  }

  /** All sockets that are open. */
  get open(): OpenSocket[] {
    return handlesOf(this.sockets);
  }

  /** Opens what a snapshot needs and keeps what is open. Sockets that it does not need stay until `closeUnused`. */
  prepare(snapshot: Snapshot): Preparation {
    const next = new Map<string, Socket>();
    const opened: Socket[] = [];
    const clashes: Binding[] = [];
    snapshot.gateways.forEach((gateway, index) => {
      const name = { namespace: gateway.namespace, name: gateway.name };
      const addresses = [gateway.address];
      if (gateway.mirrorLoopback && gateway.address !== LOOPBACK) addresses.push(LOOPBACK);
      for (const { port } of gateway.ports) {
        for (const address of addresses) {
          const key = `${address}:${port}`;
          const other = next.get(key);
          if (other !== undefined) {
            const { namespace, name: otherName } = other.binding.gateway;
            const error = `Gateway ${namespace}/${otherName} uses it already. Give one of them another port.`;
            clashes.push({ gateway: name, port, address, boundPort: port, error });
            continue;
          }
          const place = { key, gateway: index, port };
          const before = this.sockets.get(key);
          if (before !== undefined && before.bound !== null) {
            next.set(key, { place, bound: before.bound, binding: { ...before.binding, gateway: name } });
            continue;
          }
          const socket = openSocket(place, name, address);
          next.set(key, socket);
          if (socket.bound !== null) opened.push(socket);
        }
      }
    });
    const { sockets } = this;
    this.preparing = next;
    return {
      places: placesOf(next),
      open: handlesOf(next),
      opened: opened.map(({ place, bound }) => ({ place, bound: bound! })),
      commit: () => {
        for (const [key, socket] of sockets) if (!next.has(key)) socket.bound?.close();
        this.sockets = next;
        this.preparing = null;
        this.clashes = clashes;
      },
      undo: () => {
        this.preparing = null;
        for (const socket of opened) socket.bound?.close();
      },
    };
  }

  /** A worker could not listen on a socket. */
  failed(key: string, code: string): void {
    const socket = (this.preparing ?? this.sockets).get(key);
    if (socket === undefined || socket.bound === null) return;
    socket.bound.close();
    socket.bound = null;
    socket.binding = { ...socket.binding, error: errorText(code) };
  }

  /** Tries sockets that could not be bound once more. Returns those that are open now. */
  retry(): OpenSocket[] {
    const opened: OpenSocket[] = [];
    for (const [key, socket] of this.sockets) {
      if (socket.bound !== null) continue;
      const again = openSocket(socket.place, socket.binding.gateway, socket.binding.address);
      this.sockets.set(key, again);
      if (again.bound !== null) opened.push({ place: again.place, bound: again.bound });
    }
    return opened;
  }

  closeAll(): void {
    for (const socket of this.sockets.values()) {
      socket.bound?.close();
      socket.bound = null;
    }
  }
}

/** A socket to hand over to workers. */
export interface OpenSocket {
  place: SocketPlace;
  bound: BoundSocket;
}

/** Sockets of a snapshot that is about to be put in service. */
export interface Preparation {
  places: SocketPlace[];
  /** All that are open. */
  open: OpenSocket[];
  /** Those of them that are new. */
  opened: OpenSocket[];
  /** The snapshot is in service: closes the sockets that it does not need. */
  commit: () => void;
  /** It was refused: closes the new ones. */
  undo: () => void;
}

function placesOf(sockets: ReadonlyMap<string, Socket>): SocketPlace[] {
  return [...sockets.values()].filter((socket) => socket.bound !== null).map((socket) => socket.place);
}

function handlesOf(sockets: ReadonlyMap<string, Socket>): OpenSocket[] {
  return [...sockets.values()].flatMap(({ place, bound }) => (bound === null ? [] : [{ place, bound }]));
}

function openSocket(place: SocketPlace, gateway: Binding['gateway'], address: string): Socket {
  const { port } = place;
  let boundPort = port;
  let bound = bindSocket(address, port);
  if (bound === 'EACCES' && port + MOVED_BY <= 65_535) {
    boundPort = port + MOVED_BY;
    bound = bindSocket(address, boundPort);
  }
  const binding: Binding = { gateway, port, address, boundPort };
  if (typeof bound !== 'string') return { place, binding, bound };
  return { place, binding: { ...binding, error: errorText(bound) }, bound: null };
}

/** Why a socket is not open, to stand behind `Port P of ADDRESS could not be opened:`. */
function errorText(code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'another program uses it. Stop that program, or give the listener another port.';
    case 'EADDRNOTAVAIL':
      return 'this machine has no such address. Choose another pool with SWITCHYARD_GATEWAY_POOL.';
    case 'EACCES':
      return 'this user may not open it. Give the listener a port above 1023.';
    default:
      return code;
  }
}

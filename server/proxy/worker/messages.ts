import type { Deltas } from '../../contract/control.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import type { SnapshotDelta } from '../../routing/snapshot-delta.ts';

/** A listening socket as workers know it: which port of which gateway comes in there. */
export interface SocketPlace {
  /** `ADDRESS:PORT` as the snapshot says. */
  key: string;
  /** Index of the gateway in the snapshot. */
  gateway: number;
  port: number;
}

/** Messages of the primary. */
export type ToWorker =
  /** Put a snapshot in service; sockets that are not among `sockets` are closed. Answered by `applied` or `refused`. */
  | { type: 'apply'; id: number; snapshot: Snapshot; sockets: SocketPlace[] }
  /** The same, as what differs from the snapshot in service. */
  | { type: 'change'; id: number; delta: SnapshotDelta; sockets: SocketPlace[] }
  /** Accept connections on the socket that comes with the message. Answered by `listening`. */
  | { type: 'listen'; place: SocketPlace }
  | { type: 'drain'; deadlineMs: number }
  /** Answered by `pong`. */
  | { type: 'ping' };

/** Messages of a worker. */
export type FromWorker =
  /** First: it can be given a snapshot. */
  | { type: 'ready' }
  /** It takes no more connections: another one is to take its place while it finishes what it has. */
  | { type: 'leaving' }
  | { type: 'applied'; id: number }
  | { type: 'refused'; id: number; reason: string }
  /** `error`: code of why it could not. */
  | { type: 'listening'; key: string; error?: string }
  | { type: 'deltas'; deltas: Deltas }
  | { type: 'pong' };

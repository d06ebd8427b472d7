import { crc32 } from 'node:zlib';
import type { Row } from './rows.ts';

/**
 * SQLite checks the structure of its pages and not what is in them, so each row carries a checksum: a flipped byte is noticed at start and
 * never served. CRC-32 as a signed number, which every database holds in an INTEGER.
 */
export function rowChecksum(row: Row): number {
  const { revision, group, kind, namespace, name, type, object, text, statusOnly, by, at } = row;
  const lengths = [object.length, text === null ? -1 : text.length];
  const head = JSON.stringify([revision, group, kind, namespace, name, type, statusOnly, by, at, ...lengths]);
  return crc32(text ?? '', crc32(object, crc32(head))) | 0;
}

/** The row that counts. */
export interface Counters {
  newest: number;
  compacted: number;
  /** Who writes: the last process that opened the database. */
  owner: string;
}

export function countersChecksum({ newest, compacted, owner }: Counters): number {
  return crc32(`${newest} ${compacted} ${owner}`) | 0;
}

import * as fc from 'fast-check';
import { REQUESTS, RESPONSE } from './messages.ts';
import { nodeReadResponse, NodeRequestReader } from './node-reading.ts';
import { readRequests, readResponse } from './our-reading.ts';
import { disagreement, type Reading } from './reading.ts';

/** What was met, so that a run that met nothing can be told from a good one. */
export interface FuzzCounts {
  /** Messages that both readers took whole. */
  taken: number;
  /** Inputs that ours refused. */
  refused: number;
  /** Inputs that the other refused and ours did, too. */
  refusedByBoth: number;
}

function fail(pieces: readonly Buffer[], why: string, ours: Reading, node: Reading): never {
  const text = pieces.map((piece) => JSON.stringify(piece.toString('latin1'))).join(' ');
  throw new Error(`${why}\n${text}\nours ${JSON.stringify(ours)}\nNode ${JSON.stringify(node)}`);
}

function count(counts: FuzzCounts, ours: Reading, node: Reading): void {
  counts.taken += ours.messages.filter((message) => message.whole).length;
  if (ours.refused !== null) counts.refused++;
  if (ours.refused !== null && node.refused !== null) counts.refusedByBoth++;
}

/** Compares the reading of generated requests; throws an Error that shows a smallest input that is read in two ways. */
export async function fuzzRequests(runs: number, seed?: number): Promise<FuzzCounts> {
  const counts: FuzzCounts = { taken: 0, refused: 0, refusedByBoth: 0 };
  const reader = new NodeRequestReader();
  const property = fc.asyncProperty(REQUESTS, async (pieces) => {
    const [ours, node] = [readRequests(pieces), await reader.read(pieces)];
    count(counts, ours, node);
    const why = disagreement(ours, node);
    if (why !== null) fail(pieces, why, ours, node);
  });
  await fc.assert(property, { numRuns: runs, seed });
  return counts;
}

/** The same for responses. */
export async function fuzzResponses(runs: number, seed?: number): Promise<FuzzCounts> {
  const counts: FuzzCounts = { taken: 0, refused: 0, refusedByBoth: 0 };
  const property = fc.asyncProperty(RESPONSE, fc.boolean(), fc.boolean(), async (pieces, isHead, ended) => {
    const ours = readResponse(pieces, isHead, ended);
    const node = await nodeReadResponse(pieces, isHead, ended);
    count(counts, ours, node);
    const why = disagreement(ours, node);
    if (why !== null) fail(pieces, why, ours, node);
  });
  await fc.assert(property, { numRuns: runs, seed });
  return counts;
}

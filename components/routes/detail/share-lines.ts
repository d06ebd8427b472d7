import { pageOf } from '../../live/kinds.ts';
import type { JudgedView } from '../../traffic/judged.ts';

/** One backend of a rule, or one endpoint of its only backend: what it got and what it is due. */
export interface ShareLine {
  key: string;
  name: string;
  href?: string;
  /** Beside the name: `3 endpoints`, `answered 500`. */
  note: string;
  bad: boolean;
  /** Absent for endpoints. */
  weight?: number;
  /** 0..1, null without requests. */
  got: number | null;
  /** 0..1. */
  expected: number;
  requests: number;
  slot: number;
  /** Outside of what chance allows. */
  off: boolean;
}

/** Backends where a rule has several, else the endpoints of its only one: one picture shows one level. */
export function shareLines(judged: JudgedView): { level: 'backends' | 'endpoints'; lines: ShareLine[] } {
  const { backends } = judged.measured.view;
  const [only] = backends;
  if (backends.length === 1 && only && !only.respond && only.endpoints.length > 0)
    return {
      level: 'endpoints',
      lines: only.endpoints.map((endpoint) => {
        const row = judged.endpoint(endpoint);
        return {
          key: endpoint.key,
          name: endpoint.endpoint,
          note: '',
          bad: false,
          got: row?.observed ?? null,
          expected: row?.expected ?? 0,
          requests: judged.measured.endpoint(endpoint).totals.requests,
          slot: endpoint.slot,
          off: isOff(row),
        };
      }),
    };
  return {
    level: 'backends',
    lines: backends.map((backend) => {
      const row = judged.backend(backend);
      const { length } = backend.endpoints;
      return {
        key: backend.key,
        name: backend.ref.name,
        href: pageOf(backend.ref),
        note: backend.respond
          ? `answered ${backend.respond.status}`
          : `${length} ${length === 1 ? 'endpoint' : 'endpoints'}`,
        bad: backend.respond !== undefined,
        weight: backend.weight,
        got: row?.observed ?? null,
        expected: row?.expected ?? 0,
        requests: judged.measured.backend(backend).totals.requests,
        slot: backend.slot,
        off: isOff(row),
      };
    }),
  };
}

function isOff(row: ReturnType<JudgedView['endpoint']>): boolean {
  return row?.verdict === 'off' || (row?.verdict === 'design' && row.cause !== 'keys');
}

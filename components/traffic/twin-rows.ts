import { emptyTotals } from './aggregate.ts';
import type { JudgedView } from './judged.ts';
import type { BackendView, RuleView } from './scope.ts';
import type { TwinRow } from './Twin.tsx';
import type { OutOfRotation } from './use-out-of-rotation.ts';

type Level = 'backends' | 'endpoints';

const IN_ROTATION = { mark: 'ok' as const, word: 'In rotation' };

function stateOf({ respond, weight }: BackendView): TwinRow['state'] {
  if (respond) return { mark: 'bad', word: `Answers ${respond.status}` };
  return weight === 0 ? { mark: 'off', word: 'Weight 0' } : IN_ROTATION;
}

/** Rows of the table: endpoints in the order of the rule, those out of rotation behind their peers, or backendRefs. */
export function twinRows(view: RuleView, judged: JudgedView, level: Level, out: OutOfRotation): TwinRow[] {
  if (level === 'backends')
    return view.backends.map((backend) => ({
      key: backend.key,
      label: backend.ref.name,
      slot: backend.slot,
      zone: '',
      state: stateOf(backend),
      ...judged.measured.backend(backend),
      expected: judged.backend(backend)?.expected ?? null,
    }));
  return view.backends.flatMap((backend) => [
    ...backend.endpoints.map((endpoint) => ({
      key: endpoint.key,
      label: endpoint.endpoint,
      slot: endpoint.slot,
      zone: endpoint.zone,
      state: stateOf(backend),
      ...judged.measured.endpoint(endpoint),
      expected: judged.endpoint(endpoint)?.expected ?? null,
    })),
    ...(out.get(backend.key) ?? []).map(({ endpoint, zone, terminating }) => ({
      key: `${backend.key}|${endpoint}`,
      label: endpoint,
      slot: 0,
      zone,
      state: { mark: 'drained' as const, word: terminating ? 'Terminating' : 'Not ready' },
      totals: emptyTotals(),
      share: measuredAny(judged) ? 0 : null,
      expected: 0,
    })),
  ]);
}

function measuredAny(judged: JudgedView): boolean {
  return judged.measured.sent > 0;
}

/** The last row: all of them. */
export function sumRow(view: RuleView, judged: JudgedView, level: Level): TwinRow {
  const { measured } = judged;
  const served = view.backends.filter(({ weight, respond }) => weight > 0 && !respond);
  const n = level === 'backends' ? served.length : served.flatMap(({ endpoints }) => endpoints).length;
  return {
    key: 'all',
    label: 'All',
    slot: 0,
    zone: '',
    state: { mark: 'ok', word: `${n} in rotation` },
    totals: measured.all,
    share: measured.sent === 0 ? null : 1,
    expected: judged.rows.endpoints.some((row) => row.expected > 0) ? 1 : null,
  };
}

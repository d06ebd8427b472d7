import ui from '../ui/ui.module.css';
import css from './tables.module.css';
import type { Flow } from './listener-traffic.ts';

/** Part of the requests that were answered 5xx or not at all. */
export function FailedShare({ flow }: { flow: Flow }) {
  if (flow.failed === 0) return <span className={ui.meta}>0</span>;
  const share = flow.failed / flow.requests;
  return <span className={share >= 0.05 ? css.bad : css.warn}>{(share * 100).toFixed(share < 0.1 ? 2 : 0)} %</span>;
}

import css from './share.module.css';
import { slotHatched, slotStyle } from './slot.ts';

/** The square that ties a name to its colour. Always beside a name, so it is hidden from assistive technology. */
export function Swatch({ slot }: { slot: number }) {
  return (
    <span className={css.swatch} data-hatched={slotHatched(slot) || undefined} style={slotStyle(slot)} aria-hidden />
  );
}

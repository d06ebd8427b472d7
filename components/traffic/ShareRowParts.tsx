import { rowWords, type ShareRow } from '../../server/balancing/shares.ts';
import type { EndpointFacts } from '../backends/backend-facts.ts';
import { InFlight, StateText } from '../share/Marks.tsx';
import type { ShareScale } from '../share/scale.ts';
import { ShareBar } from '../share/ShareBar.tsx';
import { Swatch } from '../share/Swatch.tsx';
import { percent, points } from './format.ts';
import css from './ShareTable.module.css';

/** An endpoint that gets nothing, in its place, with what it would get. */
export function OutRow({ facts, would, scale }: { facts: EndpointFacts; would: number; scale: ShareScale }) {
  return (
    <tr data-row="out">
      <th scope="row" className={css.name}>
        <Swatch slot={0} /> <code>{facts.endpoint}</code>
      </th>
      <td className={css.bars}>
        <ShareBar observed={0} expected={null} ghost={would} scale={scale} slot={0} />
      </td>
      <td className={css.num} data-col="got">
        0.0
      </td>
      <td className={css.num} data-col="expected">
        0.0
      </td>
      <td className={css.verdict}>
        <StateText state="drained">{facts.terminating ? 'terminating' : 'not ready'}</StateText>
      </td>
      <td className={css.flight}>
        <InFlight value={0} color="var(--sy-ctl)" />
      </td>
    </tr>
  );
}

/** Observed and expected share. */
export function Figures({ row }: { row: ShareRow | undefined }) {
  const loud = row?.verdict === 'off' || (row?.verdict === 'design' && row.cause !== 'keys');
  return (
    <>
      <td className={css.num} data-col="got">
        <b data-warn={loud || undefined}>{row?.observed === null || !row ? '\u2013' : percent(row.observed)}</b>
      </td>
      <td className={css.num} data-col="expected">
        {row ? percent(row.expected) : '\u2013'}
      </td>
    </>
  );
}

/** The verdict of a row in a few words. */
export function Words({ row, group = false }: { row: ShareRow; group?: boolean }) {
  if (row.verdict === 'on' && (group || (row.difference !== null && Math.abs(row.difference) < 0.0005)))
    return <StateText state="ok">On share</StateText>;
  if (row.verdict === 'off' || row.verdict === 'design')
    return (
      <>
        <b data-warn={row.cause !== 'keys' || undefined}>{points(row.difference ?? 0)}</b>{' '}
        <span className={css.meta}>{rowWords(row)}</span>
      </>
    );
  return <span className={css.meta}>{rowWords(row)}</span>;
}

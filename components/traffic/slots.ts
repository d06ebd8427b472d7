/** Colours that can be told apart; what goes beyond is grey. */
const SLOTS = 12;

/**
 * Gives slots 1..12 in the order of the manifest. With more than 12 the first 11 keep a colour and the rest are grey (slot 0), so that a
 * colour never means two things.
 */
export function assignSlots(rows: { slot: number }[]): void {
  const coloured = rows.length > SLOTS ? SLOTS - 1 : rows.length;
  rows.forEach((row, i) => {
    row.slot = i < coloured ? i + 1 : 0;
  });
}

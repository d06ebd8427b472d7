const LAYOUT = '2006-01-02T15:04:05Z07:00';

/** The parts of the layout, what each reads, and the range of its numbers. */
const PARTS: readonly { layout: string; form: RegExp; range?: [number, number, string] }[] = [
  { layout: '2006', form: /^\d{4}/ },
  { layout: '-', form: /^-/ },
  { layout: '01', form: /^\d{2}/, range: [1, 12, 'month'] },
  { layout: '-', form: /^-/ },
  { layout: '02', form: /^\d{2}/, range: [1, 31, 'day'] },
  { layout: 'T', form: /^T/ },
  { layout: '15', form: /^\d{2}/, range: [0, 23, 'hour'] },
  { layout: ':', form: /^:/ },
  { layout: '04', form: /^\d{2}/, range: [0, 59, 'minute'] },
  { layout: ':', form: /^:/ },
  { layout: '05', form: /^\d{2}([.,]\d+)?/, range: [0, 59, 'second'] },
  { layout: 'Z07:00', form: /^(Z|[+-]\d{2}:\d{2})/ },
];

/** Why Go's time.Parse refuses a text as RFC 3339; undefined when it takes it. */
export function timeProblem(text: string): string | undefined {
  const shown = JSON.stringify(text);
  let rest = text;
  for (const { layout, form, range } of PARTS) {
    const found = form.exec(rest)?.[0];
    if (found === undefined)
      return `parsing time ${shown} as "${LAYOUT}": cannot parse ${JSON.stringify(rest)} as "${layout}"`;
    const number = Number.parseInt(found, 10);
    if (range !== undefined && (number < range[0] || number > range[1]))
      return `parsing time ${shown}: ${range[2]} out of range`;
    rest = rest.slice(found.length);
  }
  if (rest !== '') return `parsing time ${shown}: extra text: ${JSON.stringify(rest)}`;
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number);
  return day > new Date(Date.UTC(year, month, 0)).getUTCDate() ? `parsing time ${shown}: day out of range` : undefined;
}

/** A time as it is written back: UTC, whole seconds. */
export function wholeSeconds(text: string): string {
  return `${new Date(text).toISOString().slice(0, 19)}Z`;
}

const LAYOUT = '2006-01-02T15:04:05Z07:00';

interface Part {
  layout: string;
  form: RegExp;
  /** What is out of range, judged as soon as it is read. */
  range?: (found: string) => string | undefined;
}

const within =
  (from: number, to: number, name: string) =>
  (found: string): string | undefined => {
    const number = Number.parseInt(found, 10);
    return number < from || number > to ? name : undefined;
  };

function zoneRange(found: string): string | undefined {
  if (found === 'Z') return undefined;
  if (Number(found.slice(1, 3)) > 24) return 'time zone offset hour';
  return Number(found.slice(4)) > 60 ? 'time zone offset minute' : undefined;
}

/** The parts of the layout, what each reads, and the range of its numbers. */
const PARTS: readonly Part[] = [
  { layout: '2006', form: /^\d{4}/ },
  { layout: '-', form: /^-/ },
  { layout: '01', form: /^\d{2}/, range: within(1, 12, 'month') },
  { layout: '-', form: /^-/ },
  { layout: '02', form: /^\d{2}/ },
  { layout: 'T', form: /^T/ },
  { layout: '15', form: /^\d{1,2}/, range: within(0, 23, 'hour') },
  { layout: ':', form: /^:/ },
  { layout: '04', form: /^\d{2}/, range: within(0, 59, 'minute') },
  { layout: ':', form: /^:/ },
  { layout: '05', form: /^\d{2}([.,]\d+)?/, range: within(0, 59, 'second') },
  { layout: 'Z07:00', form: /^(Z|[+-]\d{2}:\d{2})/, range: zoneRange },
];

/** Why Go's time.Parse refuses a text as RFC 3339; undefined when it takes it. */
export function timeProblem(text: string): string | undefined {
  const shown = timeQuote(text);
  let rest = text;
  for (const { layout, form, range } of PARTS) {
    const found = form.exec(rest)?.[0];
    if (found === undefined)
      return `parsing time ${shown} as "${LAYOUT}": cannot parse ${timeQuote(rest)} as "${layout}"`;
    const outside = range?.(found);
    if (outside !== undefined) return `parsing time ${shown}: ${outside} out of range`;
    rest = rest.slice(found.length);
  }
  if (rest !== '') return `parsing time ${shown}: extra text: ${timeQuote(rest)}`;
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number);
  return day < 1 || day > daysIn(year, month) ? `parsing time ${shown}: day out of range` : undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A time as it is written back: UTC, whole seconds. @param text is one */
export function wholeSeconds(text: string): string {
  const [, date = '', hour = '', rest = '', zone = ''] = /^(.{10})T(\d+):(\d\d:\d\d)[.,\d]*(.*)$/.exec(text) ?? [];
  const time = new Date(`${date}T${hour.padStart(2, '0')}:${rest}Z`);
  const [hours = 0, minutes = 0] = zone === 'Z' ? [] : zone.slice(1).split(':').map(Number);
  const ahead = (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  return `${new Date(time.getTime() - ahead).toISOString().slice(0, -5).replace(/^\+0/, '')}Z`;
}

/** Text in quotes as Go's time package writes it: all but ASCII as bytes. */
export function timeQuote(text: string): string {
  const quoted = Array.from(new TextEncoder().encode(text), (byte) => {
    if (byte < 0x20 || byte >= 0x80) return `\\x${byte.toString(16).padStart(2, '0')}`;
    const char = String.fromCharCode(byte);
    return char === '"' || char === '\\' ? `\\${char}` : char;
  });
  return `"${quoted.join('')}"`;
}

import type { Finding } from './findings.ts';
import type { HeaderModifier } from './shapes.ts';

function isModifiable(name: string): boolean {
  return !/[/:]/.test(name) && name.toLowerCase() !== 'host';
}

const PARTICULARS = {
  request: {
    filter: 'RequestHeaderModifier',
    add: 'add',
    hint: ' To modify the Host header use the URLRewrite or the HTTPRouteFilter filter.',
    verbs: 'add/set/remove',
  },
  response: { filter: 'ResponseHeaderModifier', add: 'set', hint: '', verbs: 'add/remove' },
} as const;

/**
 * Judges a filter that changes headers: the Host header and names that are none are left alone. Values were checked by admission.
 * Source: gateway-api section 1.6.
 */
export function judgeHeaders(side: 'request' | 'response', modifier: HeaderModifier | undefined): Finding[] {
  const { filter, add, hint, verbs } = PARTICULARS[side];
  const problems: string[] = [];
  let good = 0;
  const judge = (name: string, verb: string, more: string): void => {
    if (name === '') problems.push(`${filter} Filter cannot ${verb} a header with an empty name`);
    else if (isModifiable(name)) good++;
    else {
      problems.push(
        `Header: ${JSON.stringify(name)}. The ${filter} filter cannot ${verb} the Host header or headers with a '/' or ':' character in them.${more}`,
      );
    }
  };
  for (const { name } of modifier?.add ?? []) judge(name, add, hint);
  for (const { name } of modifier?.set ?? []) judge(name, 'set', hint);
  for (const name of modifier?.remove ?? []) judge(name, 'remove', '');
  if (problems.length === 0) return [];
  const message =
    good === 0 ? `${filter} Filter did not provide valid configuration to ${verbs} any headers` : problems.join('\n');
  return [{ type: 'Accepted', reason: 'UnsupportedValue', message }];
}

import type { ShadowedRule, Winner } from '../../server/routing/shadowed.ts';
import { pageOf } from '../live/kinds.ts';
import type { Finding } from '../overview/finding.ts';
import type { StateSummary } from '../ui/conditions.ts';

/** What wins in place of a match, in words and as a link. */
export interface WinnerText {
  /** `shop/checkout rule pay`, `rule 1 of this route`, `listener admin of edge/public`. */
  text: string;
  href: string;
}

/** @param route `KIND/NAMESPACE/NAME` of the route that is looked at, whose own rules are called so; '' for none */
export function winnerText(by: Winner, route = ''): WinnerText {
  if ('listener' in by) {
    const [namespace = '', gateway = '', listener = ''] = by.listener.split('/');
    return {
      text: `listener ${listener} of ${namespace}/${gateway}`,
      href: pageOf({ kind: 'Gateway', namespace, name: gateway }),
    };
  }
  const [kind = '', namespace = '', name = '', index = '0'] = by.rule.split('/');
  const rule = `rule ${by.name ?? Number(index) + 1}`;
  const own = `${kind}/${namespace}/${name}` === route;
  return {
    text: own ? `${rule} of this route` : `${namespace}/${name} ${rule}`,
    href: `${pageOf({ kind, namespace, name })}${index === '0' ? '' : `?rule=${index}`}`,
  };
}

/** The first winner over a rule. */
export function firstWinner(shadowed: ShadowedRule): Winner | undefined {
  return shadowed.matches[0]?.by;
}

/** The worst condition; where all are as they should be, what was found besides. @param dead no rule of the route ever wins */
export function stateWithFindings(state: StateSummary, findings: readonly Finding[], dead: boolean): StateSummary {
  if (state.level !== 'ok' || findings.length === 0) return state;
  const level = findings.some((finding) => finding.level === 'bad') ? 'bad' : 'warn';
  if (dead) return { ...state, level, word: 'Can never win' };
  return { ...state, level, word: `${state.word}, ${findings.length} finding${findings.length === 1 ? '' : 's'}` };
}

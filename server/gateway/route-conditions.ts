import { sentence, type Conditions } from './conditions.ts';
import { joinFindings, type Finding } from './findings.ts';
import type { JudgedRule } from './route-rules.ts';
import type { RouteParent, RouteState } from './state.ts';

/**
 * Says on every parent of a route what its rules and hostnames give, and counts the route on the listeners that it attaches to.
 * Source: gateway-api section 3.6.
 */
export function reportRoute(route: RouteState, rules: readonly JudgedRule[]): void {
  const findings = rules.every((rule) => rule.findings.length === 0)
    ? []
    : joinFindings(rules.flatMap((rule) => rule.findings));
  const refused = rules.filter((rule) => rule.findings.some(({ type }) => type === 'Accepted'));
  const dropped = refused.map(({ index }) => index);
  for (const parent of route.parents) {
    for (const finding of findings) report(finding, parent.conditions, dropped, rules.length);
    if (parent.conditions.get('ResolvedRefs') === undefined) {
      const message = 'Resolved all the Object references for the Route';
      parent.conditions.set('ResolvedRefs', 'True', 'ResolvedRefs', message);
    }
    reportHostnames(route, parent);
  }
}

function report({ type, reason, message }: Finding, conditions: Conditions, dropped: number[], rules: number): void {
  const text = sentence(message);
  if (type !== 'Accepted') conditions.set(type, 'False', reason, text);
  else if (dropped.length === rules) conditions.set('Accepted', 'False', reason, text);
  else {
    conditions.set('PartiallyInvalid', 'True', reason, `Dropped Rule(s) [${dropped.join(' ')}]: ${text}`);
    conditions.set('Accepted', 'True', 'Accepted', 'Route is accepted');
  }
}

function reportHostnames({ kind }: RouteState, parent: RouteParent): void {
  // a GRPCRoute that is refused is not looked at any further, and attaches nowhere
  if (kind === 'GRPCRoute' && parent.conditions.is('Accepted', 'False')) {
    parent.attachments = [];
    return;
  }
  for (const { listener } of parent.attachments) listener.attachedRoutes++;
  if (parent.listeners.length > 0 && parent.attachments.length === 0) {
    const message = `There were no hostname intersections between the ${kind} and this parent ref's Listener(s).`;
    parent.conditions.set('Accepted', 'False', 'NoMatchingListenerHostname', message);
  }
}

import { elements, member, textMember } from '../columns.ts';
import type { NotActing } from '../kind.ts';
import type { KubeObject } from '../object.ts';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** What of a route is kept but has no effect on traffic. @param tuning fields of rules that do nothing, and what that means */
export function routeNotActing(object: KubeObject, tuning: Readonly<Record<string, string>>): NotActing[] {
  const found: NotActing[] = [];
  const note = (path: string, message: string): void => {
    found.push({ path: `spec.${path}`, message });
  };

  elements(member(object.spec, 'parentRefs')).forEach((parent, index) => {
    const group = textMember(parent, 'group') ?? GATEWAY_GROUP;
    const kind = textMember(parent, 'kind') ?? 'Gateway';
    if (group !== GATEWAY_GROUP || kind !== 'Gateway')
      note(`parentRefs[${index}]`, `Routes attach to Gateways only; this ${kind} gets no traffic from the route.`);
  });
  if (textMember(object.spec, 'useDefaultGateways') === 'All')
    note('useDefaultGateways', 'There are no default Gateways; the route attaches to its parentRefs only.');

  elements(member(object.spec, 'rules')).forEach((rule, index) => {
    const place = `rules[${index}]`;
    elements(member(rule, 'filters')).forEach((filter, at) =>
      note(
        `${place}.filters[${at}]`,
        `Filters of type ${textMember(filter, 'type')} do not act yet; a filter must never be skipped, so the rule answers 500.`,
      ),
    );
    elements(member(rule, 'backendRefs')).forEach((backend, at) =>
      noteBackend(backend, `${place}.backendRefs[${at}]`, note),
    );
    for (const [field, message] of Object.entries(tuning))
      if (member(rule, field) !== undefined) note(`${place}.${field}`, message);
  });
  return found;
}

function noteBackend(backend: unknown, place: string, note: (path: string, message: string) => void): void {
  const kind = textMember(backend, 'kind') ?? 'Service';
  if (kind !== 'Service' || (textMember(backend, 'group') ?? '') !== '')
    note(place, `Backends have to be Services; requests for this ${kind} are answered with 500.`);
  elements(member(backend, 'filters')).forEach((filter, at) =>
    note(
      `${place}.filters[${at}]`,
      `Filters of type ${textMember(filter, 'type')} do not act yet; a filter must never be skipped, so requests for this backend are answered with 500.`,
    ),
  );
}

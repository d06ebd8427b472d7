import { labelled, list, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { eitherOr, has, implies, is, isOneOf, onlyIf } from '../schema/logic.ts';
import type { Rule } from '../schema/types.ts';
import { labelSelector, labelSelectorProperties } from '../shared/label-selector.ts';
import { groupName, kindName, objectName, routeKinds, subdomain } from '../shared/scalars.ts';

const GROUP = 'gateway.networking.k8s.io';
const TARGET_KINDS = ['Gateway', 'ListenerSet', ...routeKinds] as const;

const target = object('An object that the policy applies to.', {
  group: required(groupName('API group of the target.', ['gateway.networking.k8s.io'])),
  kind: required(kindName('Kind of the target.', TARGET_KINDS)),
  name: required(objectName('Name of the target, in the namespace of the policy.')),
  sectionName: labelled(
    'Listener or rule',
    subdomain('One listener of a Gateway, or one named rule of a route; all where absent.'),
  ),
});

const targetSelector = object(
  'Targets of a kind, found by their labels.',
  {
    group: withDefault('gateway.networking.k8s.io', groupName('API group of the targets.')),
    kind: required(kindName('Kind of the targets.', TARGET_KINDS)),
    ...labelSelectorProperties,
    namespaces: object(
      'Namespaces in which targets are looked for; only that of the policy where absent.',
      {
        from: required(
          withDefault(
            'Same',
            string('The namespace of the policy, all, or those with certain labels.', {
              enum: ['Same', 'All', 'Selector'],
            }),
          ),
        ),
        selector: labelSelector('Labels of the namespaces.'),
      },
      {
        rules: [
          rule('selector must be specified when from is Selector', implies(is('Selector', 'from'), has('selector'))),
        ],
      },
    ),
  },
  {
    rules: [rule('group must be gateway.networking.k8s.io', onlyIf('group', is(GROUP, 'group')))],
  },
);

/** What the policy applies to. */
export const targets = {
  targetRef: { ...target, description: 'The one target; targetRefs says the same for several.' },
  targetRefs: labelled('Applies to', list('Gateways, listeners, routes and rules that the policy applies to.', target)),
  targetSelectors: list('Targets that are found by their labels.', targetSelector),
  mergeType: labelled(
    'Merge',
    string('How the policy of a route combines with that of its Gateway; replaces it where absent.', {
      suggestions: ['StrategicMerge', 'JSONMerge'],
      meanings: {
        StrategicMerge: 'Fields that are not set here come from the less specific policy, lists by their keys.',
        JSONMerge: 'Fields that are not set here come from the less specific policy; lists are replaced.',
      },
      rules: [rule('Replace is not a valid MergeType for BackendTrafficPolicySpec', "self != 'Replace'")],
    }),
  ),
} as const;

const HTTP_TARGETS = ['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute'];
const KINDS = 'Gateway/ListenerSet/HTTPRoute/GRPCRoute/TCPRoute/UDPRoute/TLSRoute';

/** Every target has one of the kinds, whichever way it is named. */
function allAre(kinds: readonly string[]): string {
  const lists = ['targetRefs', 'targetSelectors'].map((member) =>
    onlyIf(member, `self.${member}.all(one, ${isOneOf('one.kind', kinds)})`),
  );
  return [onlyIf('targetRef', isOneOf('self.targetRef.kind', kinds)), ...lists].map((part) => `(${part})`).join(' && ');
}

/** Which targets a policy may have. */
export const targetRules: readonly Rule[] = [
  rule(
    'either targetRef or targetRefs must be used',
    `${eitherOr('targetRef', 'targetRefs')} || (has(self.targetSelectors) && self.targetSelectors.size() > 0)`,
  ),
  rule(
    'this policy can only have a targetRef.group of gateway.networking.k8s.io',
    onlyIf('targetRef', is(GROUP, 'targetRef.group')),
  ),
  rule(
    `this policy can only have a targetRef.kind of ${KINDS}`,
    onlyIf('targetRef', isOneOf('self.targetRef.kind', TARGET_KINDS)),
  ),
  rule(
    'this policy can only have a targetRefs[*].group of gateway.networking.k8s.io',
    onlyIf('targetRefs', `self.targetRefs.all(one, one.group == '${GROUP}')`),
  ),
  rule(
    `this policy can only have a targetRefs[*].kind of ${KINDS}`,
    onlyIf('targetRefs', `self.targetRefs.all(one, ${isOneOf('one.kind', TARGET_KINDS)})`),
  ),
  rule('mergeType can only be used with xRoute targets', onlyIf('mergeType', `(${allAre(routeKinds)})`)),
];

/** Admission control speaks HTTP. */
export const admissionControlRule = rule(
  'admissionControl can only be used with HTTPRoute, GRPCRoute, Gateway, or ListenerSet targets',
  onlyIf('admissionControl', `(${allAre(HTTP_TARGETS)})`),
);

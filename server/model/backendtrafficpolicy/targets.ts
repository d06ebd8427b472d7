import { labelled, list, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import type { Rule } from '../schema/types.ts';
import { labelSelector, labelSelectorProperties } from '../shared/label-selector.ts';
import { groupName, kindName, objectName, routeKinds, subdomain } from '../shared/scalars.ts';

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
          rule('selector must be specified when from is Selector', "self.from != 'Selector' || has(self.selector)"),
        ],
      },
    ),
  },
  {
    rules: [
      rule(
        'group must be gateway.networking.k8s.io',
        "has(self.group) ? self.group == 'gateway.networking.k8s.io' : true",
      ),
    ],
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

const ROUTES = "['HTTPRoute', 'GRPCRoute', 'UDPRoute', 'TCPRoute', 'TLSRoute']";
const TARGETS = "['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'UDPRoute', 'TCPRoute', 'TLSRoute']";
const HTTP_TARGETS = "['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute']";
const KINDS = 'Gateway/ListenerSet/HTTPRoute/GRPCRoute/TCPRoute/UDPRoute/TLSRoute';

const allIn = (kinds: string): string =>
  `(!has(self.targetRef) || self.targetRef.kind in ${kinds}) && (!has(self.targetRefs) || self.targetRefs.all(ref, ref.kind in ${kinds})) && (!has(self.targetSelectors) || self.targetSelectors.all(sel, sel.kind in ${kinds}))`;

/** Which targets a policy may have. */
export const targetRules: readonly Rule[] = [
  rule(
    'either targetRef or targetRefs must be used',
    '(has(self.targetRef) && !has(self.targetRefs)) || (!has(self.targetRef) && has(self.targetRefs)) || (has(self.targetSelectors) && self.targetSelectors.size() > 0)',
  ),
  rule(
    'this policy can only have a targetRef.group of gateway.networking.k8s.io',
    "has(self.targetRef) ? self.targetRef.group == 'gateway.networking.k8s.io' : true",
  ),
  rule(
    `this policy can only have a targetRef.kind of ${KINDS}`,
    `has(self.targetRef) ? self.targetRef.kind in ${TARGETS} : true`,
  ),
  rule(
    'this policy can only have a targetRefs[*].group of gateway.networking.k8s.io',
    "has(self.targetRefs) ? self.targetRefs.all(ref, ref.group == 'gateway.networking.k8s.io') : true",
  ),
  rule(
    `this policy can only have a targetRefs[*].kind of ${KINDS}`,
    `has(self.targetRefs) ? self.targetRefs.all(ref, ref.kind in ${TARGETS}) : true`,
  ),
  rule('mergeType can only be used with xRoute targets', `!has(self.mergeType) || (${allIn(ROUTES)})`),
];

/** Admission control speaks HTTP. */
export const admissionControlRule = rule(
  'admissionControl can only be used with HTTPRoute, GRPCRoute, Gateway, or ListenerSet targets',
  `!has(self.admissionControl) || (${allIn(HTTP_TARGETS)})`,
);

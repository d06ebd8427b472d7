// What is written to the status of Services.
import type { Dice } from '../dice.ts';

const INGRESS: readonly unknown[] = [
  { ip: '1.2.3.4' },
  { ip: '1.2.3.4', ipMode: 'VIP' },
  { ip: '1.2.3.4', ipMode: 'Proxy' },
  { ip: '1.2.3.4', ipMode: 'x' },
  { ip: '1.2.3.4', ipMode: '' },
  { ip: '' },
  { ip: 'x' },
  { ip: '010.1.2.3' },
  { ip: 'FD00::1' },
  { ip: '::ffff:1.2.3.4' },
  { hostname: 'a.example' },
  { hostname: 'A b' },
  { hostname: '1.2.3.4' },
  { hostname: '' },
  { hostname: 'fd00::1' },
  { hostname: 'a', ipMode: 'VIP' },
  { hostname: 'a', ip: '1.2.3.4' },
  { ip: '1.2.3.4', ports: [{ port: 80, protocol: 'TCP' }] },
  { ip: '1.2.3.4', ports: [{ port: 80, protocol: 'TCP', error: 'a b' }] },
  { ip: '1.2.3.4', ports: [{}] },
  { ip: '1.2.3.4', ports: null },
  {},
  null,
  { ip: null },
  { bogus: 1 },
];
const CONDITIONS: readonly unknown[] = [
  { type: 'A', status: 'True', lastTransitionTime: '2024-01-01T00:00:00Z', reason: 'B', message: 'c' },
  { type: '', status: '', lastTransitionTime: null, reason: '', message: '' },
  {
    type: 'a/b',
    status: 'x',
    lastTransitionTime: '2024-01-01T00:00:00Z',
    reason: 'a b',
    message: 'c',
    observedGeneration: -1,
  },
  {},
  { type: 'A', observedGeneration: 1.5 },
  { type: 'A', lastTransitionTime: 'x' },
];

/** Statuses for the status subresource. */
export function serviceStatus(dice: Dice): unknown {
  return dice.pick<unknown>([
    { loadBalancer: { ingress: [dice.pick(INGRESS)] } },
    { loadBalancer: { ingress: [dice.pick(INGRESS), dice.pick(INGRESS)] } },
    { conditions: [dice.pick(CONDITIONS)] },
    { conditions: [dice.pick(CONDITIONS), dice.pick(CONDITIONS)], loadBalancer: {} },
    {},
    null,
    { loadBalancer: null },
    { loadBalancer: { ingress: [] } },
    'x',
    { bogus: 1 },
  ]);
}

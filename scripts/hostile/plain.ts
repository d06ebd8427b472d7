import { networkInterfaces } from 'node:os';
import { ADDED } from './meaning.ts';

const OWN = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal)
  .map(({ address }) => address);
const REPEATED = /([\s\S]{1,8}?)\1{15,}/g;

/** A message without what differs from run to run, and with long repetitions cut short. */
export function plain(message: string): string {
  let text = message
    .replace(
      /^x-request-id: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/gm,
      'x-request-id: UUID',
    )
    .replace(/^date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/gm, 'date: NOW');
  for (const address of OWN) text = text.replaceAll(address, 'OWN');
  return text
    .replace(/^(x-forwarded-for: .*)127\.0\.0\.1$/gm, '$1OWN')
    .replace(ADDED, '[added]')
    .replace(REPEATED, (all, unit: string) => `<${unit} x${all.length / unit.length}>`);
}

import { newBackend, type NewBackend } from '../../server/contract/new-backend.ts';
import { zodOf } from '../../server/model/zod.ts';
import { parseAddress } from './address.ts';

/** What the form holds while it is filled in. */
export interface Draft {
  namespace: string;
  name: string;
  port: number | '';
  addresses: { id: number; text: string }[];
}

/** A sentence for each field that is wrong; addresses by their id. */
export type Errors = Partial<Record<'namespace' | 'name' | 'port', string>> & { addresses: Record<number, string> };

/** Reads the form; the body is null while something is wrong. */
export function readDraft(draft: Draft): { body: NewBackend | null; errors: Errors } {
  const { endpoints, errors } = readAddresses(draft);
  const read = zodOf(newBackend).safeParse({
    namespace: draft.namespace.trim(),
    name: draft.name.trim(),
    port: draft.port === '' ? null : draft.port,
    endpoints,
  });
  for (const { path, message } of read.error?.issues ?? []) {
    const [field] = path;
    // a name that is empty has no form either; the first is what counts
    if (field === 'namespace' || field === 'name' || field === 'port') errors[field] ??= `It ${message}.`;
  }
  return { body: read.success && Object.keys(errors.addresses).length === 0 ? read.data : null, errors };
}

function readAddresses(draft: Draft): { endpoints: NewBackend['endpoints']; errors: Errors } {
  const errors: Errors = { addresses: {} };
  const endpoints: NewBackend['endpoints'] = [];
  const given = draft.addresses.filter(({ text }) => text.trim() !== '');
  for (const { id, text } of given.length > 0 ? given : draft.addresses.slice(0, 1)) {
    const parsed = parseAddress(text, draft.port || 80);
    if ('error' in parsed) errors.addresses[id] = parsed.error;
    else if (endpoints.some(({ address, port }) => address === parsed.address && port === parsed.port))
      errors.addresses[id] = 'This address is there already.';
    else endpoints.push(parsed);
  }
  return { endpoints, errors };
}

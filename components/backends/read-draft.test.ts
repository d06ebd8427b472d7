import { describe, expect, it } from 'vitest';
import { readDraft, type Draft } from './read-draft.ts';

const draft: Draft = { namespace: 'default', name: ' web ', port: 80, addresses: [{ id: 1, text: '10.0.0.1:8080' }] };

describe('the form of a new backend', () => {
  it('becomes what the API takes', () => {
    const more = [...draft.addresses, { id: 2, text: ' ' }, { id: 3, text: '10.0.0.2' }];
    expect(readDraft({ ...draft, addresses: more })).toEqual({
      body: {
        namespace: 'default',
        name: 'web',
        port: 80,
        endpoints: [
          { address: '10.0.0.1', port: 8080 },
          { address: '10.0.0.2', port: 80 },
        ],
      },
      errors: { addresses: {} },
    });
  });

  it.each<[Partial<Draft>, object]>([
    [{ name: '' }, { name: 'It must not be empty.' }],
    [{ name: 'Web' }, { name: 'It must be lower-case letters, digits and -.' }],
    [{ name: 'a'.repeat(64) }, { name: 'It must have at most 63 characters.' }],
    [{ namespace: 'a b' }, { namespace: 'It must be lower-case letters, digits and -.' }],
    [{ port: '' }, { port: 'It is missing.' }],
    [{ port: 65_536 }, { port: 'It must be 1 to 65535.' }],
    [{ port: 1.5 }, { port: 'It must be a whole number.' }],
    [{ addresses: [{ id: 4, text: '' }] }, { addresses: { 4: expect.stringContaining('missing') } }],
    [
      {
        addresses: [
          { id: 1, text: '10.0.0.1' },
          { id: 2, text: '10.0.0.1:80' },
        ],
      },
      { addresses: { 2: 'This address is there already.' } },
    ],
  ])('says what is wrong with %j, and where', (part, errors) => {
    const read = readDraft({ ...draft, ...part });
    expect(read.errors).toEqual({ addresses: {}, ...errors });
    expect(read.body).toBeNull();
  });
});

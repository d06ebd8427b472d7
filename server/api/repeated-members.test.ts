import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type Served } from './serve.fixture.ts';

const SERVICES = '/api/v1/namespaces/default/services';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const service = (rest: string): string => `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},${rest}}`;
const create = async (text: string, query = ''): Promise<{ code: number; body: Record<string, unknown> }> =>
  served.call('POST', `${SERVICES}?dryRun=All${query}`, text, { 'content-type': 'application/json' });

describe('a member that stands twice in an object of a core kind', () => {
  it('is read into what the first has left', async () => {
    const text = service(
      '"spec":{"ports":[{"port":80,"name":"a"},{"port":81}],"ports":[{"port":90}]},"spec":{"type":"NodePort"}',
    );
    const { code, body } = await create(text);
    const spec = { type: 'NodePort', ports: [expect.objectContaining({ name: 'a', port: 90 })] };
    expect([code, body.spec]).toEqual([201, expect.objectContaining(spec)]);
  });

  it('is refused for what the first has of a wrong type', async () => {
    const { code, body } = await create(service('"spec":3,"spec":{"ports":[{"port":80}]}'));
    expect([code, body.message]).toEqual([
      400,
      expect.stringContaining('json: cannot unmarshal number into Go struct field Service.spec of type v1.ServiceSpec'),
    ]);
  });

  it('is emptied by null only where Go has a pointer, a list or a map', async () => {
    const { body } = await create(
      service('"spec":{"ports":[{"port":80}],"type":"NodePort","type":null,"selector":{"a":"b"},"selector":null}'),
    );
    expect(body.spec).toMatchObject({ type: 'NodePort' });
    expect(body.spec).not.toHaveProperty('selector');
  });

  it('is told of in its turn, and not inside what is kept as it is', async () => {
    const raw = '{"f:metadata":{"f:a":{},"f:a":{}}}';
    const managed = `"managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":${raw}}]`;
    const text = `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","y":1,${managed}},"spec":{"ports":[],"ports":[],"x":1}}`;
    const { body } = await create(text, '&fieldValidation=Strict');
    expect(body.message).toMatch(
      /: unknown field "metadata\.y", duplicate field "spec\.ports", unknown field "spec\.x"$/,
    );
  });

  const range = 'must be between 1 and 65535, inclusive';
  const letters = 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)';
  const letter = 'must contain at least one letter (a-z)';
  it.each([
    ['5', '""', [`Invalid value: "": ${letters}`, `Invalid value: "": ${letter}`]],
    ['"web"', '0', [`Invalid value: 0: ${range}`]],
    ['"web"', 'null', [`Invalid value: 0: ${range}`]],
    ['5', '0', 80],
    ['"web"', '""', 80],
    ['5', '"web"', 'web'],
    ['5', 'null', 5],
  ])('is no default once it was a target port of the other type: %s, then %s', async (first, then, expected) => {
    const { body } = await create(service(`"spec":{"ports":[{"port":80,"targetPort":${first},"targetPort":${then}}]}`));
    const { causes } = (body.details ?? {}) as { causes?: { message: string }[] };
    const { ports } = (body.spec ?? {}) as { ports?: { targetPort: unknown }[] };
    expect(causes?.map(({ message }) => message) ?? ports?.[0]?.targetPort).toEqual(expected);
  });

  it('is not told of twice when it is unknown', async () => {
    const { body } = await create(service('"spec":{"ports":[{"port":80}],"x":1,"x":2}'), '&fieldValidation=Strict');
    expect(body.message).toMatch(/strict decoding error: unknown field "spec\.x"$/);
  });
});

describe('names that look like integers keep their place', () => {
  it('in what is wrong first', async () => {
    const { body } = await create(
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","labels":{"b":4,"1":[]}}}',
    );
    expect(body.message).toContain('cannot unmarshal number into Go struct field ObjectMeta.metadata.labels');
  });

  it.each([
    ['json', '"spec.z", unknown field "spec.10", unknown field "spec.9"'],
    ['yaml', '"spec.10", unknown field "spec.9", unknown field "spec.z"'],
  ])('in the list of unknown fields of %s', async (format, fields) => {
    const type = { 'content-type': `application/${format}` };
    const text = service('"spec":{"z":1,"10":1,"9":1}');
    const { body } = await served.call('POST', `${SERVICES}?dryRun=All&fieldValidation=Strict`, text, type);
    expect(body.message).toContain(`unknown field ${fields}`);
  });
});

it('says what is wrong in a list where an object is asked for', async () => {
  const { body } = await create('{"apiVersion":"v1","kind":"ServiceList","metadata":{},"items":[{"spec":3}]}');
  expect(body.message).toContain(
    'cannot unmarshal number into Go struct field Service.items.spec of type v1.ServiceSpec',
  );
});

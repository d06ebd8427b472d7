import type { Json, JsonObject, Schema } from '../../model/schema/types.ts';

/** How types that both versions of OpenAPI write differently are written. */
export type Dialect = 'v2' | 'v3';

/** A schema as OpenAPI writes it, with the list and map types of Kubernetes. */
export function openApiSchema(schema: Schema, dialect: Dialect): JsonObject {
  const result: JsonObject = { description: schema.description };
  if (schema.default !== undefined) result.default = schema.default;
  switch (schema.type) {
    case 'object': {
      result.type = 'object';
      const properties = Object.entries(schema.properties);
      const required = properties.filter(([, member]) => member.required).map(([name]) => name);
      if (required.length > 0) result.required = required;
      result.properties = Object.fromEntries(
        properties.map(([name, member]) => [name, openApiSchema(member, dialect)]),
      );
      if (schema.mapType !== undefined) result['x-kubernetes-map-type'] = schema.mapType;
      break;
    }
    case 'map':
      result.type = 'object';
      result.additionalProperties = openApiSchema(schema.values, dialect);
      if (schema.maxProperties !== undefined) result.maxProperties = schema.maxProperties;
      break;
    case 'list':
      result.type = 'array';
      result.items = openApiSchema(schema.items, dialect);
      copy(result, { minItems: schema.minItems, maxItems: schema.maxItems, 'x-kubernetes-list-type': schema.listType });
      if (schema.mapKeys !== undefined) result['x-kubernetes-list-map-keys'] = [...schema.mapKeys];
      break;
    case 'string': {
      result.type = 'string';
      const { pattern, minLength, maxLength, format } = schema;
      copy(result, {
        enum: schema.enum === undefined ? undefined : [...schema.enum],
        pattern,
        minLength,
        maxLength,
        format,
      });
      break;
    }
    case 'integer': {
      const { format, minimum, maximum } = schema;
      result.type = 'integer';
      copy(result, { format, minimum, maximum, enum: schema.enum === undefined ? undefined : [...schema.enum] });
      break;
    }
    case 'number':
      result.type = 'number';
      copy(result, { format: schema.format });
      break;
    case 'boolean':
      result.type = 'boolean';
      break;
    case 'int-or-string':
      result['x-kubernetes-int-or-string'] = true;
      if (dialect === 'v2') Object.assign(result, { type: 'string', format: 'int-or-string' });
      else result.oneOf = [{ type: 'integer' }, { type: 'string' }];
      break;
    case 'any':
      result['x-kubernetes-preserve-unknown-fields'] = true;
      break;
  }
  return result;
}

function copy(target: JsonObject, members: Record<string, Json | undefined>): void {
  for (const [key, member] of Object.entries(members)) if (member !== undefined) target[key] = member;
}

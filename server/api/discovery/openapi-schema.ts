import type { Json, JsonObject, Schema } from '../../model/schema/types.ts';

/** How types that both versions of OpenAPI write differently are written. */
export type Dialect = 'v2' | 'v3';

/** A schema as OpenAPI writes it, with the list and map types of Kubernetes. */
export function openApiSchema(schema: Schema): JsonObject {
  const result: JsonObject = { description: schema.description };
  if (schema.default !== undefined) result.default = schema.default;
  if (schema.rules !== undefined)
    result['x-kubernetes-validations'] = schema.rules.map(({ message, expression: rule }) => ({ rule, message }));
  switch (schema.type) {
    case 'object': {
      result.type = 'object';
      const properties = Object.entries(schema.properties);
      const required = properties.filter(([, member]) => member.required).map(([name]) => name);
      if (required.length > 0) result.required = required;
      if (properties.length > 0)
        result.properties = Object.fromEntries(properties.map(([name, member]) => [name, openApiSchema(member)]));
      if (schema.mapType !== undefined) result['x-kubernetes-map-type'] = schema.mapType;
      if (schema.oneOf !== undefined) result.oneOf = JSON.parse(JSON.stringify(schema.oneOf)) as Json[];
      break;
    }
    case 'map':
      result.type = 'object';
      result.additionalProperties = openApiSchema(schema.values);
      if (schema.maxProperties !== undefined) result.maxProperties = schema.maxProperties;
      break;
    case 'list':
      result.type = 'array';
      result.items = openApiSchema(schema.items);
      copy(result, { minItems: schema.minItems, maxItems: schema.maxItems, 'x-kubernetes-list-type': schema.listType });
      if (schema.mapKeys !== undefined) result['x-kubernetes-list-map-keys'] = [...schema.mapKeys];
      break;
    case 'string': {
      result.type = 'string';
      const { pattern, minLength, maxLength, format } = schema;
      copy(result, {
        ...(schema.enumTwice === true
          ? { allOf: [{ enum: [...(schema.enum ?? [])] }, { enum: [...(schema.enum ?? [])] }] }
          : { enum: schema.enum === undefined ? undefined : [...schema.enum] }),
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
    case 'int-or-string': {
      const [pattern, ...more] = schema.patterns;
      result['x-kubernetes-int-or-string'] = true;
      result.anyOf = [{ type: 'integer' }, { type: 'string' }];
      if (more.length > 0) result.allOf = schema.patterns.map((one) => ({ pattern: one }));
      else if (pattern !== undefined) result.pattern = pattern;
      break;
    }
    case 'any':
      result['x-kubernetes-preserve-unknown-fields'] = true;
      break;
  }
  return result;
}

function copy(target: JsonObject, members: Record<string, Json | undefined>): void {
  for (const [key, member] of Object.entries(members)) if (member !== undefined) target[key] = member;
}

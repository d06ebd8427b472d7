/** A Go type, as far as decoding, its error messages and the written form depend on it. Names are those that Go prints. */
export type GoType = GoScalar | GoList | GoMap | GoStruct;

export interface GoScalar {
  type: 'string' | 'int32' | 'int64' | 'bool' | 'time' | 'int-or-string' | 'any';
  name: string;
}

export interface GoList {
  type: 'list';
  name: string;
  items: GoType;
}

/** Strings by strings. */
export interface GoMap {
  type: 'map';
  name: string;
}

export interface GoStruct {
  type: 'struct';
  name: string;
  fields: { readonly [name: string]: GoField };
}

export interface GoField {
  of: GoType;
  /** A pointer: zero values stay when they are written, null means absent. */
  pointer?: true;
  /** Written even when it is zero. */
  always?: true;
}

/** A string, or a type that is one. */
export function text(name = 'string'): GoField {
  return { of: { type: 'string', name } };
}

export const int32: GoField = { of: { type: 'int32', name: 'int32' } };
export const int64: GoField = { of: { type: 'int64', name: 'int64' } };
export const bool: GoField = { of: { type: 'bool', name: 'bool' } };
export const time: GoField = { of: { type: 'time', name: 'v1.Time' } };
export const intOrString: GoField = { of: { type: 'int-or-string', name: 'intstr.IntOrString' } };
export const any: GoField = { of: { type: 'any', name: 'v1.FieldsV1' } };
export const stringMap: GoField = { of: { type: 'map', name: 'map[string]string' } };

/** A list of such. */
export function list({ of, pointer }: GoField): GoField {
  return { of: { type: 'list', name: `[]${pointer === true ? '*' : ''}${of.name}`, items: of } };
}

/** A struct; its fields in the order in which Go writes them. */
export function struct(name: string, fields: GoStruct['fields']): GoField {
  return { of: { type: 'struct', name, fields } };
}

/** The same as a pointer. */
export function pointer(field: GoField): GoField {
  return { ...field, pointer: true };
}

/** The same without `omitempty`. */
export function always(field: GoField): GoField {
  return { ...field, always: true };
}

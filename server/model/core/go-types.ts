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
interface GoMap {
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
  /** A list that merges in strategic merge patches: the member that tells elements apart, '' for scalars. */
  merge?: string;
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

/** The same as a list that merges in strategic merge patches. @param merge the member that tells elements apart, '' for scalars */
export function merging(field: GoField, merge: string): GoField {
  return { ...field, merge };
}

/** The field of this name, in other letters where none has just these. */
export function findField({ fields }: GoStruct, name: string): GoField | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const other = Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase());
  return other === undefined ? undefined : fields[other];
}

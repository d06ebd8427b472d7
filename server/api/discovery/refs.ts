import type { JsonObject } from '../../model/schema/types.ts';
import type { Dialect } from './openapi-schema.ts';

/** References to named types. */
export class Refs {
  readonly dialect: Dialect;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** A reference and nothing else. */
  to(name: string): JsonObject {
    return { $ref: `${this.dialect === 'v3' ? '#/components/schemas/' : '#/definitions/'}${name}` };
  }

  /**
   * A reference with more beside it, which version 3 wants wrapped.
   * @param filled whether an empty object stands where there is none, as it does for Go's structs
   */
  member(name: string, description: string | undefined, filled: boolean): JsonObject {
    const said: JsonObject = description === undefined ? {} : { description };
    if (this.dialect === 'v2') return { ...said, ...this.to(name) };
    return { ...said, ...(filled ? { default: {} } : {}), allOf: [this.to(name)] };
  }
}

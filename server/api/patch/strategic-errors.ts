/** A strategic merge patch that cannot be applied, for a reason that the API server answers with 500. */
export class StrategicPatchError extends Error {}

/** One that is none: 400. */
export class BadStrategicPatch extends StrategicPatchError {}

/** One that does not fit the object: 422, without words of its own. */
export class UnfitStrategicPatch extends StrategicPatchError {}

/** Says what becomes of an object: `replace`, `delete`. */
export const DIRECTIVE = '$patch';
export const RETAIN_KEYS = '$retainKeys';
/** `$deleteFromPrimitiveList/FIELD`. */
export const DELETE_PREFIX = '$deleteFromPrimitiveList';
/** `$setElementOrder/FIELD`. */
export const ORDER_PREFIX = '$setElementOrder';

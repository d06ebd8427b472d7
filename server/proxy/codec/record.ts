/*
 * The record that a parser keeps of each field: offsets into the bytes of the head, and what the field is.
 */

/** Most fields of a head. */
export const FIELD_LIMIT = 100;

/* Places in a record. */
export const NAME_START = 0;
export const NAME_END = 1;
export const VALUE_START = 2;
export const VALUE_END = 3;
/** See field-kind. */
export const KIND = 4;
/** End of the line where its bytes are `name: value CRLF` as they are sent on, else 0. */
export const LINE_END = 5;
export const STRIDE = 6;

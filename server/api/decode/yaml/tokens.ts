import type { Mark } from './error.ts';

/** Sorts of tokens that are all said with their name. */
export type PlainTokenType =
  | 'stream start'
  | 'stream end'
  | 'document start'
  | 'document end'
  | 'block sequence start'
  | 'block mapping start'
  | 'block end'
  | 'flow sequence start'
  | 'flow sequence end'
  | 'flow mapping start'
  | 'flow mapping end'
  | 'block entry'
  | 'flow entry'
  | 'key'
  | 'value';

/** A token of YAML, and where it stands. Source: libyaml yaml_token_t. */
export type Token = { start: Mark; end: Mark } & (
  | { type: PlainTokenType }
  | { type: 'version directive'; major: number; minor: number }
  | { type: 'tag directive'; handle: string; prefix: string }
  | { type: 'alias' | 'anchor'; name: string }
  | { type: 'tag'; handle: string; suffix: string }
  | { type: 'scalar'; text: string; plain: boolean }
);

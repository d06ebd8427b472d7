export { hashRequest, type HashableRequest, type RequestHash } from './hash-policy.ts';
export { hashHex, hashModulo, xxh64 } from './xxh64.ts';

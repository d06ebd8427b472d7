export { expectedShares, type ExpectedShares } from './expected-shares.ts';
export { shareRows, type ShareRow, type ShareRows } from './share-rows.ts';
export { rowWords, ruleVerdict, type RuleVerdict } from './rule-verdict.ts';

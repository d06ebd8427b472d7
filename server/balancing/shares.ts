export { expectedShares, type ExpectedShares } from './expected-shares.ts';
export { shareRows, type ShareInput, type ShareRow, type ShareRows, type ShareVerdict } from './share-rows.ts';
export { rowWords, ruleVerdict, type RuleVerdict } from './rule-verdict.ts';

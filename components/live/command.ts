import type { ConsoleState } from '../../server/contract/console.ts';

type Where = Pick<ConsoleState, 'url' | 'tokenNeeded'>;

/** Beginning of a shell line that talks to this console with kubectl. The token comes from the shell's own environment. */
export function kubectlTo({ url, tokenNeeded }: Where): string {
  return `kubectl --server ${url}${tokenNeeded ? ' --token "$SWITCHYARD_TOKEN"' : ''}`;
}

/** Beginning of a shell line that reads from this console with curl. */
export function curlTo({ tokenNeeded }: Where): string {
  return `curl -fsS${tokenNeeded ? ' -H "Authorization: Bearer $SWITCHYARD_TOKEN"' : ''}`;
}

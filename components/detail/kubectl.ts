/** A shell line that applies a manifest to a server, the manifest inside it. */
export function kubectlLine(url: string, text: string): string {
  let mark = 'EOF';
  while (text.split('\n').includes(mark)) mark += '_';
  return `kubectl --server ${url} apply -f - <<'${mark}'\n${text.endsWith('\n') ? text : `${text}\n`}${mark}\n`;
}

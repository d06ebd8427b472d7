/** A shell line that applies a manifest, the manifest inside it. @param kubectl how the line begins */
export function kubectlLine(kubectl: string, text: string): string {
  let mark = 'EOF';
  while (text.split('\n').includes(mark)) mark += '_';
  return `${kubectl} apply -f - <<'${mark}'\n${text.endsWith('\n') ? text : `${text}\n`}${mark}\n`;
}

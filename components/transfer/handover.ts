let left = '';

/** Leaves manifests for the import page, in this tab. */
export function handOver(text: string): void {
  left = text;
}

/** What was left, '' when there is nothing. */
export function handedOver(): string {
  return left;
}

/** Drops what was left, once the import page has it. */
export function forget(): void {
  left = '';
}

/** Reads files one after another and joins them as YAML documents. */
export async function readFiles(files: readonly File[]): Promise<string> {
  const texts = await Promise.all(files.map((file) => file.text()));
  return joinDocuments(texts);
}

/** Joins texts with document markers where they do not bring their own. */
export function joinDocuments(texts: readonly string[]): string {
  return texts
    .map((text) => text.replace(/\s*$/, '\n'))
    .reduce((joined, text) => (joined === '' ? text : `${joined}${text.startsWith('---') ? '' : '---\n'}${text}`), '');
}

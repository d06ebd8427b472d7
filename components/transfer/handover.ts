const KEY = 'switchyard.import';

/** Leaves manifests for the import page, which takes them once. */
export function handOver(text: string): void {
  sessionStorage.setItem(KEY, text);
}

/** Takes what was left, '' when there is nothing. */
export function takeOver(): string {
  const text = sessionStorage.getItem(KEY) ?? '';
  sessionStorage.removeItem(KEY);
  return text;
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

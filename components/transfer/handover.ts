import { fileText } from './file-text.ts';
import { appended, NOTHING, type Manifests } from './manifests.ts';

let left: Manifests = NOTHING;

/** Leaves manifests for the import page, in this tab. */
export function handOver(manifests: Manifests): void {
  left = manifests;
}

/** What was left; nothing when there is none. */
export function handedOver(): Manifests {
  return left;
}

/** Drops what was left, once the import page has it. */
export function forget(): void {
  left = NOTHING;
}

/** Reads files and adds them, one after another, behind what is there. @throws Error that names a file which is no text */
export async function withFiles(known: Manifests, files: readonly File[]): Promise<Manifests> {
  const texts = await Promise.all(
    files.map(async (file) => ({ name: file.webkitRelativePath || file.name, text: await fileText(file) })),
  );
  return texts.reduce(appended, known);
}

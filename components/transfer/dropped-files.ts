const MANIFEST = /\.(ya?ml|json|txt)$/i;

/** Files that were dropped; of folders the manifests in them, however deep, in the order of their paths. */
export async function droppedFiles(items: DataTransferItemList): Promise<File[]> {
  // entries are only there until the event is over
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map((entry) => filesIn(entry, false)))).flat();
}

/** Files of a chosen folder that can be manifests, in the order of their paths. */
export function manifestsOf(files: readonly File[]): File[] {
  return files
    .filter(({ name }) => MANIFEST.test(name))
    .toSorted((a, b) => (a.webkitRelativePath < b.webkitRelativePath ? -1 : 1));
}

async function filesIn(entry: FileSystemEntry, inside: boolean): Promise<File[]> {
  if (entry.isFile) {
    if (inside && !MANIFEST.test(entry.name)) return [];
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // a reader gives a hundred at a time
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some);
  }
  const sorted = found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return (await Promise.all(sorted.map((one) => filesIn(one, true)))).flat();
}

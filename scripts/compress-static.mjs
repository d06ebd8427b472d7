// Compresses what pages load, once after each build, so that the console sends it as it lies on the disk: FILE.br and FILE.gz beside FILE.
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const COMPRESSED = /\.(?:js|css|svg)$/;
/** Shorter files fit into a packet as they are. */
const LEAST_BYTES = 1_000;
/** Parts of the YAML editor are larger, and would take most of the time. */
const THOROUGH_BYTES = 512_000;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

async function compress(file) {
  const content = await readFile(file);
  if (content.length < LEAST_BYTES) return;
  const quality = content.length < THOROUGH_BYTES ? constants.BROTLI_MAX_QUALITY : 5;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await Promise.all([
    toBrotli(content, { params }).then((bytes) => writeFile(`${file}.br`, bytes)),
    toGzip(content, { level: 9 }).then((bytes) => writeFile(`${file}.gz`, bytes)),
  ]);
}

/** Compresses scripts, styles and drawings of a build. @param folder of the static files, absolute */
export async function compressStatic(folder = path.join(root, '.next/static')) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && COMPRESSED.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  await Promise.all(files.map(compress));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await compressStatic();

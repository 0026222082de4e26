import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(?:js|css|html|svg|json|webmanifest)$/;
/** Smaller files gain nothing. */
const LEAST = 1024;
const SMALLEST = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

/** Writes each text file of the build once more as brotli and as gzip, as small as they get: the server only sends them. */
export function compressedFiles(): Plugin {
  return {
    name: 'compressed-files',
    apply: 'build',
    // When all is written: other plugins change files until then.
    async writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => TEXT.test(one))) {
        const text = await readFile(join(dir, name));
        if (text.length < LEAST) continue;
        await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(text, SMALLEST));
        await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(text, { level: 9 }));
      }
    },
  };
}

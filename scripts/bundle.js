/**
 * Puts what the build made of the server, and what it uses of its packages, into few files: `dist/server`. Node would
 * look for some 2,300 modules one by one at each start otherwise. What is called in child processes and threads is named
 * by `new URL('./that.js', import.meta.url)`, and becomes an entry beside `main.js`.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const made = join(root, 'dist/server');

const ENTRY = /new URL\(\s*'(\.{1,2}\/[^']+\.js)',\s*import\.meta\.url,?\s*\)/g;

const entries = {
  name: 'entries',
  async transform(code, id) {
    if (id.includes('node_modules')) return null;
    let named = code;
    for (const [url, path] of code.matchAll(ENTRY)) {
      const { id: entry } = await this.resolve(path, id);
      const file = this.emitFile({ type: 'chunk', id: entry, name: basename(path, '.js') });
      named = named.replace(url, `new URL(import.meta.ROLLUP_FILE_URL_${file})`);
    }
    return named === code ? null : { code: named };
  },
};

/** Of a module that nobody here wrote nothing is mapped. */
const UNMAPPED = { version: 3, sources: [], names: [], mappings: '' };
const INLINE = /\/\/# sourceMappingURL=(?:data:application\/json;base64,(\S+)|.*)/;

/** Traces are told in the files of `src` (`http/source-mapped`), by the maps that the compiler made of them. */
const places = {
  name: 'places',
  load(id) {
    if (!/\.[cm]?js$/.test(id)) return null;
    const code = readFileSync(id, 'utf8');
    if (id.includes('node_modules')) return { code, map: UNMAPPED };
    const inline = INLINE.exec(code)?.[1];
    const map = inline
      ? Buffer.from(inline, 'base64').toString()
      : existsSync(`${id}.map`) && readFileSync(`${id}.map`, 'utf8');
    return map ? { code: code.replace(INLINE, ''), map: JSON.parse(map) } : { code };
  },
  generateBundle(_, files) {
    for (const file of Object.values(files)) if (file.map) file.map.sourcesContent = [];
  },
};

/** It asks for TypeORM in a way that loads all of it a second time. */
const oneTypeOrm = {
  name: 'one-typeorm',
  transform(code, id) {
    if (!id.endsWith('typeorm-compat.js')) return null;
    return { code: code.replace('const require = createRequire(import.meta.url);', '') };
  },
};

const bundle = await rolldown({
  input: join(root, 'dist/src/main.js'),
  platform: 'node',
  // It looks for its library beside itself.
  external: ['sharp'],
  plugins: [places, entries, oneTypeOrm],
  onLog(level, log, handle) {
    // Packages try what may be installed beside them.
    if (log.code === 'UNRESOLVED_IMPORT' && log.id?.includes('node_modules')) return;
    // Entries are named anew within their line: the compiler's maps still hold.
    if (log.code === 'SOURCEMAP_BROKEN') return;
    handle(level, log);
  },
});
rmSync(made, { recursive: true, force: true });
await bundle.write({
  dir: made,
  format: 'esm',
  entryFileNames: '[name].js',
  keepNames: true,
  sourcemap: 'hidden',
});

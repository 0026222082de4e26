import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve('.');
const IMPORT = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

function scripts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return scripts(path);
    return entry.name.endsWith('.js') ? [path] : [];
  });
}

// Neither is compiled or run by other tests: a file that moves would leave them behind.
describe('the bench and the scripts', () => {
  it.each(['bench', 'scripts'])('import only what there is: %s', (folder) => {
    const missing = scripts(join(ROOT, folder)).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(IMPORT)]
        .map(([, named]) => resolve(dirname(path), named!))
        .filter((target) => !existsSync(target))
        .map((target) => `${relative(ROOT, path)}: ${relative(ROOT, target)}`),
    );
    expect(missing).toEqual([]);
  });
});

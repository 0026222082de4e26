import { readFileSync } from 'node:fs';
import { type SourceMapPayload, SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** By file of the build; null where it has no map. */
const maps = new Map<string, SourceMap | null>();

/** `file:///…/main.js:1:2`, as a line of a stack ends. */
const PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/;
/** What stands before `src/` in a map says only where the build lies. */
const ABOVE = /^(?:\.\.\/)+/;

/**
 * Lines of a stack with the places where a person wrote them: the build names its own files. A map is read when the
 * first error asks for it: having Node keep all of them (`--enable-source-maps`) costs 55 MB and 6 % of a start.
 */
export function sourceMapped(lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.replace(PLACE, (place: string, url: string, row: string, column: string) => {
      // Rows and columns of a stack begin at 1, those of a map at 0.
      const found = mapOf(url)?.findEntry(Number(row) - 1, Number(column) - 1);
      // Code that nobody here wrote has an entry without a source.
      return found && 'originalSource' in found && found.originalSource
        ? `${found.originalSource.replace(ABOVE, '')}:${found.originalLine + 1}:${found.originalColumn + 1}`
        : place;
    }),
  );
}

function mapOf(url: string): SourceMap | null {
  let map = maps.get(url);
  if (map === undefined) {
    map = readMap(url);
    maps.set(url, map);
  }
  return map;
}

function readMap(url: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return null;
  }
}

import { isWrapped, paragraphs } from '../../text/structure/passages.js';
import { joinedLines } from '../../text/structure/sentences.js';
import type { Work } from '../../text/search/slices.js';
import { between } from './sent-memory.js';

/** The text of the sources with the note above it. */
const WHOLE = /^<source>\n.*\n([\s\S]*?)\n<\/source>$/m;
/** Stands before what is not next to what it stands behind. */
const GAP = /(?:^|(?<=[\s。！？”’」』）]))… /;

/** The system message in two: what is no text of a source, and the paragraphs of those that stand in it whole. */
export function* splitSource(system: string): Work<{ rest: string; source: string[] }> {
  const found = WHOLE.exec(system);
  if (!found) return { rest: system, source: [] };
  const rest = system.slice(0, found.index) + system.slice(found.index + found[0].length);
  const source: string[] = [];
  for (const section of found[1]!.split(/^## .*$/m)) {
    const wrapped = isWrapped(section);
    for (const { start, end } of paragraphs(section, 0, section.length, wrapped)) {
      source.push(joinedLines(section.slice(start, end)));
      yield;
    }
  }
  return { rest, source };
}

/** What the tail recalls of the sources, a line for what stands together. */
export function sourceIn(tail: string): string[] {
  return between(tail, 'source')
    .filter((line) => !/^\[.*\]$/.test(line))
    .flatMap((line) => line.split(GAP))
    .filter((line) => line.trim() !== '');
}

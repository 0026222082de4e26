import type { TextSpan } from '../../text/structure/passages.js';
import type { Reading } from '../../text/speakers/reading.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { IngestFlag } from '../../contracts/ingest.js';

/** A flag as it is kept: with what is kept out of the source, in offsets in its whole text. */
export interface StoredFlag extends IngestFlag {
  spans: TextSpan[];
}

/** So many passages are listed; all are kept out. */
const MOST_LISTED = 200;
/** In UTF-16 units, of one of them. */
const LONGEST_SHOWN = 600;

/**
 * The passages in which something speaks to a language model, in order.
 * @param before flags of an earlier reading: what was let in stays so
 */
export function flagsOf(readings: readonly Reading[], before: readonly StoredFlag[]): StoredFlag[] {
  const flags: StoredFlag[] = [];
  for (const { sourceId, title = '', flagged, passages, sections } of readings) {
    const titles = new Map(sections.map((section) => [section.n, section.title]));
    const sectionOf = new Map(passages.map(({ n, section }) => [n, titles.get(section) ?? '']));
    const letIn = new Set(letInOf(before, sourceId));
    for (const { passage, start, end, text } of flagged) {
      const passageId = `p${passage}`;
      const last = flags.at(-1);
      if (last?.sourceId === sourceId && last.passageId === passageId) {
        last.spans.push({ start, end });
        last.text = `${last.text} … ${text}`;
        continue;
      }
      const section = sectionOf.get(passage) ?? '';
      const spans = [{ start, end }];
      flags.push({ sourceId, passageId, source: title, section, text, letIn: letIn.has(passage), spans });
    }
  }
  const listed = flags
    .slice(0, MOST_LISTED)
    .map((flag) => ({ ...flag, text: truncate(flag.text, LONGEST_SHOWN) }));
  const more = flags.length - listed.length;
  return more ? [...listed.slice(0, -1), { ...listed.at(-1)!, more }] : listed;
}

/** What is kept out of a source: all that speaks to a model but what was let in. */
export function keptOutOf(
  { sourceId, flagged }: Pick<Reading, 'sourceId' | 'flagged'>,
  flags: readonly StoredFlag[],
): TextSpan[] {
  const letIn = new Set(letInOf(flags, sourceId));
  return flagged.filter(({ passage }) => !letIn.has(passage)).map(({ start, end }) => ({ start, end }));
}

/** What is kept out of a source once other flags are let in; what is too much to be listed stays out. */
export function keptOutAfter(
  { id, spans }: { id: string; spans: readonly TextSpan[] },
  flags: readonly StoredFlag[],
): TextSpan[] {
  const own = flags.filter(({ sourceId }) => sourceId === id);
  const listed = new Set(own.flatMap((flag) => flag.spans ?? []).map(({ start }) => start));
  const out = own.filter(({ letIn }) => !letIn).flatMap((flag) => flag.spans ?? []);
  return [...spans.filter(({ start }) => !listed.has(start)), ...out].sort((a, b) => a.start - b.start);
}

/** The numbers of the passages of a source that were let in. */
export function letInOf(flags: readonly StoredFlag[], sourceId: string): number[] {
  return flags
    .filter((flag) => flag.letIn && flag.sourceId === sourceId)
    .map(({ passageId }) => Number(passageId.slice(1)));
}

/** A flag as a person sees it; those of earlier versions said less. */
export function flagView(flag: StoredFlag): IngestFlag {
  const { sourceId, passageId, source = '', section = '', text, letIn = false, more } = flag;
  return { sourceId, passageId, source, section, text, letIn, ...(more ? { more } : {}) };
}

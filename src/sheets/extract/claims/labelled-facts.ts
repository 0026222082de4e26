import { BOX_TITLES } from '../../../pages/infobox.js';
import { hasGap } from '../../../text/instructions/kept-out.js';
import { profileFacts } from '../../../text/profiles/profile-cast.js';
import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';

const MOST = 16;
const LONGEST_LINE = 220;
/** A field of a profile may be a paragraph. */
const LONGEST_FIELD = 440;

/** What a source says of somebody under labels: the infobox of a page about them, the fields of their profile. */
export function labelledFacts(reading: Reading, name: string): TextSpan[] {
  const { text, about, isProfile } = reading;
  const facts = isProfile
    ? profileFacts(text, reading, name, about).map(({ start, end }) => ({
        start,
        end: Math.min(end, start + LONGEST_FIELD),
      }))
    : about === name
      ? boxLines(reading)
      : [];
  return facts.filter(({ start, end }) => !hasGap(text.slice(start, end))).slice(0, MOST);
}

/** The lines of a page's infobox that have a label. */
function boxLines({ text, sections, passages }: Reading): TextSpan[] {
  const boxes = new Set(
    sections.filter(({ title }) => Object.values(BOX_TITLES).includes(title)).map(({ n }) => n),
  );
  return passages.filter(({ section, start, end }) => {
    const line = text.slice(start, end);
    return boxes.has(section) && line.length <= LONGEST_LINE && /^[^:：]{1,40}[:：] ?\S/.test(line);
  });
}

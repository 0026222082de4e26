import { clean } from '../text/encoding/storable.js';
import type { Heading } from '../pages/extracted.js';

/**
 * A Markdown text with its headings (# and underlined ones); marks stay, comments and the page's front matter go. What stands in a
 * fence is no heading.
 */
export function readMarkdown(markdown: string): { title: string; text: string; headings?: Heading[] } {
  const [matter = ''] = /^---\n[\s\S]{0,4000}?\n---\n/.exec(clean(markdown)) ?? [];
  const text = withoutComments(clean(markdown).slice(matter.length));
  const given = (/^title:(.*)$/m.exec(matter)?.[1] ?? '').trim().replace(/^["']|["']$/g, '');
  const found: (Heading & { level: number })[] = [];
  let fence = '';
  let before = { text: '', start: 0 };
  let last = '';
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const [, mark] = /^ {0,3}(```|~~~)/.exec(line) ?? [];
    if (mark && (fence === '' || fence === mark)) fence = fence === '' ? mark : '';
    else if (fence === '') {
      const [, hashes, titled = ''] = /^ {0,3}(#{1,6})[ \t]+(.*)$/.exec(line) ?? [];
      const title = unclosed(titled);
      const under = /^ {0,3}(?:(=+)|-{2,})[ \t]*$/.exec(line);
      if (hashes && title) found.push({ title, start, level: hashes.length });
      else if (under && before.text !== '')
        found.push({ title: before.text, start: before.start, level: under[1] ? 1 : 2 });
    }
    const plain = line.trim();
    // an underlined line is one, after a blank one
    const alone = last === '' && plain.length <= 100 && !/^[#>|*+`~-]/.test(plain);
    before = { text: alone ? plain : '', start };
    last = plain;
  }
  const headings = found
    .filter(({ level }) => level <= 3)
    .map(({ title, start }) => ({ title: bare(title), start }))
    .filter(({ title }) => title.trim() !== '');
  const main = found.filter(({ level }) => level === 1);
  return {
    title: given || (main.length === 1 ? bare(main[0]!.title) : ''),
    text,
    ...(headings.length > 0 && { headings }),
  };
}

/** Without the marks that may close a heading. */
function unclosed(title: string): string {
  let end = title.length;
  while (title[end - 1] === '#') end--;
  return title.slice(0, end).trimEnd();
}

const bare = (title: string) => title.replace(/[*_`]+/g, '');

const FENCE = /^ {0,3}(?:```|~~~)/gm;
const FENCE_END = /\n {0,3}(?:```|~~~)[ \t]*$/gm;

/** Comments are shown to nobody who reads the page; in a fence they are text. */
function withoutComments(text: string): string {
  let kept = '';
  let from = 0;
  for (;;) {
    FENCE.lastIndex = from;
    const fence = FENCE.exec(text);
    FENCE_END.lastIndex = FENCE.lastIndex;
    // One that does not end is none, and neither is any behind it.
    if (!fence || !FENCE_END.test(text)) return kept + uncommented(text.slice(from));
    kept += uncommented(text.slice(from, fence.index)) + text.slice(fence.index, FENCE_END.lastIndex);
    from = FENCE_END.lastIndex;
  }
}

function uncommented(text: string): string {
  return text.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(/^ {0,3}\[[^\]\n]{1,20}\]: *# *[("'].*$/gm, '');
}

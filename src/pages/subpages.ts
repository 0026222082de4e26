import type { PageOffer } from '../contracts/ingest.js';

/** Parts of a page on somebody that tell who they are and how they speak, as wikis name them. */
const TELLING = named(
  'voice-overs|voice-over|voiceovers|voice lines|voicelines|voice|audio|quotes|quotations|dialogue|dialogues|lines',
  'story|stories|character story|character stories|storyline|lore|profile|background|backstory|biography|history',
  'synopsis|plot|relationships|relationship|relations|personality|trivia|companion|overview',
  '语音|語音|语音记录|語音記錄|语音台词|語音台詞|角色语音|角色語音|台词|臺詞|台詞|经典台词|經典台詞|语录|語錄|对话|對話',
  '角色故事|故事|剧情|劇情|剧情故事|人际关系|人際關係|人物关系|人物關係|角色关系|角色關係|关系|關係',
  '经历|經歷|生平|设定|設定|人物设定|人物設定|角色设定|轶事|軼事|趣闻|簡介|简介|性格|背景|背景故事|档案|檔案|人物档案|角色档案|传闻|傳聞',
);
/** Those of them that are lines to be heard. */
const SPOKEN = named(
  'voice-overs|voice-over|voiceovers|voice lines|voicelines|voice|audio|quotes|quotations|dialogue|dialogues|lines',
  '语音|語音|语音记录|語音記錄|语音台词|語音台詞|角色语音|角色語音|台词|臺詞|台詞|经典台词|經典台詞|语录|語錄',
);
const MOST = 60;

/**
 * The title of the page that a subpage belongs to, or the title itself. A slash alone makes no subpage: the title of
 * a work may have one.
 */
export function mainTitle(title: string): string {
  for (let end = title.indexOf('/'); end > 0; end = title.indexOf('/', end + 1)) {
    if (TELLING.has(plain(title.slice(end + 1).split('/')[0]!))) return title.slice(0, end).trim();
  }
  return title;
}

/** Whom a page of this title is about: without the part it tells, and without what sets them apart from namesakes. */
export function subjectOf(title: string): string {
  const main = mainTitle(title);
  return main.replace(/[(（][^()（）]*[)）]\s*$/, '').trim() || main;
}

/** Whether a page or a part of one is a collection of spoken lines, by its title. */
export function isSpoken(title: string): boolean {
  return SPOKEN.has(plain(title.split('/').at(-1)!)) || SPOKEN.has(plain(title.split('/').at(-2) ?? ''));
}

/**
 * Which of some pages belong to the page `title`: its subpages and tabs, and those named by its title with a telling
 * part added. The telling ones come first and are suggested.
 */
export function offersFor(title: string, pages: readonly { title: string; url: string }[]): PageOffer[] {
  const main = mainTitle(title);
  const offers = new Map<string, PageOffer>();
  for (const page of pages) {
    if (page.title === title || offers.has(page.title)) continue;
    const part = partOf(main, page.title);
    if (part === null) continue;
    offers.set(page.title, {
      url: page.url,
      title: page.title,
      suggested: part === '' || TELLING.has(plain(part)),
    });
  }
  const all = [...offers.values()];
  return [...all.filter(({ suggested }) => suggested), ...all.filter(({ suggested }) => !suggested)].slice(
    0,
    MOST,
  );
}

/** What a page's title adds to that of the page it belongs to; null when it does not belong to it. */
function partOf(main: string, title: string): string | null {
  if (title === main) return '';
  if (!title.startsWith(main)) return null;
  const rest = title.slice(main.length);
  if (rest.startsWith('/')) return rest.length > 1 ? rest.slice(1) : null;
  const part = rest.replace(/^[\s·・:：—–-]*[(（]?/, '').replace(/[)）]$/, '');
  return TELLING.has(plain(part)) ? part : null;
}

function plain(part: string): string {
  return part
    .trim()
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/[‐‑–]/g, '-')
    .replace(/^voice over(s?)$/, 'voice-over$1');
}

function named(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.join('|').split('|'));
}

import { titleOf } from '../../text/instructions/instructions.js';
import { CLAIM_PARTS, isSupported, type ClaimPart } from '../../contracts/claim-parts.js';
import type { Claim, Sheet } from '../../contracts/sheet.js';
import type { Persona } from '../../contracts/persona.js';
import type { Work } from '../../text/search/slices.js';
import { fenced } from '../quoting/fence.js';
import { contentOf } from '../lorebook/entries.js';
import { pinnedEntries } from '../lorebook/pinned-entries.js';

/** Raise it when the same sheet is rendered to other text: sessions then render theirs anew. */
export const SYSTEM_PROMPT_FORMAT = 11;

interface Words {
  opening(name: string): string;
  parts: Record<ClaimPart, (name: string) => string>;
  /** Where a sheet ends before the story does: in the timeline, and in what is not known. */
  here(title: string): string;
  upTo(title: string, name: string): string;
  disputed: string;
  /** The examples, where they are talks that somebody made up. */
  talks(name: string): string;
  /** A claim on somebody or something else. */
  on(about: string, text: string): string;
  /** A claim on somebody in the character's life, who has to be known before it is read. */
  person(about: string, text: string): string;
  /** A line that was said, and the occasion. */
  example(line: string, occasion: string): string;
  persona(user: string): string;
  scenario: string;
  lorebook: string;
}

const WORDS: Record<Sheet['language'], Words> = {
  en: {
    opening: (name) => `You are ${name}.`,
    parts: {
      identity: (name) => `Who ${name} is`,
      voice: (name) => `How ${name} speaks`,
      drives: (name) => `What moves ${name}`,
      relationships: (name) => `People in ${name}'s life`,
      timeline: () => 'What happened before',
      world: (name) => `${name}'s world`,
      limits: (name) => `What ${name} does not know or cannot do`,
      examples: (name) => `Lines that ${name} has said, as examples of the voice`,
    },
    here: (title) => `This is where the story stands: at the end of “${title}”.`,
    upTo: (title, name) =>
      `Nothing of what comes after “${title}” has happened yet. ${name} has no idea of it, nor of chapters.`,
    disputed: ' (the sources disagree on this)',
    talks: (name) => `How ${name} may sound: examples of the voice, which never happened`,
    on: (about, text) => `${text} (${about})`,
    person: (about, text) => `${about}: ${text}`,
    example: (line, occasion) => `“${line}” (${occasion})`,
    persona: (user) => `${user}, whom somebody else writes`,
    scenario: 'How it began',
    lorebook: 'More to know',
  },
  zh: {
    opening: (name) => `你是${name}。`,
    parts: {
      identity: (name) => `${name}其人`,
      voice: () => '说话的方式',
      drives: () => '心里所求',
      relationships: () => '身边的人',
      timeline: () => '从前的经历',
      world: () => '所处的世界',
      limits: (name) => `${name}不知道、做不到的事`,
      examples: (name) => `${name}说过的话（示范口吻）`,
    },
    here: (title) => `故事此刻停在“${title}”的结尾。`,
    upTo: (title, name) => `“${title}”之后的事都还没有发生，${name}无从知道，也不知道什么章回。`,
    disputed: '（各处说法不一）',
    talks: (name) => `${name}说话的样子（只示范口吻，没有真的发生过）`,
    on: (about, text) => `${text}（${about}）`,
    person: (about, text) => `${about}：${text}`,
    example: (line, occasion) => `“${line}”（${occasion}）`,
    persona: (user) => `${user}（由另一个人来写）`,
    scenario: '故事的开头',
    lorebook: '还应知道',
  },
};

/**
 * The sheet as the model reads it, made in slices: who is played and with whom, as Markdown. The same input gives the
 * same text, byte for byte. Claims that say they rest on a source but have no citation are left out.
 *
 * @param settle settles macros such as `{{user}}` in the sheet's texts
 * @param lorebookPinned whether what is always told of the lorebook stands in it; all else comes in the tail
 * @param begins whether the story is still at its beginning; later the chronicle says where it stands
 */
export function* renderSheet(
  character: { name: string; sheet: Sheet },
  persona: Persona,
  settle: (text: string) => Work<string>,
  lorebookPinned = true,
  begins = true,
): Work<string> {
  const { sheet } = character;
  const name = fenced(character.name);
  const user = fenced(persona.name);
  const words = WORDS[sheet.language];
  const settled = function* (text: string) {
    return fenced((yield* settle(text)).trim());
  };
  const blocks: string[] = [words.opening(name)];
  const add = (heading: string, text: string) => {
    if (text.trim() !== '') blocks.push(`## ${heading}\n${text.trim()}`);
  };

  const contents = new Map<string, string[]>();
  for (const [place, found] of lorebookPinned
    ? yield* pinnedEntries(sheet.lorebook, sheet.lorebookByKeys)
    : []) {
    const texts: string[] = [];
    for (const entry of found) {
      yield;
      const content = yield* settled(contentOf(entry));
      if (content) texts.push(content);
    }
    contents.set(place, texts);
  }
  const known = (place: string) => contents.get(place) ?? [];
  // Where a sheet has no such part, its entries stand with the others.
  const withoutPart = [
    ...(sheet.identity.some(isSupported) ? [] : ['before_desc', 'after_desc', 'personality']),
    ...(begins && sheet.scenario.trim() ? [] : ['scenario']),
  ].flatMap(known);

  add(words.lorebook, known('before_char').join('\n\n'));
  for (const part of CLAIM_PARTS) {
    const lines: string[] = [];
    for (const claim of sheet[part].filter(isSupported)) {
      yield;
      lines.push(lineOf(part, claim, yield* settled(claim.text), words));
    }
    const title = sheet.upTo && titleOf(sheet.upTo.title, sheet.upTo.section);
    if (title && part === 'timeline') lines.push(`- ${words.here(title)}`);
    if (title && part === 'limits') lines.push(`- ${words.upTo(title, name)}`);
    const text = lines.join('\n');
    const made = part === 'examples' && hasTalk(text, user);
    const heading = made ? words.talks : words.parts[part];
    if (part !== 'identity' || !text) add(heading(name), text);
    else {
      const after = [...known('after_desc'), ...known('personality')];
      add(words.parts.identity(name), [...known('before_desc'), text, ...after].join('\n\n'));
    }
  }
  add(words.lorebook, [...known('after_char'), ...withoutPart].join('\n\n'));
  yield;
  const scenario = begins ? yield* settled(sheet.scenario) : '';
  if (scenario) add(words.scenario, [scenario, ...known('scenario')].join('\n\n'));
  add(words.persona(user), yield* settled(persona.description));
  return blocks.join('\n\n');
}

/** Whether examples are talks of a card with whoever plays, which the story must not take for its own. */
function hasTalk(text: string, user: string): boolean {
  const said = [`${user}:`, `${user}：`];
  return text
    .split('\n')
    .some((line) => /^<START>/i.test(line) || said.some((begin) => line.startsWith(begin)));
}

function lineOf(part: ClaimPart, { about, contradicts }: Claim, settled: string, words: Words): string {
  const text = settled + (contradicts?.length ? words.disputed : '');
  // A card's long free text keeps its own lines; a claim of one line is an item of the list.
  if (text.includes('\n')) return about ? `${about}:\n${text}` : text;
  if (!about) return `- ${text}`;
  if (part === 'examples') return `- ${words.example(text.replace(/^[“"「『]|[”"」』]$/g, ''), about)}`;
  if (text.toLowerCase().includes(about.toLowerCase())) return `- ${text}`;
  return `- ${part === 'relationships' ? words.person(about, text) : words.on(about, text)}`;
}

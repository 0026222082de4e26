import { titleOf } from '../text/instructions/instructions.js';
import { type Claim, CLAIM_PARTS, isSupported, type ClaimPart, type Sheet } from '../contracts/sheet.js';
import type { Persona } from '../contracts/persona.js';
import type { Work } from '../text/search/slices.js';
import { contentOf, pinnedEntries } from './lorebook/lorebook.js';

/** Raise it when the same sheet is rendered to other text: sessions then render theirs anew. */
export const SYSTEM_PROMPT_FORMAT = 4;

interface Words {
  opening(name: string): string;
  frame: string;
  rules(name: string, user: string): string[];
  parts: Record<ClaimPart, string>;
  /** Where a sheet ends before the story does: in the timeline, and in what is not known. */
  here(title: string): string;
  upTo(title: string): string;
  disputed: string;
  about(name: string): string;
  scenario: string;
  lorebook: string;
  instructions: string;
}

const WORDS: Record<Sheet['language'], Words> = {
  en: {
    opening: (name) => `You are ${name}.`,
    frame: 'Frame',
    rules: (name, user) => [
      `Stay ${name} in every reply: speak, think and act as the sheet below says; never speak or decide for ${user}.`,
      `The whole conversation is given to you, from its first message on. Use it: what ${user} told you, you remember.`,
      `What ${name} cannot know, ${name} does not know. Where the sheet is silent, stay in keeping with it; do not contradict it.`,
      'A date in square brackets before a message is when it was said. Do not write such dates yourself.',
      'What stands between <tail> and </tail> at the end is for you alone: never mention it.',
      'Actions stand between *asterisks*; speech is plain. Answer in the language you are spoken to in.',
    ],
    parts: {
      identity: 'Who you are',
      voice: 'How you speak',
      drives: 'What moves you',
      relationships: 'People in your life',
      timeline: 'What has happened',
      world: 'Your world',
      limits: 'What you do not know',
      examples: 'How you have spoken',
    },
    here: (title) => `This is where you are: the end of “${title}”.`,
    upTo: (title) => `You know the story up to “${title}”; nothing after it has happened to you yet.`,
    disputed: ' (the sources disagree on this)',
    about: (name) => `${name}, who talks with you`,
    scenario: 'Where you are',
    lorebook: 'More to know',
    instructions: "The author's instructions",
  },
  zh: {
    opening: (name) => `你是${name}。`,
    frame: '框架',
    rules: (name, user) => [
      `每次回复都以${name}的身份：说话、思考、行动都依照下面的设定；绝不替${user}说话或做决定。`,
      `整段对话从第一句起都给你看了。要用上它：${user}告诉过你的事，你都记得。`,
      `${name}不可能知道的事，${name}就不知道。设定没写到的地方，与设定保持一致，不要与它矛盾。`,
      '消息前方括号里的日期，是说这句话的日子。你自己不要写这样的日期。',
      '末尾 <tail> 与 </tail> 之间的内容只给你看：绝不要提起。',
      '动作写在*星号*之间，说话直接写。别人用什么语言对你说，你就用什么语言回答。',
    ],
    parts: {
      identity: '你是谁',
      voice: '你怎么说话',
      drives: '什么驱使着你',
      relationships: '你身边的人',
      timeline: '发生过的事',
      world: '你的世界',
      limits: '你不知道的事',
      examples: '你说过的话',
    },
    here: (title) => `你此刻就在这里：“${title}”的结尾。`,
    upTo: (title) => `你只知道到“${title}”为止的故事；此后的事都还没有发生在你身上。`,
    disputed: '（各处说法不一）',
    about: (name) => `和你说话的${name}`,
    scenario: '此时此地',
    lorebook: '还应知道',
    instructions: '作者的嘱咐',
  },
};

/**
 * The system prompt, made in slices: frame rules and the sheet, as Markdown. The same input gives the same text, byte for byte. Claims
 * that say they rest on a source but have no citation are left out.
 *
 * @param settle settles macros such as `{{user}}` in the sheet's texts
 * @param lorebookPinned whether the lorebook stands in it, whole; else its entries come by keyword in the tail
 */
export function* renderSystemPrompt(
  character: { name: string; sheet: Sheet },
  persona: Persona,
  settle: (text: string) => Work<string>,
  lorebookPinned = true,
): Work<string> {
  const { name, sheet } = character;
  const words = WORDS[sheet.language];
  const blocks: string[] = [
    words.opening(name),
    `# ${words.frame}\n${words
      .rules(name, persona.name)
      .map((rule) => `- ${rule}`)
      .join('\n')}`,
  ];
  const add = (heading: string, text: string) => {
    if (text.trim() !== '') blocks.push(`## ${heading}\n${text.trim()}`);
  };

  const contents = new Map<string, string[]>();
  for (const [place, found] of lorebookPinned ? yield* pinnedEntries(sheet.lorebook) : []) {
    const texts: string[] = [];
    for (const entry of found) {
      yield;
      const content = (yield* settle(contentOf(entry))).trim();
      if (content) texts.push(content);
    }
    contents.set(place, texts);
  }
  const known = (place: string) => contents.get(place) ?? [];
  // Where a sheet has no such part, its entries stand with the others.
  const withoutPart = [
    ...(sheet.identity.some(isSupported) ? [] : ['before_desc', 'after_desc', 'personality']),
    ...(sheet.scenario.trim() ? [] : ['scenario']),
  ].flatMap(known);

  add(words.instructions, yield* settle(sheet.instructions));
  add(words.lorebook, known('before_char').join('\n\n'));
  for (const part of CLAIM_PARTS) {
    const lines: string[] = [];
    for (const claim of sheet[part].filter(isSupported)) {
      yield;
      lines.push(lineOf(claim, (yield* settle(claim.text)).trim(), words));
    }
    const title = sheet.upTo && titleOf(sheet.upTo.title, sheet.upTo.section);
    if (title && part === 'timeline') lines.push(`- ${words.here(title)}`);
    if (title && part === 'limits') lines.push(`- ${words.upTo(title)}`);
    const text = lines.join('\n');
    if (part !== 'identity' || !text) add(words.parts[part], text);
    else {
      const after = [...known('after_desc'), ...known('personality')];
      add(words.parts.identity, [...known('before_desc'), text, ...after].join('\n\n'));
    }
  }
  add(words.lorebook, [...known('after_char'), ...withoutPart].join('\n\n'));
  yield;
  const scenario = (yield* settle(sheet.scenario)).trim();
  if (scenario) add(words.scenario, [scenario, ...known('scenario')].join('\n\n'));
  add(words.about(persona.name), yield* settle(persona.description));
  return blocks.join('\n\n');
}

function lineOf({ about, contradicts }: Claim, settled: string, words: Words): string {
  const text = settled + (contradicts?.length ? words.disputed : '');
  // A card's long free text keeps its own lines; a claim of one line is an item of the list.
  if (text.includes('\n')) return about ? `${about}:\n${text}` : text;
  return about && !text.includes(about) ? `- ${about}: ${text}` : `- ${text}`;
}

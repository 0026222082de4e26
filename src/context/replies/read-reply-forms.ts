import { settleMacros } from '../../text/macros.js';
import { calledUser } from '../quoting/called-user.js';
import { PROMPT_TAGS } from '../quoting/fence.js';
import { replyTasks } from '../parts/tail.js';
import { readDashed, readLabel, readNamed } from './line-forms.js';
import { readClock, readHeading } from './prompt-forms.js';
import type { ReplyForms } from './reply-forms.js';
import { ANSWERS } from './line-speaker.js';
import { Scanner } from './scanner.js';
import { marksUnknownTo } from './template-marks.js';
import { type SpeakerNames, speakerNames } from './speaker-names.js';

/** What is known of a session before a reply of one of its members is read. */
export interface ReplyFacts {
  /** Who replies. */
  name: string;
  nickname?: string;
  aliases?: readonly string[];
  /** Everybody else who takes part, the persona first. */
  others: readonly string[];
  /** First messages and sample replies or dialogues, with or without their macros settled. */
  greetings: readonly string[];
  examples?: readonly string[];
  /** What else the card says. */
  about?: readonly string[];
  /** What asks for a reply, where the owner words it otherwise than we. */
  asked?: string;
}

/** So much of a card is looked at. */
const MOST_TEXTS = 40;
const LONGEST_TEXT = 8000;
/** In UTF-16 units, of a line of a request that may be one of the story's, too. */
const SHORTEST_ASKED = 20;
/** Who speaks, as models learn it from transcripts. */
const ROLES = ['User', 'Human', 'Assistant', 'USER', 'HUMAN', 'ASSISTANT', 'AI', '用户', '助手'];
const SPEECH = /^[*_]{0,3}["“”«「『'‘(（*]/;

/** Reads a card's way of writing out of its greetings and examples. */
export function replyForms(facts: ReplyFacts): ReplyForms {
  const user = facts.others[0] ?? '';
  const called = facts.nickname?.trim() || facts.name;
  const settled = (texts: readonly string[]) =>
    texts
      .slice(0, MOST_TEXTS)
      .map((text) =>
        settleMacros(text.slice(0, LONGEST_TEXT), { char: called, user: user || 'user', random: () => 0 }),
      );
  const names = speakerNames(facts);
  const others = [...new Set([...facts.others, '{{user}}'])]
    .map((name) => name.trim())
    .filter((name) => /[\p{L}\p{N}]/u.test(name) && !names.all.includes(name.toLowerCase()))
    .sort((a, b) => b.length - a.length);
  const replies = [
    ...settled(facts.greetings),
    ...settled(facts.examples ?? []).flatMap((text) => repliesIn(text, names, others)),
  ];
  const lines = replies.flatMap((text) => text.split('\n')).map((line) => line.trimStart());
  const reads = (read: (s: Scanner) => unknown) => lines.some((line) => read(new Scanner(line, true)));
  const scripted =
    reads((s) => readNamed(s, others, false)?.colon || readDashed(s, others)) ||
    new Set(lines.flatMap(scriptName)).size > 1;
  const own = [...names.given, ...names.derived];
  const members = [...own, ...facts.others.flatMap((name) => [name.trim(), calledUser(name.trim(), 'zh')])];
  const openings = replies.map((text) => /\p{L}/u.exec(text)?.[0] ?? '').filter(Boolean);
  return {
    names,
    others: scripted ? [] : others,
    roles: scripted ? [] : rolesUnknownTo(facts),
    members: longestFirst(members),
    tasks: [
      ...facts.others.flatMap((other) =>
        names.given.flatMap((name) =>
          [other, calledUser(other, 'zh')].flatMap((user) => replyTasks(name, user)),
        ),
      ),
      ...askedLines(facts.asked ?? '', facts.name, user),
    ],
    numbers: replies.some((text) => /#\d/.test(text)),
    quotes: replies.some((text) => /["“”«「『]/.test(text)),
    headings: reads((s) => readHeading(s, own)),
    brackets: lines.some((line) => /^[*_]{0,3}[【[［]/.test(line)),
    ownLines: reads((s) => readNamed(s, own, true, true) || readDashed(s, own)),
    tags: PROMPT_TAGS.filter((tag) => !replies.some((text) => text.toLowerCase().includes(`<${tag}>`))),
    marks: marksUnknownTo([...replies, ...(facts.about ?? [])]),
    labels: reads(readLabel) || reads(readClock),
    lowerCase: openings.length > 0 && openings.every((letter) => /\p{Ll}/u.test(letter)),
  };
}

/** Lines of an owner's own request for a reply that no reply says by chance. */
function askedLines(text: string, char: string, user: string): string[] {
  return settleMacros(text.slice(0, LONGEST_TEXT), { char, user })
    .split('\n')
    .map((line) => line.trim())
    .filter(({ length }) => length >= SHORTEST_ASKED);
}

/** The roles by whose name the card calls nobody and nothing. */
function rolesUnknownTo({
  name,
  nickname,
  aliases,
  others,
  greetings,
  examples,
  about,
}: ReplyFacts): string[] {
  const texts = [
    name,
    nickname,
    ...(aliases ?? []),
    ...others,
    ...greetings,
    ...(examples ?? []),
    ...(about ?? []),
  ];
  const known = texts.map((text) => (text ?? '').replace(/\{\{[^{}]*\}\}/g, ' ').toLowerCase());
  // An answer is a word as any other, but for the colon.
  return [...ROLES, ...ANSWERS].filter((role) => {
    const end = ANSWERS.includes(role) ? '\\s?[:：]' : '';
    const word = new RegExp(/[a-z]/i.test(role) ? `\\b${role.toLowerCase()}${end || '\\b'}` : role + end);
    return !known.some((text) => word.test(text));
  });
}

const longestFirst = (names: readonly string[]) =>
  [...new Set(names)].filter((name) => /[\p{L}\p{N}]/u.test(name)).sort((a, b) => b.length - a.length);

/** Whose line it is, where it begins like one of a play: a name, a colon, and speech. */
function scriptName(line: string): string[] {
  const [, name, words] =
    /^[*_]{0,3}([^\s:：*_][^:：\n]{0,24}?)[*_]{0,3}[:：][*_]{0,3}\s*(\S.*)/.exec(line) ?? [];
  return name && words && SPEECH.test(words) ? [name] : [];
}

/**
 * What a sample says of how replies are written. In a dialogue, with its `<START>` or the lines of both sides, the names
 * before the lines are the sample's own marks, and replies do not have them.
 */
function repliesIn(text: string, names: SpeakerNames, others: readonly string[]): string[] {
  const lines = text.split('\n');
  const of = (line: string, who: readonly string[]) => {
    const s = new Scanner(line.trimStart(), true);
    return readNamed(s, who, true)?.colon ? s.text.slice(s.at) : null;
  };
  const own = [...names.given, ...names.derived];
  const asked = lines.some((line) => of(line, others) !== null);
  const answered = lines.some((line) => of(line, own) !== null);
  if (!/<START>/i.test(text) && !(asked && answered)) return [text];
  const replies: string[] = [];
  let replying = false;
  for (const line of lines) {
    const reply = of(line, own);
    if (reply !== null) replies.push(reply.trimStart());
    else if (of(line, others) !== null || /^\s*<START>/i.test(line)) replying = false;
    else if (replying) replies.push(`${replies.pop() ?? ''}\n${line}`);
    replying ||= reply !== null;
  }
  return replies;
}

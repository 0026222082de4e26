import { joinNames } from './aliases.js';
import type { Names } from './clauses.js';
import { actsFirst, beatCue, isSaidByAnother, leadCue, tailCue, type Cue } from './cues.js';
import { learnNames } from './names.js';
import { likelyOne } from './likely-aliases.js';
import { Pronouns } from './pronouns.js';
import { simplified } from '../../search/script-zh.js';
import { flat, settingsOf, type Setting } from './settings.js';
import { ShortNames } from './short-names.js';
import { paragraphsOf, share } from './paragraphs.js';
import { takeTurns, type SpeechTurn } from './turns.js';
import type { NamedPerson, Passage, Question, Quotation, SpeechReading } from '../../types.js';

const SAME: Cue = { kind: 'same' };
/** Whoever tells a story says so many of its lines, and of those that are somebody's by what stands beside them. */
const TELLS = 2;
const TELLS_OF = 0.04;
/** In UTF-16 units of narration: who is named so near is there while two talk. */
const SCENE = 300;

/**
 * Who is in a Chinese text, and who says each of its lines: named in the clause beside it, or left out there after
 * their own line; a pronoun that can mean nobody else; two people in turns. A name is learnt from where it stands, never
 * from a list.
 */
export function attributeChineseSpeech(
  written: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
): SpeechReading {
  const text = simplified(written).replaceAll('\r', ' ');
  const settings = settingsOf(text, passages, lines);
  const whole = passages.map(({ start, end }) => flat(text.slice(start, end))).join('\n');
  const { people, questions } = joinNames(whole, learnNames(whole, settings));
  const owner = new Map<string, NamedPerson>();
  for (const person of people) for (const name of [person.name, ...person.aliases]) owner.set(name, person);
  const shorts = new ShortNames(owner, settings);
  const names = namesIn(owner.keys(), shorts);
  shorts.locate(text, names);
  const pronouns = new Pronouns(text, lines, names, owner);
  const sectionStart = new Map<number, number>();
  for (const { section, start } of passages) if (!sectionStart.has(section)) sectionStart.set(section, start);
  const startOf = ({ passage }: Quotation) => sectionStart.get(passages[passage - 1]!.section)!;

  const parted = isParted(lines);
  const turns: SpeechTurn[] = [];
  const teller: NamedPerson = { name: '我', aliases: ['Narrator'] };
  let below = false;
  let tailBefore = ''; // the tail of the line before, where it tells whose that is
  settings.forEach((setting, n) => {
    const line = lines[n]!;
    const before = lines[n - 1];
    const lead = leadCue(setting, names, parted);
    const tail = tailCue(setting, names);
    const goesOn = parted && before?.passage === line.passage && settings[n - 1]!.goesOn;
    const cue = lead ?? (goesOn ? SAME : null) ?? tail ?? (parted ? beatCue(setting, names) : null);
    const who = (name: string | null | undefined) =>
      name ? (owner.get(name) ?? shorts.at(name, line.start)) : null;
    const to = cue && 'to' in cue ? who(cue.to) : null;
    const meant = () => {
      if (!cue) return null;
      if (cue.kind === 'name') {
        const person = who(cue.name);
        const are = cue.pronoun && person && pronouns.of(person);
        return are && are !== cue.pronoun ? null : person;
      }
      if (cue.kind === 'same') return before?.passage === line.passage ? turns[n - 1]!.speaker : null;
      if (cue.kind === 'other') return null;
      if (cue.kind === 'teller') return teller;
      const place = lead ? line.start - setting.lead.length : line.end;
      return pronouns.whom(cue.pronoun, place, startOf(line), to);
    };
    const speech = simplified(line.text);
    const calls = who(calledIn(speech, names));
    const speaker = introduced(speech, names, who) ?? meant();
    turns.push({
      speaker: speaker === calls && cue?.kind !== 'name' ? null : speaker,
      to,
      calls,
      open: cue ? cue.kind === 'pronoun' : isUnattributed(setting),
      pronoun: cue?.kind === 'pronoun' ? cue.pronoun : null,
      stranger: !speaker && (cue?.kind === 'other' || (!cue && isSaidByAnother(setting))),
      loosely: below,
      answers: answers(text, setting, lead, tailBefore, before, line) && startOf(before!) === startOf(line),
    });
    below = tail !== null && setting.tailBelow;
    tailBefore = tail ? setting.tail : '';
  });
  if (parted) goBack(turns, settings, lines, names);
  const told = turns.filter(({ speaker }) => speaker === teller).length;
  const tells = told >= TELLS && told >= TELLS_OF * turns.filter(({ speaker }) => speaker).length;
  if (!tells) for (const turn of turns) if (turn.speaker === teller) turn.speaker = null;
  const genderOf = (person: NamedPerson) => pronouns.of(person);
  const near = (n: number) => pronouns.near(lines[n]!.start, startOf(lines[n]!), SCENE);
  if (parted) {
    const isAfterAnother = (n: number) => {
      const first = actsFirst(settings[n]!, names);
      return first !== null && turns[n]!.speaker !== null && owner.get(first) !== turns[n]!.speaker;
    };
    const paragraphs = paragraphsOf(turns, lines, (a, b) => startOf(a) === startOf(b), isAfterAnother);
    takeTurns(
      paragraphs.map(({ turn }) => turn),
      { genderOf, near: (n) => near(paragraphs[n]!.first) },
    );
    for (const { turn, first, last } of paragraphs) share(turn, turns, first, last, genderOf);
  } else takeTurns(turns, { genderOf, near });
  const adjacent = (n: number) => {
    const [line, next] = [lines[n]!, lines[n + 1]];
    return next !== undefined && next.passage - line.passage <= 1 && startOf(line) === startOf(next);
  };
  const speakers = turns.map(({ speaker }) => speaker);
  const likely = likelyOne(text, owner, names, lines, speakers, adjacent);
  const asked = [...questions, ...likely, ...shorts.questions()];
  if (text !== written) writeAs(written, text, people, asked);
  return { people, speakers, questions: asked, ...(tells && { narrator: teller }) };
}

/** Gives names back the script that the text is written in. */
function writeAs(
  written: string,
  text: string,
  people: readonly NamedPerson[],
  questions: readonly Question[],
): void {
  const original = (name: string) => {
    const at = text.indexOf(name);
    return at < 0 ? name : written.slice(at, at + name.length);
  };
  for (const person of people) {
    person.name = original(person.name);
    person.aliases = person.aliases.map(original);
  }
  for (const question of questions) {
    question.name = original(question.name);
    question.among = question.among.map(original);
  }
}

/** 我叫林素秋. */
function introduced(
  speech: string,
  names: Names,
  who: (name: string) => NamedPerson | null,
): NamedPerson | null {
  for (const { index, 0: words } of speech.matchAll(/(?<=^|[，。！？!,.、])我[叫是]/gu)) {
    const at = index + words.length;
    const name = names.at(speech, at);
    if (name && /^(?:[，。！,!.]|$)/.test(speech.slice(at + name.length))) return who(name);
  }
  return null;
}

/** Whom a line calls by name: 阿蛮，…; 你说呢，阿蛮？ */
function calledIn(speech: string, names: Names): string | null {
  for (const { index, 0: mark } of speech.matchAll(/^|[，,。！!？?…]/gu)) {
    const at = index + mark.length;
    const name = names.at(speech, at);
    const next = name && speech[at + name.length];
    if (name && (next === undefined ? at > 0 : /[，,！!。？?…]/.test(next!))) return name;
  }
  return null;
}

/** Whether each speaker has a paragraph, as in modern novels: hardly any holds more than three lines. */
function isParted(lines: readonly Quotation[]): boolean {
  const counts = new Map<number, number>();
  for (const { passage } of lines) counts.set(passage, (counts.get(passage) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 3).length < 0.1 * counts.size;
}

/** “怎么？”林素秋抬起头，说：“你不信？”: both are hers. */
function goBack(
  turns: readonly SpeechTurn[],
  settings: readonly Setting[],
  lines: readonly Quotation[],
  names: Names,
): void {
  for (let n = 0; n + 1 < turns.length; n++) {
    const [turn, next] = [turns[n]!, turns[n + 1]!];
    if (turn.speaker || !settings[n]!.opens || settings[n]!.lead !== '' || !next.speaker) continue;
    if (lines[n]!.passage !== lines[n + 1]!.passage || /[。！？!?…；]/.test(settings[n + 1]!.lead)) continue;
    if (turn.calls !== next.speaker && leadCue(settings[n + 1]!, names, true)?.kind === 'name')
      turn.speaker = next.speaker;
  }
}

/** Whether nothing is told in the paragraph of a line. */
const isUnattributed = ({ opens, closes }: Setting) => opens && closes;

/** Whether nothing stands between a line and the one before but what tells whose they are. */
function answers(
  text: string,
  { opens, lead }: Setting,
  cue: Cue | null,
  tailBefore: string,
  before: Quotation | undefined,
  line: Quotation,
): boolean {
  if (!before || !opens) return false;
  const between = flat(text.slice(before.end, line.start));
  return between.length === tailBefore.length + (cue ? lead.length : 0);
}

/** Looks names up by their first character, the longest first. */
function namesIn(all: Iterable<string>, shorts: ShortNames): Names {
  const byFirst = new Map<number, string[]>();
  for (const name of all) {
    const first = name.charCodeAt(0);
    const list = byFirst.get(first);
    if (list) list.push(name);
    else byFirst.set(first, [name]);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.length - a.length);
  return {
    at: (text, offset) => {
      const list = byFirst.get(text.charCodeAt(offset));
      if (list) for (const name of list) if (text.startsWith(name, offset)) return name;
      return null;
    },
    isShort: (char) => shorts.has(char),
  };
}

import { opened } from './clauses.js';
import { foreignRun } from './foreign-names.js';
import { isNoName } from './no-names.js';
import { firstSentence, lastSentence, type Setting } from './settings.js';
import { beforeSaying, beforeVerb, hasSaying } from './saying-verbs.js';
import { surnameLength } from './surnames.js';

/** What the text shows of a string that may be a name. */
export interface Evidence {
  /** Times right before words of saying, with nothing else in the clause. */
  saying: number;
  /** Times spoken to. */
  spokenTo: number;
  /** Times at the beginning of a sentence beside a line that says something. */
  beside: number;
  /** Times right behind a line, before words of saying or what its speaker does between two of theirs. */
  tells: number;
  /** Times under a family name at the beginning of a clause. */
  acting: number;
  /** Full names that end in it. */
  given: number;
  /** Times its last character alone stands before words of saying (操 of 曹操). */
  short: number;
  total: number;
  /** What stands right before and after it, how often. */
  before: Map<string, number>;
  after: Map<string, number>;
}

/** What opens a clause, and begins names: 有根, 连成, 时迁. */
const OPENS_NAME = /^[有连时]/u;
/** When or where: 台下，阿蛮挠了挠头，说. */
const WHEN_WHERE = /^[^，]{0,6}[时后间前中里外上下边旁天日晚夜年刻候]$/u;

type How = 'saying' | 'spokenTo' | 'beside' | 'tells' | 'acting' | 'given';
type Note = (name: string, how: How) => void;

/** In characters; names from other languages may be longer. */
const LONGEST_NAME = 4;
const LONGEST_FOREIGN = 12;

const ROLES =
  '部长|县长|乡长|局长|区长|队长|班长|厂长|校长|市长|省长|主任|书记|总理|经理|秘书|记者|老板|教授|护士|医生|大夫|老师|师傅';
/** What somebody is by their post, at the end of what they are called. */
export const ROLE = new RegExp(`(?:${ROLES})$`, 'u');
const ROLE_FIRST = new RegExp(`^(.{1,4}?)(?:${ROLES})`, 'u');

/** All strings of a text that may be names, with what the text shows of them. */
export function gatherEvidence(text: string, settings: readonly Setting[]): Map<string, Evidence> {
  const found = new Map<string, Evidence>();
  const note = (name: string, how: How) => {
    if (name.length < 2 || name.length > Math.max(LONGEST_NAME, foreignRun(name)) || isNoName(name)) return;
    let evidence = found.get(name);
    if (!evidence) {
      evidence = {
        saying: 0,
        spokenTo: 0,
        beside: 0,
        tells: 0,
        acting: 0,
        given: 0,
        short: 0,
        total: 0,
        before: new Map(),
        after: new Map(),
      };
      found.set(name, evidence);
    }
    evidence[how]++;
  };
  const shorts = new Map<string, number>();
  for (const { lead, tail, opens, tailBelow, goesOn } of settings) {
    const clauses = lastSentence(lead).split(/[，,]/);
    const colon = /[：:]\s*$/.test(lead);
    noteClause(clauses.at(-1)!, { colon: colon && clauses.length === 1, first: clauses.length === 1 }, note);
    const [char = ''] = clauses.at(-1)!;
    if (beforeSaying(clauses.at(-1)!.slice(1)) === '') shorts.set(char, (shorts.get(char) ?? 0) + 1);
    if (clauses.length > 1 && (colon || beforeSaying(clauses.at(-1)!) !== null))
      noteOpening(WHEN_WHERE.test(clauses[0]!) ? clauses[1]! : clauses[0]!, note);
    const { sentence, end } = firstSentence(tail);
    if (/[：:]/.test(end)) continue;
    noteClause(sentence.split(/[，,]/)[0]!, { colon: false, first: true }, note);
    // “路上有雪。”赵铁山拍了拍肩, where a line begins its paragraph.
    if (hasSaying(sentence) || (opens && !tailBelow)) noteOpening(sentence, note);
    if (goesOn || ((opens || hasSaying(sentence)) && !tailBelow)) notePrefixes(sentence, note, 'tells');
  }
  noteActing(text, note);
  // A given name may stand without the family name.
  for (const [name, { saying, spokenTo, beside, acting }] of [...found]) {
    const given = name.slice(surnameLength(name));
    if (given.length === 2 && given !== name && saying + spokenTo + beside + acting > 1) note(given, 'given');
  }
  for (const [name, evidence] of found) {
    if (surnameLength(name) === name.length - 1) evidence.short = shorts.get(name.at(-1)!) ?? 0;
  }
  return found;
}

/** A clause of saying: 宝玉 of 宝玉笑道; 雷汉 and 安锁 of 雷汉对安锁说. `first` in its sentence, or before a colon. */
function noteClause(clause: string, { colon, first }: { colon: boolean; first: boolean }, note: Note): void {
  const before = nameBefore(clause) ?? (colon ? clause : null);
  if (!before) return;
  // 门后的阿蛮说.
  const last = before.lastIndexOf('的') + 1;
  if (last > 0 && before.length - last >= 2) note(before.slice(last), 'saying');
  const bare = opened(before);
  for (const rest of OPENS_NAME.test(before) ? [before, bare] : [bare]) noteWho(rest, first, note);
}

/** What stands before the words of saying; a family name takes what may be a word of manner: 李进说, 向前进说. */
function nameBefore(clause: string): string | null {
  const before = beforeSaying(clause);
  if (before?.length !== 1 || !surnameLength(`${before}□`)) return before;
  const bare = beforeVerb(clause);
  return bare.length <= 3 && /[进前先高明]$/u.test(bare) ? bare : before;
}

function noteWho(clause: string, first: boolean, note: Note): void {
  const [, who = clause, whom = ''] = WHOM.exec(first ? clause.replace(/^向/u, '□') : clause) ?? [];
  const name = who.replace('□', '向');
  note(whom, 'spokenTo');
  if (who && whom && clause.length <= 3 && surnameLength(clause)) note(clause, 'saying'); // 李向前
  // Where the name ends is not known before an adverb: 沈元亮平静地说.
  if (!/.{2}地$/u.test(name)) note(WITH_MORE.exec(name)?.[1] ?? name, 'saying');
  if (name.length > 2) notePrefixes(name, note);
}

const WHOM = /^(.*?)(?:[对向朝冲谓]|问(?=.))(.*)$/u;
const WITH_MORE = /^(.{2,4}?)[在把将给用又也便就却还从跟]/u;

function noteOpening(clause: string, note: Note): void {
  const bare = opened(clause);
  notePrefixes(bare, note);
  if (OPENS_NAME.test(clause)) notePrefixes(clause, note);
}

function notePrefixes(clause: string, note: Note, how: How = 'beside'): void {
  if (beginsWithPost(clause)) return;
  const longest = Math.max(LONGEST_NAME, Math.min(LONGEST_FOREIGN, foreignRun(clause)));
  for (let length = 2; length <= longest; length++)
    if (clause.length > length) note(clause.slice(0, length), how);
}

/** Family names with one or two characters at the beginning of a clause. */
function noteActing(text: string, note: Note): void {
  for (const [clause] of text.matchAll(/(?<=[，。！？；：．”」』\n\s])\p{Script=Han}{3,5}/gu)) {
    const surname = surnameLength(clause);
    if (!surname || beginsWithPost(clause)) continue;
    note(clause.slice(0, surname + 1), 'acting');
    note(clause.slice(0, surname + 2), 'acting');
  }
}

/** 宣传部长, but not 王部长. */
function beginsWithPost(clause: string): boolean {
  const before = ROLE_FIRST.exec(clause)?.[1];
  return before !== undefined && before.length !== surnameLength(clause);
}

/** Counts how often each string stands in the text, and beside what. */
export function countAll(text: string, found: ReadonlyMap<string, Evidence>): void {
  const byStart = new Map<number, [string, Evidence][]>();
  for (const [name, evidence] of found) {
    const start = pair(name, 0);
    const others = byStart.get(start);
    if (others) others.push([name, evidence]);
    else byStart.set(start, [[name, evidence]]);
  }
  const firsts = new Uint8Array(0x10000);
  for (const name of found.keys()) firsts[name.charCodeAt(0)] = 1;
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (let at = 0; at + 1 < text.length; at++) {
    if (!firsts[text.charCodeAt(at)]) continue;
    const names = byStart.get(pair(text, at));
    if (!names) continue;
    for (const [name, evidence] of names) {
      if (name.length > 2 && !text.startsWith(name, at)) continue;
      evidence.total++;
      add(evidence.before, text[at - 1] ?? '\n');
      add(evidence.after, text[at + name.length] ?? '\n');
    }
  }
}

/** Two characters as one number. */
const pair = (text: string, at: number) => text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);

import { opened } from './clauses.js';
import { isNoName } from './no-names.js';
import { firstSentence, lastSentence, type Setting } from './settings.js';
import { beforeSaying, hasSaying } from './saying-verbs.js';
import { surnameLength } from './surnames.js';

/** Titles that make a name of what stands before: 王夫人, 李大夫, 刘姥姥. */
const TITLE =
  /(?:夫人|太太|奶奶|姥姥|姨妈|姨娘|婆婆|嬷嬷|妈妈|大娘|大妈|大婶|婶子|婶|嫂子|嫂|姐姐|姐|妹妹|妹|哥哥|哥|弟弟|叔叔|叔|伯|大爷|大叔|爷爷|爷|公公|公子|小姐|姑娘|先生|老师|师傅|大夫|医生|老爷|大人|将军|道人|道士|和尚|禅师|法师|真人|天师|菩萨|天王|娘娘|公主|王爷|长老|主任|书记|部长|县长|局长|队长|班长|厂长|校长|教授|经理|老板|掌柜|秘书|记者|皇叔|都督|军师)$/u;
const ROLES =
  '部长|县长|乡长|局长|区长|队长|班长|厂长|校长|市长|省长|主任|书记|总理|经理|秘书|记者|老板|教授|护士|医生|大夫|老师|师傅';
const ROLE = new RegExp(`(?:${ROLES})$`, 'u');
const ROLE_FIRST = new RegExp(`^(.{1,4}?)(?:${ROLES})`, 'u');

/** What the text shows of a string that may be a name. */
interface Evidence {
  /** Times right before words of saying, with nothing else in the clause. */
  saying: number;
  /** Times spoken to. */
  spokenTo: number;
  /** Times at the beginning of a sentence beside a line that says something. */
  beside: number;
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

type How = 'saying' | 'spokenTo' | 'beside' | 'acting' | 'given';
type Note = (name: string, how: How) => void;

/** In characters. */
const LONGEST_NAME = 4;

/**
 * The names that a text uses, with how often, each by itself: of whoever speaks, is spoken to, or acts under a family
 * name. Names of one person are not joined.
 */
export function learnNames(text: string, settings: readonly Setting[]): Map<string, number> {
  const found = gather(text, settings);
  for (const [name, { saying, spokenTo, beside, acting, given, short }] of found) {
    const told = saying + spokenTo + beside + given;
    if (told === 0 && acting < (short >= 3 ? 2 : 3)) found.delete(name); // hardly ever, and never beside a line
  }
  countAll(text, found);
  const good = new Map([...found].filter(([name, evidence]) => isName(name, evidence, text.length)));
  const names = new Map<string, number>();
  for (const [name, evidence] of good) {
    if (!isPartOfName(name, evidence, good) && !isMoreThanName(name, evidence, good))
      names.set(name, evidence.total);
  }
  for (const name of names.keys()) if (isShortWithMore(name, names)) names.delete(name);
  for (const [name, evidence] of found) {
    if (!names.has(name) && isGivenName(name, evidence, names)) names.set(name, evidence.total);
  }
  return names;
}

function gather(text: string, settings: readonly Setting[]): Map<string, Evidence> {
  const found = new Map<string, Evidence>();
  const note = (name: string, how: How) => {
    if (name.length < 2 || name.length > LONGEST_NAME || isNoName(name)) return;
    let evidence = found.get(name);
    if (!evidence) {
      evidence = {
        saying: 0,
        spokenTo: 0,
        beside: 0,
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
  for (const { lead, tail } of settings) {
    const clauses = lastSentence(lead).split(/[，,]/);
    noteClause(clauses.at(-1)!, /[：:]\s*$/.test(lead), note);
    const [char = ''] = clauses.at(-1)!;
    if (beforeSaying(clauses.at(-1)!.slice(1)) === '') shorts.set(char, (shorts.get(char) ?? 0) + 1);
    if (clauses.length > 1 && beforeSaying(clauses.at(-1)!) !== null) notePrefixes(opened(clauses[0]!), note);
    const { sentence, end } = firstSentence(tail);
    if (/[：:]/.test(end)) continue;
    noteClause(sentence.split(/[，,]/)[0]!, false, note);
    if (hasSaying(sentence)) notePrefixes(opened(sentence), note);
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

/** A clause of saying: 宝玉 of 宝玉笑道; 雷汉 and 安锁 of 雷汉对安锁说. */
function noteClause(clause: string, colon: boolean, note: Note): void {
  const before = beforeSaying(clause) ?? (colon ? clause : null);
  if (!before) return;
  const rest = opened(before);
  const [, who = rest, whom = ''] = /^(.*?)(?:[对向朝冲谓]|问(?=.))(.*)$/u.exec(rest) ?? [];
  note(/^(.{2,4}?)(?:[在把将给用又也便就却还从跟]|.{2,4}地$)/u.exec(who)?.[1] ?? who, 'saying');
  note(whom, 'spokenTo');
  if (who.length > 2) notePrefixes(who, note);
}

function notePrefixes(clause: string, note: Note): void {
  if (beginsWithPost(clause)) return;
  for (let length = 2; length <= LONGEST_NAME; length++)
    if (clause.length > length) note(clause.slice(0, length), 'beside');
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

function countAll(text: string, found: ReadonlyMap<string, Evidence>): void {
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

/** What people do, right after their name. */
const DOES =
  /[说道曰问答笑听见闻看望想叹哭骂喊叫忙便也又却就才已把对向被让走站坐拿点摇伸抬心大一即乃遂亦自拍举急转]/u;
const EDGE = /[\s，。！？；：、．…—“”‘’「」『』"(（]/u;
const PLACE = /[在到去往从至赴离城]/u;

const share = (map: ReadonlyMap<string, number>, pattern: RegExp, total: number) => {
  let sum = 0;
  for (const [char, times] of map) if (pattern.test(char)) sum += times;
  return sum / total;
};

function features(e: Evidence) {
  return {
    says: share(e.after, /[说道曰问笑]/u, e.total),
    opens: share(e.before, /[\s。！？；．…”」』"]/u, e.total),
    does: share(e.after, DOES, e.total),
    starts: share(e.before, EDGE, e.total),
    place: share(e.before, PLACE, e.total),
  };
}

function isName(name: string, e: Evidence, length: number): boolean {
  const surname = surnameLength(name);
  const titled = TITLE.test(name);
  // 王主任 is somebody; 宣传部长 may be anybody.
  if (ROLE.test(name) && name.replace(ROLE, '').length !== surname) return false;
  if (!surname && /[员爸妈舅婆丈甥侄]$/u.test(name)) return false;
  const told = e.saying + e.spokenTo;
  if (name.length === 2 && /[军国]$/u.test(name) && told < 2) return false; // 魏军, 曹军
  const { does, says, starts, opens, place } = features(e);
  if (place > 0.3 && e.saying < (surname ? 1 : 3)) return false;
  if (name.endsWith('人') && told < 5) return false;
  if (name.length === 2 && name.endsWith('家')) return false;
  // More than two characters behind a family name, or four without one, are most often a name and a verb.
  if (name.length === 4 && surname < 2 && !titled && told < 3) return false;
  const varied = says >= 0.3 || e.after.size >= Math.min(4, e.total);
  // A short text names people once or twice.
  const often = Math.min(3, Math.ceil(length / 5000));
  if (surname || titled) {
    if (told >= 2) return starts >= 0.1;
    if (!varied || starts < 0.2) return false;
    if (e.short >= 3 && e.acting >= 2 && e.total >= 5 && place < 0.2) return true;
    if (told === 1) return e.total >= Math.min(2, often);
    if (e.beside) return e.total >= often && (does >= 0.15 || starts >= 0.4);
    return does >= 0.15 && (name.length > 2 ? e.acting >= 3 : e.acting >= 8 && does >= 0.3 && opens >= 0.2);
  }
  if (starts < 0.1 || !(varied || e.saying > 2)) return false;
  if (told >= 3) return name.length > 2 ? told >= 4 && opens >= 0.2 : says >= 0.04;
  if (e.total < often || !varied || opens < 0.25) return false;
  if (told > 0) return true;
  if (often === 1 && name.length === 2) return e.beside > 0 && e.total >= 2 && opens >= 0.6;
  return e.beside >= 2 && e.total >= 4 && does >= 0.2 && says > 0;
}

/** 少安 of 孙少安, also without the family name. */
function isGivenName(name: string, e: Evidence, names: ReadonlyMap<string, number>): boolean {
  if (!e.given) return false;
  let within = 0;
  for (const [char, times] of e.before) if (names.has(char + name)) within += times;
  const alone = e.total - within;
  return within > 0 && (alone >= 2 ? features(e).starts >= 0.1 : alone === 1 && e.saying + e.beside > 0);
}

/** 孙少 of 孙少安 and 孙少平, 锁子 of 安锁子: hardly ever without the rest. */
function isPartOfName(name: string, e: Evidence, good: ReadonlyMap<string, Evidence>): boolean {
  let within = 0;
  for (const [char, times] of e.after) if (good.has(name + char)) within += times;
  if (within >= 0.85 * e.total) return true;
  within = 0;
  for (const [char, times] of e.before) if (good.has(char + name)) within += times;
  return within >= 0.85 * e.total;
}

/** 行者陪, 宝玉黛玉, 太守王匡: a name and more. */
function isMoreThanName(name: string, e: Evidence, good: ReadonlyMap<string, Evidence>): boolean {
  for (let length = 2; length < name.length; length++) {
    const start = name.slice(0, length);
    const rest = name.slice(length);
    if (!good.has(start) || rest === '儿' || TITLE.test(rest)) continue;
    if (good.get(start)!.total > e.total || good.has(rest)) return true;
  }
  for (let from = 1; from <= name.length - 2; from++) {
    // 司徒 is an office more often than a family name.
    const before =
      surnameLength(name) === from &&
      !/^[于向和]/u.test(name) &&
      !(from === 2 && surnameLength(name.slice(2)));
    if (!before && (good.get(name.slice(from))?.total ?? 0) > e.total) return true;
  }
  return false;
}

/** 权乃, 操亲: the one character that is short for 孙权, 曹操, and more. */
function isShortWithMore(name: string, names: ReadonlyMap<string, number>): boolean {
  if (
    name.length !== 2 ||
    name.endsWith('儿') ||
    (surnameLength(name) && !/[大乃亦又便急自正再即遂回出入引至令谓视]$/u.test(name))
  )
    return false;
  for (const [full, times] of names) {
    if (surnameLength(full) === full.length - 1 && name[0] === full.at(-1) && times > 3 * names.get(name)!)
      return true;
  }
  return false;
}

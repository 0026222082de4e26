import { opened, subjectOf, type Names, type Subject } from './clauses.js';
import { roleLength } from './no-names.js';
import { firstSentence, lastSentence, type Setting } from './settings.js';
import { beforeSaying, hasSaying, isSilent } from './saying-verbs.js';

export type Cue =
  /** `to` is the name of whoever is spoken to; `pronoun` is theirs. */
  | { kind: 'name'; name: string; to?: string | null | undefined; pronoun?: '他' | '她' }
  | { kind: 'pronoun'; pronoun: '他' | '她'; to?: string | null | undefined }
  /** 我. */
  | { kind: 'teller' }
  /** Somebody without a name, several, or nobody: a poem, a letter. */
  | { kind: 'other' }
  /** Somebody says it, who has been named before. */
  | { kind: 'same' };

/** What is written, sung or proverbial. */
const WRITTEN =
  /(?:诗|词|歌|赋|赞|偈|书|信|文|表|诏|旨|檄|榜|碑|联|题|史|谣|谚|略|辞|写|古人|古语|俗语|俗话|常言|自古|语|有云|名|号|唤作|叫做|称为|正是|书云|诗云)$/u;
/** In characters, of a name from another language. */
const LONGEST_NAME = 12;
/** 听, 见 and the like have for their object whoever speaks. */
const PERCEIVED = /(?:听|听见|听得|听到|闻|见|只见|看见)$/u;
const TAKES_OBJECT = /[对向朝冲和与跟同给谓问告叫唤命令教请劝骂喝呼责斥指着视顾拉扯携执牵抱打笑叱见住]$/u;

/** Whose a line is by the narration before it; null where that does not lead up to it. */
export function leadCue({ lead, earlier }: Setting, names: Names, parted: boolean): Cue | null {
  if (lead === '') return null;
  const colon = /[：:]\s*$/.test(lead);
  const sentence = lastSentence(lead);
  const clauses = sentence.split(/[，,]/).map((clause) => clause.trim());
  const last = clauses.at(-1)!;
  const before = beforeSaying(last);
  if (before === null && !colon) return null;
  if (WRITTEN.test(before ?? last)) return { kind: 'other' };
  const heard = speakerAtEnd(before ?? '', last, subjectOf(last, names), names);
  if (heard) return heard;
  const cue = subjectOfSentence(clauses, names);
  if (cue?.kind === 'pronoun') return (parted ? carried(earlier + lead, cue, names) : null) ?? cue;
  if (cue && (cue.kind !== 'other' || !colon)) return cue;
  const own = colon ? owned(clauses, names) : null;
  if (own ?? cue) return own ?? cue;
  if (goesOn(lead, clauses)) return { kind: 'same' };
  const on = parted ? carried(earlier + lead, { to: spokenTo(last, names) }, names) : null;
  return on ?? { kind: 'other' };
}

/** 阿蛮的酒杯停在半空：, where nobody else is named. */
function owned(clauses: readonly string[], names: Names): Cue | null {
  const clause = opened(clauses[0]!, names);
  const name = names.at(clause, 0);
  if (!name || !/^的(?!.{0,3}[人母父娘妈爹爸妻儿女友魂])/u.test(clause.slice(name.length))) return null;
  if (roleLength(clause.slice(name.length + 1)) || hasOther(clauses.join(), name, names)) return null;
  return { kind: 'name', name };
}

/** 阿蛮站住了。他想了想，说：: a pronoun goes on with whoever the sentences before it are about. */
function carried(
  lead: string,
  { pronoun, to }: { pronoun?: '他' | '她'; to?: string | null | undefined },
  names: Names,
): Cue | null {
  const all = lead.split(/[。！？!?；;…]/).filter((one) => one.trim() !== '');
  const [first = ''] = all;
  const subject = subjectOf(first.split(/[，,]/)[0]!, names);
  if (all.length < 2 || subject.kind !== 'name') return null;
  const before = all.slice(0, -1);
  const alone = before.every((one) => !hasOther(one, subject.name, names, to));
  return alone && !isUnclear(subject.after, names, to)
    ? { kind: 'name', name: subject.name, to, ...(pronoun && { pronoun }) }
    : null;
}

/** Who does what the last clause of a sentence tells; null where that is left out. */
function subjectOfSentence(clauses: readonly string[], names: Names): Cue | null {
  const last = clauses.at(-1)!;
  if (/^(?:[都皆俱齐]|[回来飞入急]报)/u.test(last.trim())) return { kind: 'other' }; // several, or a messenger
  let found: Cue | null = null;
  for (let n = clauses.length - 1; n >= 0; n--) {
    const clause = clauses[n]!.trim();
    const subject = subjectOf(clause, names);
    // 失声道: words of saying and manner alone.
    if (subject.kind === 'none' || (subject.kind === 'other' && beforeSaying(clause) === '')) continue;
    // 林素秋走进来，门关上了，说: a thing between who acts and what they say.
    if (subject.kind === 'other' && subject.unknown && n > 0 && n < clauses.length - 1) continue;
    if (subject.kind === 'pronoun') {
      found ??= withWhom(subject, clause === last ? last : `${clause}${last}`, names);
      continue;
    }
    if (subject.kind === 'other' || subject.kind === 'teller') return found ?? { kind: subject.kind };
    if (n === clauses.length - 1 && isUnclear(subject.after, names)) return { kind: 'other' };
    // Who is named again is told about; and 宝玉正说着，忽见凤姐进来，笑道 may be either's.
    const later = clauses.slice(n + 1).some((one) => one.includes(subject.name));
    const seen =
      n < clauses.length - 1 && SEEN.test(clause) && clauses.slice(0, n).some((one) => firstName(one, names));
    if (later || seen || SEES.test(clause)) return { kind: 'other' };
    return { kind: 'name', name: subject.name, to: spokenTo(last, names) };
  }
  return found;
}

/** Who comes is seen by somebody. */
const SEEN = /^[忽却又]见/u;
/** 因又见芳官梳了头: whoever sees it is left out. */
const SEES = /^(?:[因便]?又|[因便])见/u;

const GOES_ON =
  /^(?:(?:[又便忙因遂乃却再就也还仍复笑叹哭道指拉接继]|[向对](?!曰|道))|一面|一边|说[着罢毕完]|言[毕讫罢]|[顿停][了住]|[想愣怔]了|沉[默吟]|回[头身]|转[头身过]|冷笑|随[后即])/u;

/** Whether who is left out has just spoken: nothing else is told between the two lines. */
function goesOn(lead: string, clauses: readonly string[]): boolean {
  return (
    !/[。！？!?．；;…]|大家|众|都|皆|[俱齐]/.test(lead) && clauses.every((clause) => GOES_ON.test(clause))
  );
}

/** 听宝玉笑道, 只见宝玉道: whoever stands right before the words of saying, where that is not who is spoken to. */
function speakerAtEnd(before: string, clause: string, subject: Subject, names: Names): Cue | null {
  if (subject.kind === 'name' && before.length <= clause.length - subject.after.length) return null;
  for (let length = LONGEST_NAME; length >= 2; length--) {
    const from = before.length - length;
    if (from < 1 || names.at(before, from)?.length !== length) continue;
    const rest = before.slice(0, from);
    if (PERCEIVED.test(rest)) return { kind: 'name', name: before.slice(from) };
    if (subject.kind === 'name') return TAKES_OBJECT.test(rest) ? null : { kind: 'other' };
    return null;
  }
  return null;
}

/** A pronoun that is named beside another of the same is nobody certain's (他安慰他). */
function withWhom(subject: Subject, clause: string, names: Names): Cue {
  if (subject.kind !== 'pronoun' || clause.split(subject.pronoun).length > 2) return { kind: 'other' };
  return { ...subject, to: spokenTo(clause, names) ?? firstName(clause, names) };
}

function firstName(clause: string, names: Names): string | null {
  for (let at = 0; at < clause.length; at++) {
    const name = names.at(clause, at);
    if (name) return name;
  }
  return null;
}

/** 明明 in 对明明说, 他 being nobody in particular. */
function spokenTo(clause: string, names: Names): string | null {
  const found = /[对向朝冲跟问](?=\p{Script=Han})/gu;
  for (const match of clause.matchAll(found)) {
    const name = names.at(clause, match.index + 1);
    if (name) return name;
  }
  return null;
}

/** Whether somebody else may have begun to act in a clause without commas. */
function isUnclear(rest: string, names: Names, to?: string | null): boolean {
  for (let at = 0; at < rest.length; at++) {
    const name = names.at(rest, at);
    if (!name || isTo(name, to)) continue;
    if (/[忽只却]见$/u.test(rest.slice(0, at))) return true;
    if (!TAKES_OBJECT.test(rest.slice(0, at)) && !/[把将被让为替在从、]$|[的之]$/u.test(rest.slice(0, at)))
      return true;
    at += name.length - 1;
  }
  return false;
}

/** 讲完课后, 多少天来. */
const WHEN = /[时后来间前中里上天年会久刻]$/u;

/** Whose a line is by the narration after it. */
export function tailCue({ tail }: Setting, names: Names): Cue | null {
  const { sentence, end } = firstSentence(tail);
  if (sentence === '' || /[：:]/.test(end)) return null;
  const [when = '', after = ''] = sentence.split(/[，,]/);
  const first = WHEN.test(when) && !names.at(opened(when, names), 0) ? after : when;
  const subject = subjectOf(first, names);
  if (subject.kind !== 'name' && subject.kind !== 'pronoun' && subject.kind !== 'teller') return null;
  const says = hasSaying(sentence) || (beforeSaying(first) !== null && !isSilent(sentence));
  if (!says) return null;
  if (subject.kind === 'teller') return subject;
  return subject.kind === 'name'
    ? { kind: 'name', name: subject.name, to: spokenTo(sentence, names) }
    : withWhom(subject, sentence, names);
}

/** “几级？”青年问: the narration after a line gives it to somebody without a name. */
export function isSaidByAnother({ tail, tailBelow }: Setting): boolean {
  const { sentence, end } = firstSentence(tail);
  return sentence !== '' && !tailBelow && !/[：:]/.test(end) && hasSaying(sentence);
}

/** Who acts at the beginning of the paragraph of a line, where more is told before it. */
export function actsFirst({ lead, leadAbove }: Setting, names: Names): string | null {
  const [first = '', ...others] = lead.split(/[。！？!?；;…]/).filter((one) => one.trim() !== '');
  if (leadAbove || others.length === 0) return null;
  const subject = subjectOf(first.split(/[，,]/)[0]!, names);
  return subject.kind === 'name' ? subject.name : null;
}

/** What whoever listens does: 一愣, 听了, 没有回答. */
const LISTENS =
  /听|闻|愣|怔|(?<!又)惊|吓|呆|沉默|不语|无言|无语|语塞|不(?:答|作声|做声|吭声|说话)|没(?:有)?(?:回答|说话|作声|做声|吭声|应声|接话|理)|脸(?:色)?[一红白变]|顿时|这才|果然|接过|[看望瞪盯瞥]着?[他她]/u;
const LOOKS = /[看望瞪盯瞥]着?$/u;

/**
 * Who acts beside a line in its paragraph, where each speaker has one, without a word of saying: “路上有雪。”赵铁山拍了拍肩。
 * Null where that may be whoever listens.
 */
export function beatCue(
  { lead, leadAbove, tail, tailBelow, goesOn, opens }: Setting,
  names: Names,
): Cue | null {
  if (goesOn) {
    const subject = subjectOf(firstSentence(tail).sentence.split(/[，,]/)[0]!, names);
    if (subject.kind === 'name' && !/^[、和与跟同]/u.test(subject.after))
      return { kind: 'name', name: subject.name };
    if (subject.kind === 'pronoun') return withWhom(subject, firstSentence(tail).sentence, names);
  }
  if (opens) {
    if (tailBelow || leadAbove) return null;
    const { sentence, end } = firstSentence(tail);
    return /[：:]/.test(end) ? null : beat(sentence, names);
  }
  const whole = lead.trim();
  const all = whole.split(/[。！？!?；;…]/).filter((one) => one.trim() !== '');
  const cues = all.map((one) => beat(one, names));
  const [first] = cues;
  if (!first || first.kind !== 'name') return null;
  const alone = all.every(
    (one, n) =>
      n === 0 || (cues[n]?.kind === 'name' ? cues[n].name === first.name : !hasOther(one, first.name, names)),
  );
  return alone ? first : null;
}

function beat(sentence: string, names: Names): Cue | null {
  if (sentence === '' || LISTENS.test(sentence)) return null;
  const subject = subjectOf(sentence.split(/[，,]/)[0]!, names);
  if (
    subject.kind !== 'name' ||
    /^[、和与跟同]/u.test(subject.after) ||
    looksAtSomebody(subject.after, names) ||
    isUnclear(subject.after, names)
  )
    return null;
  return { kind: 'name', name: subject.name };
}

function looksAtSomebody(rest: string, names: Names): boolean {
  for (let at = 1; at < rest.length; at++)
    if (LOOKS.test(rest.slice(0, at)) && names.at(rest, at)) return true;
  return false;
}

/** 孙少安 and 少安: whoever is spoken to, by a longer name or a shorter one. */
const isTo = (name: string, to: string | null | undefined): boolean =>
  Boolean(to && (name.endsWith(to) || to.endsWith(name)));

/** Whether a sentence names anybody else, but whoever is spoken to. */
function hasOther(sentence: string, name: string, names: Names, to?: string | null): boolean {
  for (let at = 0; at < sentence.length; at++) {
    const found = names.at(sentence, at);
    if (found && found !== name && !isTo(found, to)) return true;
    if (found) at += found.length - 1;
  }
  return false;
}

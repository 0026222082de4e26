import { type Adjacent, type LineContext, SAID } from './line-context.js';
import { type NamedLine, nextVisible, readDashed, readNamed } from './line-forms.js';
import { readHeading, readTurn } from './prompt-forms.js';
import type { ReplyForms } from './reply-forms.js';
import { isSpace, type Scanner } from './scanner.js';
import { isList } from './told-lines.js';

/** Where in the reply the next unit stands; the last two are within, and after, what another says before it begins. */
export type ReplyState = 'start' | 'line' | 'text' | 'skipping' | 'skipped';

/** What is known where a line begins. */
export interface LineStart {
  forms: ReplyForms;
  context: LineContext;
  state: ReplyState;
  /** The speaker's own name was dropped before. */
  named: boolean;
  /** The reply goes on with a text that is there already. */
  continues: boolean;
}

/** In brackets alone a name, or a number, may be a word of the sentence. */
export const GOES_ON = /[\p{Ll}\d是的之和与乃即为，、,.]/u;
const SPEECH = /["“”«「『'‘(（*_…—]/;
/** What speaks of a name as a word. */
const AS_A_WORD =
  /^(?:[这那]?[一两二三四几]个字|[两二三四]字|[^，。]{2,3}的[^，。]，[^，。]{2,3}的|[这那]?个?名字)|[这那](?:[一两二三四几]个字|个?名字)/;
/** Beside a name, tells who it is: an age, which of several. */
const TELLS_WHO = /\d|^[(（](?:the|not|née|born|aged)\s|^[(（](?:不是|就是|[那这])|[那哪这][个只位一]/i;
/** Of a line so much is looked at. */
const SHOWN = 80;
/** As what a model marks its answer, and no speaker's. */
export const ANSWERS = ['Response', 'Reply', 'Answer', '回复', '回答', '回应'];
const OWN_ROLES = ['Assistant', 'ASSISTANT', 'AI', '助手', ...ANSWERS];
/** Somebody speaks of themselves. */
const BY_MYSELF = /\b(?:I|i|my)\b|[我俺咱]/;
const PRONOUN = /^(?:i|me|我|俺|咱)$/i;

/**
 * Reads the speaker's own name where a line begins with it for no other reason than to say who speaks.
 * @returns what of it is the reply's: how it is said
 */
export function readOwnLine(s: Scanner, line: LineStart): string | null {
  const { names, ownLines } = line.forms;
  const first = line.state !== 'line';
  const own = [...names.given, ...names.derived];
  if (!ownLines && (first || line.named) && readDashed(s, own)) return '';
  const found = readNamed(s, own, true, first || line.named, first);
  return found && isOwnLine(s, found, line) ? found.direction : null;
}

function isOwnLine(s: Scanner, found: NamedLine, { forms, state, named, continues }: LineStart): boolean {
  const { names, ownLines, lowerCase } = forms;
  const first = state !== 'line';
  if (ownLines || !(first || found.numbered || named)) return false;
  if (found.direction && (TELLS_WHO.test(found.direction) || isList(s, forms, true))) return false;
  const given = names.given.some((name) => name.toLowerCase() === found.name.toLowerCase());
  const { unit, newLine, indented } = nextVisible(s);
  // A log may begin like this.
  if (found.timed && forms.quotes && !SPEECH.test(unit)) return false;
  // In brackets alone it may be a word of the sentence.
  if (!found.colon) return given && first && !GOES_ON.test(unit);
  if (found.dressed) return true;
  // A letter may begin like this.
  if (newLine) return !indented && !/[见展]/.test(unit);
  if (SPEECH.test(unit)) return true;
  if (isSpokenOf(s, unit)) return false;
  if (/[\p{Ll}\d]/u.test(unit) && !lowerCase && !continues) return false;
  return given || names.calledByParts;
}

/** Whether a reply begins with `Assistant:`, and speech, or what the speaker does. */
export function isOwnRole(s: Scanner, { forms, state, continues }: LineStart): boolean {
  if (state !== 'start' || continues) return false;
  const roles = forms.roles.filter((role) => OWN_ROLES.includes(role));
  const read = () => {
    const found = readNamed(s, roles, false);
    if (!found?.colon) return null;
    const { unit, newLine } = nextVisible(s);
    const plays = SPEECH.test(unit) || beginsWith(s, [...forms.names.given, ...forms.names.derived]);
    return plays || (newLine && unit !== '' && !ANSWERS.includes(found.name)) || null;
  };
  return s.attempt(read) ?? false;
}

/** Whether one of some names comes next. Reads nothing. */
function beginsWith(s: Scanner, names: readonly string[]): boolean {
  const from = s.at;
  s.run(isSpace, 8);
  const name = s.anyOf(names);
  s.at = from;
  return name !== '';
}

/** Whether a line is another's name as a heading, in a reply that has no other headings. */
export function isOthersHeading(s: Scanner, { forms, context, state }: LineStart): boolean {
  s.at = 0;
  if (state !== 'line' || !context.apart || context.headed || context.adjacent !== 'none') return false;
  return !forms.headings && readHeading(s, forms.others) !== null;
}

/** Whether the line goes on to speak of the name before it as of a word. Reads nothing. */
function isSpokenOf(s: Scanner, unit: string): boolean {
  if (!/\p{Script=Han}/u.test(unit)) return false;
  const from = s.at;
  const rest = s.run((unit) => unit !== '\n', SHOWN).trim();
  s.at = from;
  return AS_A_WORD.test(rest);
}

/** Whether a line begins with another's name. In other letters it has to stand apart, or before speech. */
export function isOthersLine(s: Scanner, line: LineStart): boolean {
  const { forms, context, state, continues } = line;
  if (state === 'line' && context.apart && context.adjacent === 'none') {
    if (readDashed(s, forms.others) || isBracketed(s, forms)) return true;
  }
  const exact = readNamed(s, forms.others, false, true);
  const found = exact ?? readNamed(s, forms.others, true, true);
  if (!found || !isAnothers(s, found, line, context.adjacent)) return false;
  const begins = state === 'start' && !continues;
  return exact !== null || begins || context.apart || SPEECH.test(nextVisible(s).unit);
}

/** Whether a line begins with another's name in square brackets, and that one speaks: in a panel of the story's nobody does. */
function isBracketed(s: Scanner, { others, brackets }: ReplyForms): boolean {
  if (brackets) return false;
  const read = () => {
    const found = readNamed(s, others, false);
    if (!found?.dressed || found.colon) return null;
    const { unit, newLine } = nextVisible(s);
    if (newLine || unit === '' || GOES_ON.test(unit) || isSpokenOf(s, unit)) return null;
    const said = s.run((unit) => unit !== '\n', SHOWN).trim();
    return (SPEECH.test(unit) || BY_MYSELF.test(said)) && (said.length >= SHOWN - 1 || SAID.test(said))
      ? true
      : null;
  };
  return s.attempt(read) ?? false;
}

/** Whether a line begins with `User:` or the like, and somebody speaks there. */
export function isRoleLine(s: Scanner, line: LineStart): boolean {
  const { forms, context, state } = line;
  s.at = 0;
  if (state !== 'line' || !context.apart || context.screen) return false;
  const speakers = forms.roles.filter((role) => role !== 'AI' && !ANSWERS.includes(role));
  const found = readNamed(s, speakers, false);
  if (!found?.colon) return false;
  const alone = context.adjacent === 'none' && nextVisible(s).newLine;
  if (!alone && !isAnothers(s, found, line, context.adjacent)) return false;
  return SPEECH.test(nextVisible(s).unit) || readTurn(s);
}

/** Whether what was found is another member's, beyond doubt. */
function isAnothers(s: Scanner, found: NamedLine, line: LineStart, adjacent: Adjacent): boolean {
  const { forms, state, named } = line;
  if (!found.colon || adjacent === 'list') return false;
  if (state === 'start' && PRONOUN.test(found.name)) return false;
  const { unit, newLine, myself } = nextVisible(s);
  if (SPEECH.test(unit) || found.numbered) return true;
  // Alone on its line a name and a colon begin a letter; after `Mood: wary`, or of a note, they are no speech either.
  if (adjacent !== 'none' || (newLine && unit !== '' && !named)) return false;
  if (isSpokenOf(s, unit) || isList(s, forms, state === 'start')) return false;
  if (named || myself || unit === '') return true;
  // Before a number it may be a score.
  return forms.lowerCase ? !/\d/.test(unit) : !/[\p{Ll}\d]/u.test(unit);
}

import { type Adjacent, isField, type LineContext, SAID } from './line-context.js';
import { type NamedLine, nextVisible, readNamed } from './line-forms.js';
import { readHeading, readTurn } from './prompt-forms.js';
import type { ReplyForms } from './reply-forms.js';
import type { Scanner } from './scanner.js';

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
const AS_A_WORD = /^(?:[这那]?[一两二三四几]个字|[这那]?个?名字)|[这那](?:[一两二三四几]个字|个?名字)/;
/** Of a line so much is looked at. */
const SHOWN = 80;
/** A word or two. */
const SHORTEST = 4;
const OWN_ROLES = ['Assistant', 'ASSISTANT', '助手'];
const PRONOUN = /^(?:i|me|我|俺|咱)$/i;

/** Whether a line begins with the speaker's own name for no other reason than to say who speaks. */
export function isOwnLine(s: Scanner, { forms, state, named, continues }: LineStart): boolean {
  const { names, ownLines, lowerCase } = forms;
  const first = state !== 'line';
  const found = readNamed(s, [...names.given, ...names.derived], true, false, first);
  if (!found) return false;
  if (ownLines || !(first || found.numbered || named)) return false;
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

/** Whether a reply begins with `Assistant:`, and speech. */
export function isOwnRole(s: Scanner, { forms, state, continues }: LineStart): boolean {
  if (state !== 'start' || continues) return false;
  const roles = forms.roles.filter((role) => OWN_ROLES.includes(role));
  return (
    s.attempt(() => (readNamed(s, roles, false)?.colon && SPEECH.test(nextVisible(s).unit)) || null) ?? false
  );
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

/** A few words after a name, and a name with a few words below it. Reads nothing. */
function fieldsHere(s: Scanner): { shortest: number; goesOn: boolean } | null {
  const line = () => s.run((unit) => unit !== '\n', SHOWN).trim();
  const from = s.at;
  const said = line();
  const below = said && !SAID.test(said) && s.one('\n') ? line() : '';
  const goesOn = isField(below) && s.word('\n\n') && !isField(line() || ':');
  s.at = from;
  return isField(below) ? { shortest: said.length, goesOn } : null;
}

/** Whether a word or two stand after a name, and below it after that of nobody who takes part. Reads nothing. */
function isAmongStrangers(s: Scanner, { members }: ReplyForms): boolean {
  const line = () => s.run((unit) => unit !== '\n', SHOWN).trim();
  const from = s.at;
  const [, name] =
    (line().length <= SHORTEST && s.one('\n') && /^([^:：*“"「]{1,12})[:：]\s*\S{1,4}$/.exec(line())) || [];
  s.at = from;
  return name !== undefined && !members.includes(name.trim());
}

/** Whether names with words beside them are a list of the story's: a roll, a score. */
function isList(s: Scanner, forms: ReplyForms, begins: boolean): boolean {
  if (forms.quotes && isAmongStrangers(s, forms)) return true;
  // Who speaks in quotation marks does not say a bare word; in a chat two lines may stand above what is said of them.
  if (forms.quotes) return (fieldsHere(s)?.shortest ?? Infinity) <= SHORTEST;
  return begins && (fieldsHere(s)?.goesOn ?? false);
}

/** Whether a line begins with another's name. In other letters it has to stand apart, or before speech. */
export function isOthersLine(s: Scanner, line: LineStart): boolean {
  const { forms, context, state, continues } = line;
  const exact = readNamed(s, forms.others, false, true);
  const found = exact ?? readNamed(s, forms.others, true, true);
  if (!found || !isAnothers(s, found, line, context.adjacent)) return false;
  const begins = state === 'start' && !continues;
  return exact !== null || begins || context.apart || SPEECH.test(nextVisible(s).unit);
}

/** Whether a line begins with `User:` or the like, and somebody speaks there. */
export function isRoleLine(s: Scanner, line: LineStart): boolean {
  const { forms, context, state } = line;
  s.at = 0;
  if (state !== 'line' || !context.apart || context.screen) return false;
  const found = readNamed(s, forms.roles, false);
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

import type { Adjacent, LineContext } from './line-context.js';
import { type NamedLine, nextVisible, readNamed } from './line-forms.js';
import { readTurn } from './prompt-forms.js';
import type { ReplyForms } from './reply-forms.js';
import { isBlank, type Scanner } from './scanner.js';

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
const AS_A_WORD = ['这个名字', '这名字', '这两个字', '这三个字', '这几个字', '那个名字'];
const PRONOUN = /^(?:i|me|我|俺|咱)$/i;

/** Whether a line begins with the speaker's own name for no other reason than to say who speaks. */
export function isOwnLine(s: Scanner, { forms, state, named, continues }: LineStart): boolean {
  const { names, ownLines, lowerCase } = forms;
  const found = readNamed(s, [...names.given, ...names.derived], true);
  if (!found) return false;
  const first = state !== 'line';
  if (ownLines || !(first || found.numbered || named)) return false;
  const given = names.given.some((name) => name.toLowerCase() === found.name.toLowerCase());
  const { unit, newLine, indented } = nextVisible(s);
  // In brackets alone it may be a word of the sentence.
  if (!found.colon) return given && first && !GOES_ON.test(unit);
  if (found.dressed) return true;
  // A letter may begin like this.
  if (newLine) return !indented && !/[见展]/.test(unit);
  if (SPEECH.test(unit)) return true;
  const from = s.at;
  s.run(isBlank, 2);
  const isWord = s.anyOf(AS_A_WORD) !== '';
  s.at = from;
  if (isWord) return false;
  if (/[\p{Ll}\d]/u.test(unit) && !lowerCase && !continues) return false;
  return given || names.calledByParts;
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
  if (named || myself || unit === '') return true;
  // Before a number it may be a score.
  return forms.lowerCase ? !/\d/.test(unit) : !/[\p{Ll}\d]/u.test(unit);
}

import { isField, SAID } from './line-context.js';
import type { ReplyForms } from './reply-forms.js';
import type { Scanner } from './scanner.js';

/** Of a line so much is looked at. */
const SHOWN = 80;
/** A word or two. */
const SHORTEST = 4;
/** Who tells of a talk names themselves so. */
const MYSELF = /^[*_【[]{0,3}(?:i|me|myself|我|俺|咱|本人)[*_】\]]{0,3}\s?[:：]/i;
const NAMED = /^[*_]{0,3}[【[]([^】\]\n]{1,16})[】\]][*_]{0,3}[:：]\s*[^\s"“「『*（(]/;
const BARE = /^([^\s:：*"“「（(【[]{1,12})[:：]\s*[^\s"“「『*（(]/;
/** Another name and colon behind a sentence. */
const NEXT_NAMED = /[.。;；!！?？]\s*([^\s.。;；!！?？:：，,"“「『(（]{1,16})(?:[(（][^)）\n]*[)）])?[:：]/;

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
export function isList(s: Scanner, forms: ReplyForms, begins: boolean): boolean {
  if (isTold(s, forms)) return true;
  if (forms.quotes && isAmongStrangers(s, forms)) return true;
  // Who speaks in quotation marks does not say a bare word; in a chat two lines may stand above what is said of them.
  if (forms.quotes) return (fieldsHere(s)?.shortest ?? Infinity) <= SHORTEST;
  return begins && (fieldsHere(s)?.goesOn ?? false);
}

/** Whether somebody tells here who said what: themselves as "me", strangers, or several people on one line. Reads nothing. */
function isTold(s: Scanner, { members, quotes }: ReplyForms): boolean {
  const from = s.at;
  const said = s.run((unit) => unit !== '\n', SHOWN);
  const below = s.one('\n') ? s.run((unit) => unit !== '\n', SHOWN) : '';
  s.at = from;
  const stranger = (NAMED.exec(below) ?? (quotes ? null : BARE.exec(below)))?.[1]?.trim();
  const next = NEXT_NAMED.exec(said)?.[1];
  return (
    MYSELF.test(below) ||
    (stranger !== undefined && !members.includes(stranger)) ||
    (next !== undefined && (members.includes(next) || MYSELF.test(`${next}:`)))
  );
}

import type { Passage, Quotation } from './types.js';

const list = (words: string) => words.trim().split(/\s+/);

const MALE = list('Mr Sir Lord Master Monsieur King Prince Duke Count Baron Uncle Father Brother Captain Colonel Major General Admiral Lieutenant Sergeant Capt Col Rev Reverend'); // prettier-ignore
const FEMALE = list('Mrs Miss Ms Lady Madame Madam Mademoiselle Mme Mlle Queen Princess Duchess Countess Baroness Aunt Mother Sister Dame'); // prettier-ignore
const EITHER = list('Dr Doctor Professor Prof Inspector Judge President Cousin Saint St Nurse');
const TITLES = new Set([...MALE, ...FEMALE, ...EITHER]);

const SPEECH =
  list(`said says say cried cries replied replies answered answers asked asks exclaimed exclaims returned continued
  continues added adds observed whispered whispers shouted repeated remarked muttered inquired enquired began begins rejoined
  resumed called murmured interrupted responded demanded growled sobbed sighed laughed screamed retorted suggested declared
  explained pleaded protested thought ejaculated persisted stammered urged admitted agreed announced argued assented gasped
  groaned hissed insisted interposed objected panted proceeded pursued roared snapped vociferated faltered commanded ordered
  echoed drawled mumbled yelled warned wondered concluded confessed acknowledged affirmed begged bawled chuckled corrected
  grumbled implored lamented mused piped proposed reminded stated snarled shrieked sneered smiled whimpered moaned breathed
  put broke went told burst chimed faltered hinted reflected reiterated soliloquised`);

const ANIMATE =
  list(`was had looked smiled felt knew came went turned sat stood walked took gave could would did seemed saw heard
  laughed nodded shook wished hoped loved held opened left got made found wanted began entered rose might ran spoke`);

/** Capitalised words that are nobody's name. */
const NOBODY = new Set(
  list(`I He She It They We You His Her Its Their Our Your My This That These Those There Then And But Or So If When While Where
  Why How What Who Which Whom Whose The A An As At In On To From By For With Of After Before Not No Yes Oh Ah Well Now Here One
  Two Some Any All Both Each Every Such Nobody Everybody Somebody Nothing Everything Let Do Did Is Was Are Were Have Has Had Will
  Would Shall Should Can Could May Might Must Never Ever Still Yet Though Perhaps Indeed Dear Poor Good Great Old Young Little My
  Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
  November December Christmas Easter Michaelmas English French German Irish Scotch Italian American Indian Chinese European Latin
  Greek Roman Christian Heaven God Lord Sir Madam Ma'am Miss Mr Mrs Chapter Volume Book Part Letter Project Gutenberg`),
);

const WORD = String.raw`\p{Lu}[\p{L}\p{M}]*\p{Ll}[\p{L}\p{M}]*(?:[’'-]\p{Lu}?[\p{L}\p{M}]+)*`;
const GAP = String.raw`[ \n]{1,3}`;
const NAME = String.raw`(?:(?:${[...TITLES].join('|')})\b\.?${GAP})*(?:\p{Lu}\.${GAP})*(?:(?:O|D)[’'])?${WORD}(?:${GAP}(?:(?:de|du|la|le|van|von|der)${GAP})?(?:\p{Lu}\.${GAP})*${WORD})*`;
const VERB = `(?:${[...new Set(SPEECH)].join('|')})`;
const ADVERB = String.raw`(?:${GAP}(?:\p{Ll}+ly|then|again|at last|at once|now|only|also|too|still|aloud|here|out|in|on|up))?`;

/** A name as it stands in the text: title and words. */
interface Form {
  title: string;
  words: string[];
  count: number;
  first: number;
  /** Times it stands where only a name has a capital. */
  inside: number;
  /** Times it does or says something. */
  acts: number;
  says: number;
  /** Times it stands behind a preposition of place. */
  places: number;
}

/** A person under all forms of their name. */
export interface Naming {
  name: string;
  forms: string[];
  mentions: number;
  first: number;
  /** They have a title, say or do something: no place. */
  sure: boolean;
}

/** The persons named in an English text, and for each quotation the name of whoever says it, where the text tells. */
export function readEnglish(text: string, passages: readonly Passage[], quotations: readonly Quotation[]) {
  const forms = findForms(text);
  return forms;
}

import type { PeopleWords } from '../rules/tokens.js';
import type { Quotation } from '../../../text/types.js';
import type { GenderOf } from './genders.js';
import type { ToldClause } from './told.js';

const MARKS = /[\uE000\uE100-\uE8FF]/g;

/** Of whom people talk: the only one whom a line names is who is `he` in it, and in the line that answers it. */
export class Topic {
  private mark: string | null = null;
  private quotation: Quotation | null = null;

  constructor(
    private readonly words: PeopleWords,
    private readonly genderOf: GenderOf,
  ) {}

  /** The next clause of a line, its first pronoun as a mark. */
  read({ marked, quotation }: ToldClause): { marked: string; isResolved: boolean } {
    if (quotation !== this.quotation) {
      // Whoever is asked about themselves says `I`.
      if (this.mark && !marked) this.mark = null;
      this.quotation = quotation;
    }
    const named = new Set(marked.replace(this.words.vocative, '').match(MARKS) ?? []);
    const { pattern, behind } = this.words.begins;
    const found = named.size === 0 && this.mark ? pattern.exec(marked) : null;
    if (named.size > 0) this.mark = named.size === 1 ? [...named][0]! : null;
    if (!found || this.words.isOneGender) return { marked, isResolved: false };
    const { m, f, short } = found.groups!;
    if (this.genderOf(this.mark!) !== (m ? 'm' : 'f')) return { marked, isResolved: false };
    return {
      marked: this.mark! + behind((m ?? f)! + (short ?? '')) + marked.slice(found[0].length),
      isResolved: true,
    };
  }
}

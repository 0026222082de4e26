import { LineContext } from './line-context.js';
import { endsLine, nextVisible, readLabel, readTag, readToClosing } from './line-forms.js';
import {
  GOES_ON,
  isOthersHeading,
  isOthersLine,
  isOwnRole,
  isRoleLine,
  readOwnLine,
  type LineStart,
  type ReplyState,
} from './line-speaker.js';
import { readInvitation, readPreamble } from './out-of-role.js';
import { readCitation, readCopiedLine, readNumbers, readRecalled } from './prompt-forms.js';
import type { ReplyForms } from './reply-forms.js';
import { isBlank, isSpace, MoreNeeded, Scanner } from './scanner.js';
import { readBareRole, readInst, readStart, readTemplateHeading, readToken } from './template-marks.js';

/** So far the end of a part of the prompt is looked for that a reply repeats. */
const LONGEST_BLOCK = 4000;
/** So much white space is kept back until what follows is known. */
const LONGEST_GAP = 400;
/** What is ever held back, at most, in UTF-16 units: a block of the prompt, and the line that it begins with. */
export const MOST_HELD = LONGEST_BLOCK + LONGEST_GAP + 1000;

/** What ends a word that is taken as it is. */
const OPENING = /[<(（[【［]/;

/** What is to be done with the line that begins, or what is kept of what is dropped. */
type Line = 'text' | 'dropped' | 'others' | 'end' | { kept: string };

/**
 * Cleans a reply while it comes: the speaker's own name before it, copied dates and tags of the prompt, and from the
 * first line on that another member says, all of the rest. Whatever is not sure stays.
 */
export class ReplyCleaner {
  /** Another's line began: nothing that follows belongs to the reply. */
  over = false;
  private pending = '';
  /** White space before the next text. */
  private gap = '';
  private state: ReplyState = 'start';
  /** The speaker's own name was dropped: further lines may begin with it, too. */
  private named = false;
  /** Numbers of messages stood at the beginning: they may stand at the end, too. */
  private numbered = false;
  /** Something was dropped after the last text: white space at the end goes with it. */
  private dropped = false;
  private readonly context = new LineContext();

  /** @param continues the reply goes on with a text that is there already */
  constructor(
    private readonly forms: ReplyForms,
    private readonly continues = false,
  ) {}

  /** Takes what has come. @returns what is now known to be reply */
  push(text: string): string {
    return this.take(text, false);
  }

  /** Nothing more comes. @returns what was held back and is reply */
  end(): string {
    const text = this.take('', true);
    return this.over || this.dropped ? text : text + this.gap;
  }

  /** How much is held back. */
  get held(): number {
    return this.pending.length + this.gap.length;
  }

  private take(text: string, final: boolean): string {
    this.pending += text;
    let out = '';
    try {
      while (!this.over && this.pending !== '') out += this.step(new Scanner(this.pending, final));
    } catch (error) {
      if (!(error instanceof MoreNeeded)) throw error;
    }
    return out;
  }

  /** Reads one piece: white space, the beginning of a line, or text within one. */
  private step(s: Scanner): string {
    if (this.state === 'skipping') return this.skipLine();
    if (isSpace(s.peek())) return this.space(s);
    if (this.state !== 'skipped' && !this.context.inCode && !this.isWithinWord(s)) {
      if (this.uncited(s) || this.unnumbered(s)) return '';
    }
    if (this.state === 'text') return this.within(s);
    if (this.unlisted(s)) return '';
    const line = this.beginning(s);
    switch (line) {
      case 'text':
        this.state = 'text';
        s.at = 1;
        return this.emit(s);
      case 'others':
        this.state = 'skipping';
        this.gap = '';
        return this.skipLine();
      case 'end':
        this.over = true;
        return '';
      default:
        if (this.state === 'skipped') this.state = 'start';
        this.dropLine(s, line === 'dropped' ? '' : line.kept);
        return '';
    }
  }

  /** Where a word goes on nothing is looked for: how the reply came in pieces would tell where. */
  private isWithinWord(s: Scanner): boolean {
    return this.state === 'text' && this.gap === '' && !OPENING.test(s.peek());
  }

  private space(s: Scanner): string {
    const space = s.run(isSpace, LONGEST_GAP);
    this.pending = this.pending.slice(s.at);
    const breaks = space.split('\n').length - 1;
    if (this.state === 'skipped') {
      if (breaks > 1) this.state = 'start';
      return '';
    }
    this.gap += space;
    this.context.space(space);
    if (breaks && this.state === 'text') this.state = 'line';
    return this.gap.length > LONGEST_GAP ? this.emit(s, 0) : '';
  }

  /** Text within a line: all up to white space or what may be a tag. */
  private within(s: Scanner): string {
    const rest = /^[^\s<(（[【［]+/.exec(this.pending);
    if (rest) return this.emit(s, rest[0].length);
    if (this.context.inCode) return this.emit(s, 1);
    // Within a sentence somebody may speak of such a mark.
    const { context, forms } = this;
    const mayEnd = (context.ended || this.gap === '') && !context.shows;
    if (mayEnd && (readToken(s, forms.marks) || (context.ended && readInst(s, forms.marks)))) {
      this.over = true;
      return '';
    }
    const tag = readTag(s, this.forms.tags);
    if (!tag || tag.name === 'source' || !endsLine(s)) return this.emit(s, 1);
    if (!tag.closing) s.attempt(() => readToClosing(s, tag.name, LONGEST_BLOCK));
    this.pending = this.pending.slice(s.at);
    this.dropped = true;
    return '';
  }

  /** Drops `(Name, #12)` at the end of a line. */
  private uncited(s: Scanner): boolean {
    if (!this.mayCite || this.context.listed || !readCitation(s, this.forms.members)) return false;
    if (this.state === 'text') {
      this.gap = this.gap.replace(/[ \t\u3000]+$/, '');
      this.pending = this.pending.slice(s.at);
      this.dropped = true;
    } else this.dropLine(s);
    return true;
  }

  /** Takes the list's mark, and the quotation's, from what names its speaker at its end. */
  private unlisted(s: Scanner): boolean {
    if (this.state === 'skipped' || this.context.inCode || !this.mayCite) return false;
    const words = readRecalled(s, this.forms, this.state === 'start');
    if (words === null) return false;
    this.pending = words + this.pending.slice(s.at);
    return true;
  }

  /** Who writes in small letters may write the word alone on a line. */
  private get mayBareRole(): boolean {
    const { forms, context, state } = this;
    const begins = state === 'start' && !this.continues;
    if (forms.lowerCase || !forms.roles.includes('Assistant') || !forms.roles.includes('User')) return false;
    return begins || (state === 'line' && context.apart && context.adjacent === 'none');
  }

  /** Elsewhere a name and a number in brackets may be an item of a list. */
  private get mayCite(): boolean {
    const { adjacent } = this.context;
    return !this.forms.numbers && adjacent !== 'list' && adjacent !== 'fields';
  }

  /** Drops `(#12)` at the reply's beginning. At the end of a line it is held back: it goes where the reply ends there. */
  private unnumbered(s: Scanner): boolean {
    if (this.forms.numbers) return false;
    const read = () => {
      const form = readNumbers(s);
      return form && this.numbersStandApart(s, form === 'bare');
    };
    if (!s.attempt(read)) return false;
    if (this.state === 'start' && !this.continues) {
      this.dropLine(s);
      this.numbered = true;
      return true;
    }
    const numbers = this.pending.slice(0, s.at);
    this.gap += numbers;
    this.context.text(numbers);
    this.pending = this.pending.slice(s.at);
    this.state = 'text';
    this.dropped = true;
    return true;
  }

  /** Whether numbers that were read are no part of a sentence: bare ones at the beginning only on a line of their own. */
  private numbersStandApart(s: Scanner, bare: boolean): true | null {
    const { unit, newLine } = nextVisible(s);
    const apart =
      this.state === 'start' && !this.continues
        ? unit !== '' && (bare ? newLine : !GOES_ON.test(unit))
        : endsLine(s) && (this.numbered || this.context.ended);
    return apart || null;
  }

  private emit(s: Scanner, units = s.at): string {
    const text = this.pending.slice(0, units);
    this.pending = this.pending.slice(units);
    this.context.text(text);
    const out = this.gap + text;
    this.gap = '';
    this.dropped = false;
    return out;
  }

  /** Leaves out what was read, with the line where it had one for itself. */
  private dropLine(s: Scanner, kept = ''): void {
    if (this.state === 'start') s.run(isSpace, LONGEST_GAP);
    else {
      s.run(isBlank, 32);
      if (s.peek() === '\n') s.at++;
    }
    if (this.state === 'start' && !this.continues) this.gap = '';
    const blank = kept.startsWith('(') ? ' ' : '';
    this.pending = kept + blank + this.pending.slice(s.at);
    this.dropped = true;
  }

  private skipLine(): string {
    const end = this.pending.indexOf('\n');
    this.pending = end < 0 ? '' : this.pending.slice(end);
    if (end >= 0) this.state = 'skipped';
    this.dropped = true;
    return '';
  }

  /** Reads what a line begins with: of what is dropped, all. */
  private beginning(s: Scanner): Line {
    const { forms, context, state } = this;
    if (context.inCode) return 'text';
    const tag = readTag(s, forms.tags);
    if (tag) {
      // `source` is one of HTML, too.
      if (tag.name === 'source' && !endsLine(s)) return 'text';
      if (!tag.closing) s.attempt(() => readToClosing(s, tag.name, LONGEST_BLOCK));
      return 'dropped';
    }
    const begins = state === 'start' && !this.continues;
    const isShown = context.adjacent === 'list';
    const speaks = context.apart && !context.headed && !forms.headings;
    const mark = isShown ? null : (readToken(s, forms.marks) ?? readTemplateHeading(s, forms.marks, speaks));
    if (mark) return mark.own && begins ? 'dropped' : 'end';
    const role = this.mayBareRole && readBareRole(s);
    if (role && (role.own || !begins)) return begins ? 'dropped' : 'end';
    if (begins && readPreamble(s, [...forms.names.given, ...forms.names.derived])) return 'dropped';
    if (context.apart && !isShown && readInvitation(s)) return 'end';
    if (begins && readStart(s, forms.marks)) return 'dropped';
    if (!forms.labels && readLabel(s)) return 'dropped';
    if (readCopiedLine(s, forms, state !== 'line', this.dropped)) return 'dropped';
    const line: LineStart = { forms, context, state, named: this.named, continues: this.continues };
    const direction = readOwnLine(s, line);
    if (direction !== null || isOwnRole(s, line)) {
      this.named = true;
      return { kept: direction ?? '' };
    }
    if (state === 'skipped') return 'others';
    s.at = 0;
    const others = isOthersLine(s, line) || isRoleLine(s, line) || isOthersHeading(s, line);
    if (!others) return 'text';
    return begins ? 'others' : 'end';
  }
}

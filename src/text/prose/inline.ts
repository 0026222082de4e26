import { type Piece, piecesOf } from './inline-marks.js';

/** What stands within a block: text and its marks, in one another. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'ruby'; text: string; reading: string }
  | { kind: 'picture'; alt: string; url: string; text: string }
  | { kind: 'link'; label: string; url: string }
  | { kind: 'line' }
  | { kind: Wrap; inside: Inline[] };

/** `action` is what is done, `speech` what is said, `aside` what is said outside the story. */
export type Wrap = 'action' | 'strong' | 'strike' | 'speech' | 'aside';

/** A mark that waits for the one that closes it, and what has come since. */
interface Opened {
  mark: string;
  before: string;
  inside: Inline[];
  /** Of a straight quotation mark or bracket: nothing on another line closes it. */
  lineOnly: boolean;
}

/** Older marks than so many that nothing has closed are text. It bounds the depth of what is drawn, and the time. */
const MOST_OPEN = 16;
const CLOSERS: Record<string, string[]> = {
  '”': ['“', '„'],
  '“': ['„'],
  '»': ['«'],
  '」': ['「'],
  '』': ['『'],
  '"': ['"'],
  '）': ['（'],
  ')': ['('],
  '））': ['（（'],
  '))': ['(('],
};
const OPENERS = new Set('“„«「『"（('.split('').concat('（（', '(('));
const EASTERN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const SPACE = /^\s?$/;

/**
 * Reads a block's text: emphasis, code, links, pictures, readings of words, and what is said or done. Marks that
 * nothing closes are text, but for speech that begins a paragraph, which the next one may carry on.
 * @param open the text is still being written: what is open at its end goes on
 */
export function inlineOf(text: string, open = false): Inline[] {
  const reader = new InlineReader();
  for (const piece of piecesOf(text)) reader.read(piece);
  return reader.end(open);
}

class InlineReader {
  private readonly ground: Inline[] = [];
  private readonly opened: Opened[] = [];

  read(piece: Piece): void {
    if (piece.kind === 'mark') return this.mark(piece.text, piece.before, piece.after);
    if (piece.kind === 'line') {
      for (let i = this.opened.length - 1; i >= 0; i--) if (this.opened[i]!.lineOnly) this.letGo(i);
    }
    this.add(piece);
  }

  end(open: boolean): Inline[] {
    if (open) while (this.opened.length) this.close(this.opened.length - 1);
    else {
      const [first] = this.opened;
      const whole = first && this.ground.length === 0 && /^[“«「『]$/.test(first.mark);
      while (this.opened.length > (whole ? 1 : 0)) this.letGo(this.opened.length - 1);
      if (whole) this.close(0);
    }
    return this.ground;
  }

  private mark(text: string, before: string, after: string): void {
    if (/^[*_~]/.test(text)) return this.run(text, before, after);
    const from = this.opened.findLastIndex(({ mark }) => CLOSERS[text]?.includes(mark));
    if (from >= 0 && (text !== '"' || !SPACE.test(before))) {
      return this.close(from, { closer: text });
    }
    if ((text === '））' || text === '))') && from < 0) {
      this.mark(text[0]!, before, text[0]!);
      return this.mark(text[0]!, text[0]!, after);
    }
    if (opens(text, before, after)) this.open(text, before, /^["（(]/.test(text));
    else this.add({ kind: 'text', text });
  }

  /** Stars, underscores or tildes in a row. */
  private run(text: string, before: string, after: string): void {
    const closes = !SPACE.test(before) && (text[0] !== '_' || !/\w/.test(after));
    const from = closes ? this.opened.findLastIndex(({ mark }) => mark === text) : -1;
    if (from >= 0 && !isWave(text, this.opened[from]!.before, after)) return this.close(from);
    // Three are two and one, in either order.
    const part = closes && from < 0 && text.length <= 3 ? this.partOf(text) : -1;
    if (part >= 0) {
      const { mark } = this.opened[part]!;
      if (mark.length > text.length) return this.close(part, { left: mark.length - text.length });
      this.close(part);
      return this.run(text.slice(mark.length), 'x', after);
    }
    if (opensRun(text, before, after)) this.open(text, before, false);
    else this.add({ kind: 'text', text });
  }

  /** The newest run of the same sign, where one of both is three long. */
  private partOf(text: string): number {
    const at = this.opened.findLastIndex(({ mark }) => mark[0] === text[0]);
    const length = this.opened[at]?.mark.length;
    return length !== undefined && (length === 3 || text.length === 3) ? at : -1;
  }

  private open(mark: string, before: string, lineOnly: boolean): void {
    if (this.opened.length >= MOST_OPEN) this.letGo(0);
    this.opened.push({ mark, before, inside: [], lineOnly });
  }

  /**
   * Closes a mark; what is open in it is text.
   * @param closer what is shown at its end
   * @param left how many of its signs stay open
   */
  private close(at: number, { closer = '', left = 0 } = {}): void {
    while (this.opened.length > at + 1) this.letGo(this.opened.length - 1);
    const { mark, before, inside } = this.opened.pop()!;
    const signs = mark.slice(left);
    const kind = wrapOf(signs);
    const node: Inline = { kind, inside: signs.length === 3 ? [{ kind: 'action', inside }] : inside };
    if (!/^[*_~]/.test(mark))
      node.inside = joined([textOf(mark), ...inside, ...(closer ? [textOf(closer)] : [])]);
    if (left) this.opened.push({ mark: mark.slice(0, left), before, inside: [node], lineOnly: false });
    else this.add(node);
  }

  /** A mark that nothing closes is text; what it might have held stays. */
  private letGo(at: number): void {
    const { mark, inside } = this.opened.splice(at, 1)[0]!;
    const below = this.opened[at - 1]?.inside ?? this.ground;
    for (const one of [textOf(mark), ...inside]) append(below, one);
  }

  private add(one: Inline): void {
    append(this.opened.at(-1)?.inside ?? this.ground, one);
  }
}

const textOf = (text: string): Inline => ({ kind: 'text', text });

function append(nodes: Inline[], one: Inline): void {
  const last = nodes.at(-1);
  if (one.kind === 'text' && last?.kind === 'text')
    nodes[nodes.length - 1] = { kind: 'text', text: last.text + one.text };
  else nodes.push(one);
}

function joined(nodes: readonly Inline[]): Inline[] {
  const all: Inline[] = [];
  for (const one of nodes) append(all, one);
  return all;
}

function wrapOf(mark: string): Wrap {
  if (mark === '((' || mark === '（（') return 'aside';
  if (mark[0] === '~') return 'strike';
  if (/^[*_]/.test(mark)) return mark.length > 1 ? 'strong' : 'action';
  return mark === '（' || mark === '(' ? 'action' : 'speech';
}

/** Whether a quotation mark or bracket can begin something. */
function opens(mark: string, before: string, after: string): boolean {
  if (!OPENERS.has(mark)) return false;
  // 5′10″ and (s) are no speech and no action.
  if (mark === '"') return !SPACE.test(after) && !/\w/.test(before);
  return mark !== '(' || EASTERN.test(after);
}

function opensRun(run: string, before: string, after: string): boolean {
  if (SPACE.test(after) || run.length > 3) return false;
  switch (run[0]) {
    case '~':
      return run.length === 2;
    case '_':
      return !/\w/.test(before) && /[\p{L}\p{N}"“「『«（(*]/u.test(after);
    default:
      // Products (5*3) and faces (*^_^*) are as they are written.
      return !(run.length > 1 ? /\d/ : /\w/).test(before) && !/[\^≧´°]/.test(after);
  }
}

/** In the East one draws out a word with tildes (好~~); they strike nothing out. */
const isWave = (run: string, before: string, after: string) =>
  run[0] === '~' && EASTERN.test(before) && !/[\p{L}\p{N}]/u.test(after);

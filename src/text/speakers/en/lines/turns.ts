import {
  actor,
  type Cue,
  cueAfter,
  cueBefore,
  mark,
  MARK,
  same,
  sentences,
  subjectsIn,
  vocatives,
} from './cues.js';
import { letterPassages } from './letters.js';
import type { Mention } from '../names/names.js';
import type { Gender } from '../names/titles.js';
import type { Passage, Quotation } from '../../../types.js';

/** Lines that one mouth says: those of a paragraph, or of several when a speech goes on. */
export interface SpeechTurn {
  /** Index of the passage in which it begins. */
  at: number;
  /** Index of the passage in which it ends. */
  until: number;
  section: number;
  /** Indexes of lines. */
  lines: number[];
  cue: Cue | null;
  /** Who acts beside the lines, a weaker sign. */
  actors: Cue[];
  /** Whom its lines call. */
  called: Set<number>;
  /** `sir`, `madam`: whether they call a man or a woman. */
  calledGender: Gender;
  /** `papa`, `uncle`: what somebody whom they call is to whoever says them. */
  calledKin: string | null;
  /** Whether it ends in a question. */
  asks: boolean;
  /** `She added`, `he went on`: by whoever spoke before; `she replied`: by somebody else. */
  manner: 'adds' | 'replies' | null;
  /** Whom its lines speak of. */
  spokenOf: Set<number>;
  /** Names in the rest of the paragraph, in order. */
  beside: number[];
  /** Its lines, with marks for names. */
  speech: string;
  /** What its paragraph tells before it. */
  lead: string;
  /** To whom, with whom or at whom something is done beside the lines. */
  objects: Set<number>;
}

/** A passage as it is told, without what is said in it. */
export interface NarratedPassage {
  /** Names in order. */
  names: number[];
  /** Who acts, sentence by sentence. */
  actors: Cue[];
  /** Who does something anywhere in a sentence, in order. */
  subjects: number[];
  text: string;
}

const GENTLE =
  /[,!]\s*(?:my\s+(?:dear\s+|good\s+)?)?(?:sir|sirrah|papa|father|old fellow|old chap|my boy|my lad|my lord)\s*(?=[,.!?;—–-]|$)|^["“‘'](?:Sir|Papa|Father)[,!]/;
const LADIES =
  /[,!]\s*(?:my\s+(?:dear\s+|good\s+)?)?(?:madam|ma['’]am|ma am|mamma|mama|mother|miss|my lady|my girl)\s*(?=[,.!?;—–-]|$)|^["“‘'](?:Madam|Mamma|Mother)[,!]/;
const RELATIVES =
  /(?:^["“‘']|[,!]\s*(?:my\s+(?:dear\s+)?|dear\s+)?)(papa|father|mamma|mama|mother|uncle|aunt)\s*(?=[,.!?;—–-]|["”’']?$)/i;
const ONE_CLAUSE = /^[\s,—–-]*\p{Ll}(?!.*[;—–]\s*(?:and|but)\b.*[,:—–-]\s*$)/su;
const DASH = /[—―–-]/;
const CLOSING = /["”’'»]/;
const OBJECT = new RegExp(
  `\\b(?:to|at|with|of|for|from|upon|on|towards|toward|by|addressing|told|asked|answered)\\s+(?:${MARK})`,
  'gu',
);
const ANY = new RegExp(MARK, 'gu');

const ADDS = /\b(?:added|adding|continued|went on|resumed|pursued|proceeded|repeated|concluded)\b/;
const REPLIES = /\b(?:replied|answered|returned|rejoined|responded|retorted|assented|interrupted|echoed)\b/;

function mannerOf(beside: readonly string[]): SpeechTurn['manner'] {
  // Behind the first line alone: `he said; and then added`.
  const [before, behind] = beside;
  const tail = before!.slice(-60);
  const cue = /[,:]\s*$/.test(tail) ? tail : (behind ?? '').slice(0, 40);
  return REPLIES.test(cue) ? 'replies' : ADDS.test(cue) ? 'adds' : null;
}

/** Divides a text into turns, and says what is told in each passage. */
export function turnsOf(
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
  mentions: readonly Mention[][],
  numberOf: (name: string) => number,
): { turns: SpeechTurn[]; narrated: NarratedPassage[] } {
  const ofPassage = new Map<number, number[]>();
  lines.forEach((line, n) => {
    const own = ofPassage.get(line.passage);
    if (own) own.push(n);
    else ofPassage.set(line.passage, [n]);
  });
  const turns: SpeechTurn[] = [];
  const narrated: NarratedPassage[] = [];
  let before = '';
  let goesOn = false;
  const letters = letterPassages(text, passages);
  passages.forEach((passage, at) => {
    if (letters.has(passage.n)) {
      narrated.push({ names: [], actors: [], subjects: [], text: '' });
      before = '';
      return;
    }
    const own = ofPassage.get(passage.n) ?? [];
    const marked = (from: number, to: number) => withMarks(text, from, to, mentions[at]!, numberOf);
    const gaps: string[] = [];
    let from = passage.start;
    for (const n of own) {
      gaps.push(marked(from, lines[n]!.start));
      from = lines[n]!.end;
    }
    gaps.push(marked(from, passage.end));
    const cues: (Cue | null)[] = [];
    let above = '';
    own.forEach((_, i) => {
      const after = cueAfter(gaps[i + 1]!);
      if (after?.kind === 'he' || after?.kind === 'she') {
        // `The porter stopped, and Emma asked: “Here?” she said.`
        const leading = cueBefore(gaps[i]!);
        return cues.push(leading?.kind === 'name' ? leading : after);
      }
      if (after) return cues.push(after);
      const lead = i === 0 && gaps[0]!.trim() === '' && /[,:—–-]$/.test(before) ? before : gaps[i]!;
      if (lead === before) above = sentences(before).at(-1)!;
      // `“No,” said Emma, who thought that he said too much, “never.”`: one sentence, one mouth.
      const within = i > 0 && cues[i - 1] && sentences(lead).length === 1 && ONE_CLAUSE.test(lead);
      return cues.push(within ? cues[i - 1]! : cueBefore(lead));
    });
    const whole = gaps.join(' \u2026. ');
    const acting = whole.split(' \u2026. ').flatMap((gap) => sentences(gap));
    narrated.push({
      names: marksIn(whole),
      actors: acting.map(actor).filter((cue) => cue !== null),
      subjects: subjectsIn(whole),
      text: whole,
    });
    // A speech that verse broke into goes on without a mark.
    const opens = own.length > 0 && lines[own[0]!]!.start === passage.start;
    const continued = opens && (goesOn || /\p{L}/u.test(text[passage.start]!));
    const said = own.map((n) => marked(lines[n]!.start, lines[n]!.end));
    const calls = said.map((line) => vocatives(line.replace(/^["“‘']|["”’']$/g, '')));
    parts(cues, calls).forEach((part, k) => {
      const [first, last] = part;
      const speeches = said.slice(first, last + 1);
      const previous = turns.at(-1);
      const turn: SpeechTurn =
        k === 0 && continued && previous
          ? previous
          : {
              at,
              until: at,
              section: passage.section,
              lines: [],
              cue: null,
              actors: [],
              called: new Set(),
              calledGender: null,
              calledKin: null,
              asks: false,
              manner: null,
              spokenOf: new Set(),
              beside: [],
              speech: '',
              lead: gaps.slice(0, first + 1).join(' \u2026. '),
              objects: new Set(),
            };
      if (turn !== previous) turns.push(turn);
      turn.until = at;
      turn.lines.push(...own.slice(first, last + 1));
      // In a long tale `said I` is its teller's.
      turn.cue ??=
        cues.slice(first, last + 1).find((cue) => cue && (turn.at === at || cue.kind !== 'I')) ?? null;
      const beside = gaps.slice(first, last + 2);
      turn.actors.push(
        ...beside
          .flatMap(sentences)
          .map(actor)
          .filter((cue) => cue !== null),
      );
      turn.beside.push(...beside.flatMap(marksIn));
      if (turn.at === at && turn.cue) turn.manner ??= mannerOf(beside);
      // `She said to Emma,` stands above the line.
      for (const gap of first === 0 ? [above, ...beside] : beside)
        for (const match of gap.matchAll(OBJECT)) turn.objects.add(Number(match[1]));
      turn.speech += ` ${speeches.join(' ')}`;
      for (const name of calls.slice(first, last + 1).flat()) turn.called.add(name);
      turn.asks = /\?["”’']?$/.test(speeches.at(-1)!);
      for (const line of speeches) {
        turn.calledKin ??= RELATIVES.exec(line)?.[1]!.toLowerCase() ?? null;
        turn.calledGender ??= GENTLE.test(line) ? 'm' : LADIES.test(line) ? 'f' : null;
        for (const name of marksIn(line)) turn.spokenOf.add(name);
      }
    });
    const last = own.at(-1);
    goesOn =
      last !== undefined &&
      lines[last]!.end === passage.end &&
      !CLOSING.test(text[passage.end - 1]!) &&
      !DASH.test(text[lines[last]!.start]!);
    before = gaps.at(-1)!.trim();
  });
  for (const turn of turns) for (const name of turn.called) turn.spokenOf.delete(name);
  return { turns, narrated };
}

/**
 * Runs of lines that one cue or none give to one mouth: from, to. A line that calls whoever has just spoken in its
 * paragraph is somebody else's.
 */
function parts(cues: readonly (Cue | null)[], calls: readonly number[][]): [number, number][] {
  const found: [number, number][] = [];
  let cue: Cue | null = null;
  cues.forEach((own, n) => {
    const answers = cue?.kind === 'name' && (!own || same(own, cue)) && calls[n]!.includes(cue.name);
    if (n === 0 || answers || (own && cue && apart(own, cue))) {
      found.push([n, n]);
      cue = own;
    } else {
      found.at(-1)![1] = n;
      cue ??= own;
    }
  });
  return found;
}

/** `said Emma` and `she added` may be one; `he said` and `she said` are two. */
function apart(a: Cue, b: Cue): boolean {
  if (a.kind === b.kind) return !same(a, b) && a.kind === 'name';
  if (a.kind === 'I' || b.kind === 'I') return true;
  return a.kind !== 'name' && b.kind !== 'name' && a.kind !== 'somebody' && b.kind !== 'somebody';
}

function withMarks(
  text: string,
  from: number,
  to: number,
  mentions: readonly Mention[],
  numberOf: (name: string) => number,
): string {
  let marked = '';
  let at = from;
  for (const { start, end, name } of mentions) {
    if (start < from || end > to) continue;
    marked += text.slice(at, start) + mark(numberOf(name));
    at = end;
  }
  return marked + text.slice(at, to);
}

function marksIn(marked: string): number[] {
  return [...marked.matchAll(ANY)].map(([, n]) => Number(n));
}

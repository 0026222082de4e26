import { composed } from '../text/encoding/normalized.js';
/** A picture that a client sent with a message. */
export interface SentPicture {
  /** Where it is, or all of it (`data:`). */
  url: string;
  /** The field of the request that names it. */
  param: string;
}

/** A message that a client sent, as text. */
export interface SentLine {
  role: 'system' | 'user' | 'assistant';
  text: string;
  /** Who says it, where the client tells. */
  name?: string | undefined;
  pictures?: readonly SentPicture[];
}

/** A message of the story as it stands. */
export interface StoredLine {
  id: string;
  seq: number;
  role: 'user' | 'assistant';
  speaker: string;
  content: string;
  /** It has all that was to be said. */
  whole: boolean;
  /** Nothing came of it: it failed, or was interrupted. */
  failed: boolean;
  /** Other versions at its place; known of the last one, and of the greeting. */
  others?: readonly { id: string; content: string }[];
}

/** What a request means in a story that the server keeps by itself. */
export type Intent = (
  | { kind: 'say'; line: SentLine }
  /** Another version of the last reply, or the first one to a line that has none. */
  | { kind: 'regenerate' }
  /** The last reply again, which the client never got. */
  | { kind: 'repeat'; id: string }
  | { kind: 'continue' }
  /** The user's next line, written by the model. */
  | { kind: 'impersonate' }
  /** Asked about the conversation, outside of it. */
  | { kind: 'aside'; instruction: string }
  /** Somebody who comes for the first time hears the greeting. */
  | { kind: 'greet' }
) & {
  /** The message that the client's story goes on from, where that is not the last one: a branch begins there. */
  from?: string;
  /** A version of the last reply that the client goes on from. */
  choose?: string;
  /** What was said otherwise in the client's history. */
  edits: { id: string; seq: number; text: string }[];
};

/** So many messages before a line tell where in the story it stands. */
const NEAR = 12;
/** So far back it is looked for. */
const FAR = 400;

const IMPERSONATES =
  /\b(?:point of view|perspective|voice) of\b|\bimpersonat|\bas \{\{user\}\}|以.{0,12}(?:视角|身份|口吻)|替.{0,12}(?:回复|发言|说)/i;
const CONTINUES =
  /\bcontinue\b.{0,40}\b(?:message|reply|response|where)\b|\bkeep (?:going|writing)\b|继续|接着写|续写/i;
/** What programs write in the user's place stands in brackets. */
const NUDGE = /^\s*\[[^]*\]\s*$/;

const folded = (text: string) => composed(text).replace(/\s+/g, ' ').trim();

const FORMS = new WeakMap<SentLine | StoredLine, readonly string[]>();

/** As what a line is compared: a stored one as it is, and behind its speaker's name. Made once, for it is at hundreds of places. */
function formsOf(line: SentLine | StoredLine): readonly string[] {
  const known = FORMS.get(line);
  if (known) return known;
  const texts = 'text' in line ? [line.text] : [line.content, `${line.speaker}: ${line.content}`];
  const forms = texts.map(folded);
  FORMS.set(line, forms);
  return forms;
}

/** Whether a client means this line: as it is, or behind the name of who says it. */
function isSame(line: SentLine, stored: StoredLine): boolean {
  if (line.role !== stored.role) return false;
  const [sent = ''] = formsOf(line);
  const forms = formsOf(stored);
  if (forms.includes(sent)) return true;
  const [begun = ''] = forms;
  // Of what was broken off, the client has what came by then.
  return !stored.whole && sent !== '' && begun !== '' && (begun.startsWith(sent) || sent.startsWith(begun));
}

/** How well lines fit to what stands before a place of the story. */
interface Fit {
  place: number;
  score: number;
  /** The one right before it is the same. */
  isNear: boolean;
  /** They reach back to the beginning. */
  isWhole: boolean;
  choose?: string;
}

function fitAt(before: readonly SentLine[], story: readonly StoredLine[], place: number): Fit {
  const compared = Math.min(before.length, place, NEAR);
  const fit: Fit = { place, score: 0, isNear: false, isWhole: before.length >= place };
  for (let n = 1; n <= compared; n++) {
    const sent = before.at(-n)!;
    const line = story[place - n]!;
    const other =
      sent.role === line.role
        ? line.others?.find(({ content }) => folded(content) === folded(sent.text))
        : undefined;
    const same = isSame(sent, line);
    if (!same && other && n === 1 && place === story.length) fit.choose = other.id;
    if (same || other) fit.score++;
    else fit.score--;
    if (n === 1) fit.isNear = same || other !== undefined;
  }
  return fit;
}

/** Where in the story a client stands after these lines: at its end, unless they tell of another place. */
function placeOf(before: readonly SentLine[], story: readonly StoredLine[]): Fit {
  const atEnd = fitAt(before, story, story.length);
  let best = atEnd;
  for (let place = story.length - 1; place > Math.max(0, story.length - FAR); place--) {
    const fit = fitAt(before, story, place);
    if (fit.score < 1) continue;
    // A reply that stands otherwise with a client which went back to it: what is before it, from the beginning, tells.
    const isCounted =
      !fit.isNear && place === before.length && before.at(-1)!.role === story[place - 1]!.role;
    if (!fit.isNear && !isCounted) continue;
    const isTie = fit.score === best.score && fit.isNear && fit.isWhole && !best.isWhole;
    if (fit.score > best.score || isTie) best = fit;
  }
  return best;
}

/** How well what a client sends stands in a story. */
export interface Standing {
  /** Lines right before its last one that are the same, less those that are not; 0 where the nearest one is another. */
  score: number;
  /** Nothing that it sends speaks against this story. */
  isSure: boolean;
}

/** Whether this is the story that a client goes on with: it may have several that begin alike, and go back to one. */
export function standingOf(sent: readonly SentLine[], story: readonly StoredLine[]): Standing {
  const spoken = sent.filter(({ role }) => role !== 'system');
  const last = spoken.at(-1);
  const before = last?.role === 'user' ? spoken.slice(0, -1) : spoken;
  const { place, score, isNear } = placeOf(before, story);
  const next = story[place];
  const isAgain = next !== undefined && last?.role === 'user' && isSame(last, next);
  return {
    score: isNear ? score + (isAgain ? 0.5 : 0) : 0,
    isSure: score === Math.min(before.length, place, NEAR) && (!next || isAgain),
  };
}

/** Lines that the client has otherwise, beside those that it has as they are. */
function editsOf(before: readonly SentLine[], story: readonly StoredLine[], { place, score, choose }: Fit) {
  if (score < 1) return [];
  const edits: Intent['edits'] = [];
  for (let n = choose ? 2 : 1; n <= Math.min(before.length, place); n++) {
    const sent = before.at(-n)!;
    const line = story[place - n]!;
    if (sent.role !== line.role) break;
    if (line.whole && !isSame(sent, line)) edits.push({ id: line.id, seq: line.seq, text: sent.text });
  }
  return edits.reverse();
}

/**
 * What a client wants that sends its whole history each time, of a server that keeps the story by itself. A line that
 * comes again is taken for the same one only where what was sent before it matches the story up to there, or where
 * nothing came of it the first time.
 *
 * @param sent in order
 * @param story its end, in order
 * @param isRetry whether the client says that it asks for the second time
 */
export function intentOf(sent: readonly SentLine[], story: readonly StoredLine[], isRetry: boolean): Intent {
  const spoken = sent.filter(({ role }) => role !== 'system');
  const lastSpoken = sent.findLastIndex(({ role }) => role !== 'system');
  const behind = sent
    .slice(lastSpoken + 1)
    .map(({ text }) => text)
    .join('\n');
  const last = spoken.at(-1);
  if (!last) return { kind: 'greet', edits: [] };

  const nudge = last.role === 'user' && NUDGE.test(last.text) ? last.text : null;
  const before = spoken.slice(0, -1);
  if (nudge && isInstruction(nudge) && placeOf(before, story).score > 0)
    return instructed(before, story, nudge);
  if (last.role === 'assistant') {
    if (placeOf(spoken, story).score > 0) return instructed(spoken, story, behind);
    // How the reply is to begin is not followed; what was said before it is.
    const line = before.findLastIndex(({ role }) => role === 'user');
    return line < 0 ? { kind: 'greet', edits: [] } : said(before.slice(0, line + 1), story, isRetry);
  }
  return said(spoken, story, isRetry);
}

const isInstruction = (text: string) => IMPERSONATES.test(text) || CONTINUES.test(text);

/** Behind the last reply stands what is to be done with it. */
function instructed(spoken: readonly SentLine[], story: readonly StoredLine[], instruction: string): Intent {
  const fit = placeOf(spoken, story);
  const edits = editsOf(spoken, story, fit);
  if (IMPERSONATES.test(instruction)) return { kind: 'impersonate', edits };
  if (instruction.trim() !== '' && !CONTINUES.test(instruction)) return { kind: 'aside', instruction, edits };
  const from = fit.place < story.length && story[fit.place - 1]!.id;
  return { kind: 'continue', edits, ...(from && { from }), ...(fit.choose && { choose: fit.choose }) };
}

function said(spoken: readonly SentLine[], story: readonly StoredLine[], isRetry: boolean): Intent {
  const line = spoken.at(-1)!;
  const before = spoken.slice(0, -1);
  const failed = unanswered(story);
  if (failed && isSame(line, failed)) return { kind: 'regenerate', edits: [] };
  const reply = story.at(-1);
  const asked = story.at(-2);
  if (isRetry && asked?.role === 'user' && reply?.role === 'assistant' && isSame(line, asked))
    return reply.whole ? { kind: 'repeat', id: reply.id, edits: [] } : { kind: 'regenerate', edits: [] };

  const fit = placeOf(before, story);
  const edits = editsOf(before, story, fit);
  const [next, after, more] = story.slice(fit.place, fit.place + 3);
  if (!next) return { kind: 'say', line, edits, ...(fit.choose && { choose: fit.choose }) };
  if (isSame(line, next)) {
    const isLast = !after || (after.role === 'assistant' && !more);
    return { kind: 'regenerate', edits, ...(!isLast && { from: next.id }) };
  }
  const rest = behindOf(next, line);
  if (rest)
    return said([...before, { ...line, text: next.content }, { ...line, text: rest }], story, isRetry);
  return { kind: 'say', line, edits, from: story[fit.place - 1]!.id };
}

/** What a line says behind a stored one, where a client sends what the user said twice in a row as one. */
function behindOf(stored: StoredLine, line: SentLine): string | undefined {
  if (stored.role !== 'user' || line.role !== 'user' || !line.text.startsWith(`${stored.content}\n`))
    return undefined;
  return line.text.slice(stored.content.length).trim() || undefined;
}

/** The last line of the user, where nothing came of it. */
function unanswered(story: readonly StoredLine[]): StoredLine | undefined {
  const last = story.at(-1);
  if (last?.role === 'user') return last;
  return last?.failed && story.at(-2)?.role === 'user' ? story.at(-2) : undefined;
}

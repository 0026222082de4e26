import { readFileSync } from 'node:fs';
import { askedFor } from '../../dist/src/context/recall/question/asked-for.js';
import { IndexedStretch } from '../../dist/src/context/recall/index/recall-index.js';
import { recall } from '../../dist/src/context/recall/recall.js';
import { personalDays, whenIn } from '../../dist/src/context/when/when.js';
import { atOnce } from '../../dist/src/text/search/slices.js';
import { estimateTokens } from '../../dist/src/text/search/tokens.js';
import { memorySets } from './memory-sets.js';
import { median, short } from '../support/table.js';

const STRETCH = 512;
/** Of a history, the window; of the window, what is sent word for word, and what recall may take. */
const WINDOW = 0.25;
const VERBATIM = { frugal: 0.5, balanced: 0.5, thorough: 0.35 };
const TAIL = { frugal: 0.25, balanced: 0.4, thorough: 0.55 };
const QUESTIONS = 80;
const HOUR = 3_600_000;
/** What recall took for ordinary talk before it knew what was asked for. */
const BEFORE = { LoCoMo: 0.25, LongMemEval: 0.24, 'BEAM 100k': 0.24, MemDaily: 0.12 };

const lines = (language) =>
  JSON.parse(readFileSync(new URL(`./small-talk/${language}.json`, import.meta.url), 'utf8'));

/**
 * What ordinary talk brings back, as a share of the window, beside the share of questions whose evidence is there: by
 * the functions alone, without a server. The lines of talk ask for nothing that was said.
 */
export function measureSmallTalk() {
  const row = {
    title: 'Recall for 45 lines of ordinary talk, as a share of the window (mean)',
    limit: 'the same before',
  };
  const sets = memorySets();
  if (!sets)
    return { ...row, cases: [{ name: 'memory sets', skipped: 'skipped: no ../shared/data/memory' }] };
  const cases = sets.flatMap((set) => {
    const histories = set.histories.map((history) => prepared(history));
    return Object.keys(TAIL).map((measure) => {
      const { shares, tokens, answered } = ofAll(histories, lines(set.language), measure);
      return {
        name: `${set.name}, ${measure}`,
        ratio: short(shares.reduce((sum, share) => sum + share, 0) / shares.length),
        target: measure === 'balanced' ? '≤ 0.05' : undefined,
        measured: `${Math.round(tokens)} tokens, median ${short(median(shares))}; answered ${short(answered)}`,
        limit: short(BEFORE[set.name]),
      };
    });
  });
  return { ...row, cases };
}

/** A history as recall sees it at a window that is a share of it. */
export function prepared({ messages, questions }, share = WINDOW) {
  const stretches = [];
  for (let from = 0; from < messages.length; from += STRETCH) {
    const some = messages.slice(from, from + STRETCH).map(({ speaker, role, content, at }, n) => {
      return { seq: from + n + 1, speaker: speaker ?? role, content, at: new Date(at) };
    });
    stretches.push(atOnce(IndexedStretch.of(some)));
  }
  const tokens = messages.map(({ content }) => estimateTokens(content) + 4);
  const window = share * tokens.reduce((sum, one) => sum + one, 0);
  const first = Object.fromEntries(
    Object.entries(VERBATIM).map(([measure, share]) => [measure, firstVerbatim(tokens, share * window)]),
  );
  const step = Math.max(1, Math.floor(questions.length / QUESTIONS));
  const now = new Date(new Date(messages.at(-1).at).getTime() + HOUR);
  return { stretches, tokens, window, first, now, questions: questions.filter((_, n) => n % step === 0) };
}

/** Where what is sent word for word begins. */
function firstVerbatim(tokens, room) {
  let first = tokens.length;
  for (let left = room; first > 0 && tokens[first - 1] <= left; first--) left -= tokens[first - 1];
  return first;
}

function find(history, text, measure, likeness = null) {
  const { past } = askedFor(text);
  const spans = whenIn(text, history.now, 'UTC').filter(({ to }) => past || to <= history.now);
  const query = { text, spans, more: personalDays(text), likeness };
  const within = { from: 1, to: history.first[measure] };
  return recall(history.stretches, query, within, TAIL[measure] * history.window, 'UTC', measure);
}

/**
 * The share of questions whose evidence is there.
 * @param likenessOf of a history's number and a question, where messages are like it
 */
export function answered(histories, measure, likenessOf = () => null) {
  let [held, questions] = [0, 0];
  for (const [n, history] of histories.entries())
    for (const { text, evidence } of history.questions) {
      const found = new Set(find(history, text, measure, likenessOf(n, text)).map(({ seq }) => seq - 1));
      questions++;
      held += evidence.every((at) => at >= history.first[measure] || found.has(at));
    }
  return held / questions;
}

function ofAll(histories, talk, measure) {
  const shares = [];
  let tokens = 0;
  for (const history of histories)
    for (const text of talk) {
      const cost = find(history, text, measure).reduce((sum, { seq }) => sum + history.tokens[seq - 1], 0);
      tokens += cost;
      shares.push(cost / history.window);
    }
  return { shares, tokens: tokens / shares.length, answered: answered(histories, measure) };
}

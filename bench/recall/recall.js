import { memorySets } from './memory-sets.js';
import { milliseconds, short } from '../support/table.js';
import { atOnce } from '../../dist/src/text/search/slices.js';
import { rank } from '../../dist/src/text/search/words.js';
import { estimateTokens } from '../../dist/src/text/search/tokens.js';

const WINDOWS = [1, 0.5, 0.25, 0.1];
/** Ways to ask, besides right after a fold: at these windows. */
const WAYS = { '': WINDOWS, 'just before a fold': [0.25, 0.1], thorough: [0.25, 0.1] };
/** Of a window, what is said after a fold until the next one is due. */
const GROWN = 0.19;
/** Of a window, what a tail may take; the rest is history. The same for us and for the window with a BM25 tail. */
const TAIL = 0.25;
const MESSAGE_TOKENS = 4;
/** Questions asked of each history at most: enough for a share, and the bench ends in minutes. */
const QUESTIONS = 40;

/**
 * Questions whose evidence stands word for word in the request, at windows that are a share of the history: what the
 * server really sends, beside a sliding window, a sliding window with a BM25 tail, and plain BM25 of the whole.
 */
export async function measureRecall(server) {
  const row = {
    title: 'Questions whose evidence is all in the request, word for word (and share of evidence turns)',
    limit: 'window | window + BM25 tail | BM25 of the whole',
  };
  const sets = memorySets();
  if (!sets)
    return { ...row, cases: [{ name: 'memory sets', skipped: 'skipped: no ../shared/data/memory' }] };
  const chained = { name: 'all chained into one', histories: [chain(sets)] };
  const cases = [];
  for (const set of [...sets, chained]) {
    const rows = WINDOWS.flatMap((window) =>
      Object.keys(WAYS)
        .filter((way) => WAYS[way].includes(window))
        .map((way) => ({ window, way })),
    );
    for (const { window, way } of rows) {
      const tally = new Tally();
      for (const history of set.histories) await ask(server, history, window, way, tally);
      cases.push({
        name: `${set.name}, ${window * 100} %${way && `, ${way}`}`,
        ratio: tally.show('ours'),
        target: window === 1 ? '1.0' : way ? undefined : 'above all three',
        measured: `recall ${milliseconds(tally.ms / tally.questions)}`,
        limit: ['window', 'windowAndTail', 'whole'].map((way) => tally.show(way)).join(' | '),
      });
    }
  }
  return { ...row, cases };
}

class Tally {
  questions = 0;
  turns = 0;
  ms = 0;
  #hits = {};

  score(way, evidence, holds) {
    const held = evidence.filter(holds).length;
    const hits = (this.#hits[way] ??= { all: 0, turns: 0 });
    hits.all += held === evidence.length;
    hits.turns += held;
  }

  show(way) {
    const { all, turns } = this.#hits[way];
    return `${short(all / this.questions)} (${short(turns / this.turns)})`;
  }
}

/** A quoted message is an item of a list: its lines are indented. */
const flat = (text) => text.replace(/\s+/g, ' ').trim();

/** The same at every window. */
function rankedOnce(history, text, texts) {
  history.ranks ??= new Map();
  if (!history.ranks.has(text)) history.ranks.set(text, atOnce(rank(text, texts)));
  return history.ranks.get(text);
}

async function ask(server, history, share, way, tally) {
  const { messages, questions } = history;
  const tokens = messages.map(({ content }) => estimateTokens(content) + MESSAGE_TOKENS);
  const texts = messages.map(({ content }) => content);
  const { id, size } = await opened(server, messages, share, way, tokens);
  const from = (budget) => {
    let first = messages.length;
    for (let left = budget; first > 0 && tokens[first - 1] <= left; first--) left -= tokens[first - 1];
    return first;
  };
  const best = (order, budget) => {
    const taken = new Set();
    let left = budget;
    for (const { index } of order) {
      if (tokens[index] > left) continue;
      taken.add(index);
      left -= tokens[index];
    }
    return taken;
  };
  const [window, shorter] = [share === 1 ? 0 : from(size), from(size * (1 - TAIL))];
  const step = Math.max(1, Math.floor(questions.length / QUESTIONS));
  const asked = questions.filter((_, n) => n % step === 0);
  // All answers first: ranking keeps this process busy for longer than a connection is kept.
  const answers = [];
  for (const { text } of asked) {
    const { request, receipt } = await server.post(`/api/sessions/${id}/context`, { text });
    const told = request.messages.slice(1).map(({ content }) => content);
    answers.push({ sent: flat(told.join('\n')), ms: receipt.recallMs ?? 0 });
  }
  for (const [n, { text, evidence }] of asked.entries()) {
    const { sent, ms } = answers[n];
    const ranked = rankedOnce(history, text, texts);
    const tail = best(
      ranked.filter(({ index }) => index < shorter),
      size * TAIL,
    );
    const whole = best(ranked, size);
    tally.questions++;
    tally.turns += evidence.length;
    tally.ms += ms;
    tally.score('ours', evidence, (n) => sent.includes(flat(texts[n])));
    tally.score('window', evidence, (n) => n >= window);
    tally.score('windowAndTail', evidence, (n) => n >= shorter || tail.has(n));
    tally.score('whole', evidence, (n) => share === 1 || whole.has(n));
  }
}

/**
 * A session of these messages on a server whose window has just room for a share of the history as it is sent, dates
 * and all, and for a tail within it.
 * @returns that room in tokens; everybody is given the same
 */
async function opened(server, messages, share, way, tokens) {
  await server.restart({ MODEL_CONTEXT_WINDOW: '4000000' });
  const id = await server.session(messages);
  const sent = async (session) =>
    (await server.post(`/api/sessions/${session}/context`, { text: 'Hm.' })).receipt.promptTokensEstimated;
  const pinned = await sent(await server.empty());
  const size = share * ((await sent(id)) - pinned);
  // Pinned part and reserve come on top: a sixteenth of the window, at least 512 and at most 8,192.
  const room = size + pinned + (share === 1 ? 1000 : 0);
  const window = Math.ceil(room + Math.min(8192, Math.max(512, room / 15)));
  await server.restart({ MODEL_CONTEXT_WINDOW: String(Math.max(1024, window)) });
  if (way === 'thorough') await server.patch(`/api/sessions/${id}`, { recall: 'thorough' });
  if (way !== 'just before a fold') return { id, size };
  let cut = messages.length;
  for (let left = GROWN * size; cut > 1 && tokens[cut - 1] <= left; cut--) left -= tokens[cut - 1];
  const grown = await server.session(messages.slice(0, cut));
  await sent(grown);
  await server.add(grown, messages.slice(cut));
  return { id: grown, size };
}

/** A user's years: every history after the other, each later than the one before. */
function chain(sets) {
  const messages = [];
  const questions = [];
  let at = 0;
  for (const { messages: told, questions: asked } of sets.flatMap(({ histories }) => histories)) {
    const first = Date.parse(told[0].at);
    for (const { evidence, text } of asked) {
      questions.push({ text, evidence: evidence.map((n) => n + messages.length) });
    }
    const shift = Math.max(0, at - first);
    for (const message of told) {
      at = Math.max(at, Date.parse(message.at) + shift);
      messages.push({ ...message, at: new Date(at).toISOString() });
    }
  }
  return { messages, questions };
}

import { factsAsked, topicsAsked } from '../../dist/src/context/facts/asked-facts.js';
import { findFacts } from '../../dist/src/context/facts/find-facts.js';
import { recall } from '../../dist/src/context/recall/recall.js';
import { askedFor } from '../../dist/src/context/recall/question/asked-for.js';
import { IndexedStretch } from '../../dist/src/context/recall/index/recall-index.js';
import { personalDays, whenIn } from '../../dist/src/context/when/when.js';
import { atOnce } from '../../dist/src/text/search/slices.js';
import { median, milliseconds, short } from '../support/table.js';
import { meantHistory, WAYS } from './meant-history.js';

const STRETCH = 512;
/** What recall may take in a window of 32k, and how many of the last messages are sent word for word. */
const TAIL = 8192;
const VERBATIM = 600;
const CHAT = 6;
/** Before there were words that are meant. */
const FIRST_RUN = { false: '0.31', true: '0.31' };
/** Of all ways together. */
const AIM = { false: '≥ 0.40', true: '≥ 0.85' };

/**
 * Whether what was meant comes back: 60 facts in 30,000 messages of two languages, asked in other words, by their kind,
 * by whom a pronoun meant, in the other language, and after they changed. By the functions alone, with the words that a
 * model gives besides a message's own and without.
 */
export function measureMeant() {
  const { messages, questions } = meantHistory();
  const afterChat = questions.map((question, n) => ({ ...question, text: chat(messages, question.text, n) }));
  const runs = [questions, afterChat].flatMap((asked) =>
    [false, true].map((withWords) => ({ asked, withWords })),
  );
  const cases = runs.map(({ asked, withWords }) => {
    const found = measured(messages, asked, withWords);
    const all = WAYS.map((way) => share(found.filter((one) => one.way === way)));
    return {
      limit: asked === questions ? FIRST_RUN[withWords] : '–',
      name: `${withWords ? 'with index words' : 'without'}${asked === questions ? '' : ', after six lines of chat'}`,
      ratio: short(all.reduce((sum, one) => sum + one, 0) / all.length),
      target: asked === questions ? AIM[withWords] : undefined,
      measured: [
        ...WAYS.map((way, n) => `${way} ${short(all[n])}`),
        `what was before ${short(
          share(
            found.filter(({ before }) => before !== null),
            'heldBefore',
          ),
        )}`,
        `${Math.round(median(found.map(({ tokens }) => tokens)))} tokens`,
        milliseconds(median(found.map(({ ms }) => ms))),
      ].join(', '),
    };
  });
  return {
    title:
      'Of 60 facts in 30,000 messages, those recalled at a window of 32k (mean of the ways they are asked)',
    limit: 'the first run, before anything was made for it',
    cases,
  };
}

const share = (found, key = 'held') => found.filter((one) => one[key]).length / found.length;

/**
 * @param likenessOf of a question, where messages are like it
 * @returns each question with whether its message came back, what it cost and how long it took
 */
export function measured(messages, questions, withWords, likenessOf = () => null) {
  const stretches = [];
  for (let from = 0; from < messages.length; from += STRETCH) {
    const some = messages.slice(from, from + STRETCH).map(({ role, content, at, words }, n) => {
      return { seq: from + n + 1, speaker: role, content, at, meant: withWords ? words : '' };
    });
    stretches.push(atOnce(IndexedStretch.of(some)));
  }
  const facts = factsByRule(messages);
  const now = new Date(messages.at(-1).at.getTime() + 3_600_000);
  const within = { from: 1, to: messages.length - VERBATIM };
  return questions.map((question) => {
    const begun = performance.now();
    const { past } = askedFor(question.text);
    const spans = whenIn(question.text, now, 'UTC').filter(({ to }) => past || to <= now);
    const topics = topicsAsked(question.text);
    const first = factsAsked(
      question.text,
      facts.filter(({ topic }) => topics.includes(topic)),
    );
    const more = personalDays(question.text);
    const query = { text: question.text, spans, more, first: first.map(({ seq }) => ({ seq, why: '' })) };
    query.likeness = likenessOf(question.text);
    const found = recall(stretches, query, within, TAIL, 'UTC');
    const ms = performance.now() - begun;
    const seqs = new Set(found.map(({ seq }) => seq - 1));
    return {
      ...question,
      ms,
      tokens: found.length * 25,
      held: seqs.has(question.evidence),
      heldBefore: seqs.has(question.before),
    };
  });
}

/** A question behind lines of talk in its language. */
function chat(messages, text, n) {
  const isHan = (line) => /\p{Script=Han}/u.test(line);
  const lines = messages.filter(({ role, content }) => role === 'user' && isHan(content) === isHan(text));
  return [...Array.from({ length: CHAT }, (_, k) => lines[(CHAT * n + k) % lines.length].content), text].join(
    ' ',
  );
}

/** What the rules find, the newest first and no more than the server reads. */
function factsByRule(messages) {
  const known = [];
  const facts = [];
  for (const [n, message] of messages.entries()) {
    for (const fact of findFacts(message, known)) {
      facts.unshift({ ...fact, seq: n + 1 });
      if (fact.thing && !known.some(({ thing }) => thing === fact.thing)) known.push(fact);
    }
  }
  return facts;
}

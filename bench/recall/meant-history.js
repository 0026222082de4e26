import { readFileSync } from 'node:fs';

const MESSAGES = 30_000;
/** Messages of a day, all in one language. */
const OF_DAY = 60;
const SEED = 21;
/** Nothing is told in what is still sent word for word; an update comes in the second half. */
const TOLD_BEFORE = 0.95;
const OLD_BEFORE = 0.4;
/** Of the talk that words could be given for, so much has some: a model gives them where it matters. */
const GIVEN = 0.4;
const FIRST_DAY = Date.UTC(2025, 3, 1, 18);
const LANGUAGES = ['en', 'zh'];

const json = (name) => JSON.parse(readFileSync(new URL(`./meant/${name}.json`, import.meta.url), 'utf8'));

/**
 * A user's years in two languages: talk that is made up of templates, and 60 facts in it that are told once, a third of
 * them changed later or told by a pronoun. Always the same.
 *
 * @returns {{ messages: { role: string, content: string, at: Date, words: string }[],
 *   questions: { text: string, way: string, evidence: number, before: number | null }[] }} evidence as indexes of
 *   messages; words as a model gives them besides the message's own
 */
export function meantHistory() {
  const random = mulberry(SEED);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const filler = Object.fromEntries(LANGUAGES.map((language) => [language, json(`filler-${language}`)]));
  const days = Array.from({ length: MESSAGES / OF_DAY }, () => pick(LANGUAGES));
  const messages = days.flatMap((language, day) =>
    Array.from({ length: OF_DAY }, (_, n) => {
      const role = n % 2 ? 'assistant' : 'user';
      const [text, words] = pick(filler[language][role]);
      const content = text.replace(/\{(\w+)\}/g, (_, slot) => pick(filler[language].slots[slot]));
      const at = new Date(FIRST_DAY + day * 86_400_000 + n * 60_000);
      const given = random() < GIVEN ? words : '';
      return { role, content: content[0].toUpperCase() + content.slice(1), at, words: given };
    }),
  );
  const taken = new Set();
  /** A day of the language, of its own, in a part of the story. */
  const dayFor = (language, from, to) => {
    for (;;) {
      const day = Math.floor((from + random() * (to - from)) * days.length);
      if (days[day] !== language || taken.has(day)) continue;
      taken.add(day);
      return day * OF_DAY;
    }
  };
  const questions = [];
  for (const language of LANGUAGES) {
    const indexed = json(`words-${language}`);
    const tell = (at, content, words = '') => Object.assign(messages[at], { content, words });
    for (const fact of json(`facts-${language}`)) {
      const from = fact.update ? 0.5 : 0;
      const first = dayFor(language, from, TOLD_BEFORE) + 20 + (fact.role === 'assistant' ? 1 : 0);
      // What is told by a pronoun is told by whoever spoke of them.
      const evidence = first + 2 * Math.ceil((fact.gap ?? 0) / 2);
      let before = null;
      if (fact.lead) tell(first, fact.lead, indexed[`${fact.id} lead`]);
      if (fact.old)
        tell((before = dayFor(language, 0, OLD_BEFORE) + 20), fact.old, indexed[`${fact.id} old`]);
      tell(evidence, fact.says, indexed[fact.id]);
      for (const way of WAYS) if (fact[way]) questions.push({ text: fact[way], way, evidence, before });
    }
  }
  return { messages, questions };
}

export const WAYS = ['same', 'synonyms', 'kind', 'pronoun', 'other', 'update'];

/** Numbers from 0 to 1 that are always the same. */
function mulberry(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

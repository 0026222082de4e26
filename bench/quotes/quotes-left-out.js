import { findQuotations } from '../../dist/src/text/speakers/quotations.js';
import { divide } from '../../dist/src/text/structure/sections.js';
import { likeliestOf, speakersOf } from '../../dist/src/text/speakers/en/inference/inference.js';
import { storyOf } from '../../dist/src/text/speakers/en/speakers.js';
import { fitCertainty } from './quotes-certainty.js';
import { chainsOf, fitWeights } from './quotes-fit.js';
import { annotatedNovels } from './quotes-sets.js';
import { casesOf, judge, meantIn, read } from './quotes.js';

/**
 * Who says what in a novel that took no part in the fit: each in turn by weights that were fitted to all the others.
 * What fits all of them counts for `src/text/speakers/en/inference/weights.ts`.
 */
export async function measureQuotesLeftOut() {
  const row = {
    title: 'Who says what, English, by weights of the other novels',
    limit: 'what people annotated',
  };
  const novels = annotatedNovels()?.map(tell);
  if (!novels)
    return { ...row, cases: [{ name: 'quotations', skipped: 'skipped: no ../shared/data/quotes' }] };
  const judged = novels.map((one) =>
    judge(one.novel, given(one, fit(novels.filter((other) => other !== one)))),
  );
  process.stderr.write(`${JSON.stringify(fit(novels), null, 2)}\n`);
  return { ...row, cases: casesOf(judged) };
}

/**
 * Weights and certainty of novels. Weights are fitted twice: who is heard around a turn is known of the first, when
 * they are used.
 */
export function fit(novels) {
  const first = fitWeights(novels.flatMap((one) => (one.chains ??= one.chainsBy(null))));
  const weights = fitWeights(
    novels.flatMap((one) => one.chainsBy(first)),
    first,
  );
  return { weights, certainty: fitCertainty(novels.map((one) => one.turnsBy(weights))) };
}

/** A novel before its lines are given to anybody, and its turns with whom people gave them to. */
export function tell(novel) {
  const { text, quotations } = novel;
  const { people } = read(novel);
  const { passages } = divide(text);
  const lines = findQuotations(text, passages);
  const { story } = storyOf(text, passages, lines);
  const { meant, persons } = meantIn(novel, people);
  const speakers = lines.map(({ start, end }) => {
    const found = quotations.find(({ spans }) => spans.some(([from, to]) => start < to && end > from));
    return found && (meant([found.speaker]) ?? found.speaker);
  });
  const goldOf = (n) => new Set(story.turns[n].lines.map((line) => speakers[line]).filter(Boolean));
  const allowed = (n, person, candidates) => {
    const [one, another] = goldOf(n);
    if (!one || another) return true; // not annotated, or several mouths
    const is = (candidate) => candidate !== null && persons.get(candidate.name) === one;
    if (candidates.some(is)) return is(person);
    return person === null || story.ambiguous.has(person);
  };
  return {
    novel,
    people,
    lines,
    story,
    chainsBy: (weights) => chainsOf(story, allowed, weights),
    turnsBy: (weights) =>
      likeliestOf(story, weights).flatMap((likeliest, n) => {
        const [speaker, another] = goldOf(n);
        if (!likeliest || !speaker || another) return [];
        const { person, ground, odds } = likeliest;
        return [{ ground, odds, right: persons.get(person.name) === speaker }];
      }),
  };
}

/** Its lines as they are given by some weights. */
export function given({ people, lines, story }, { weights, certainty }) {
  const listed = new Set(people.map(({ name }) => name));
  const speakers = lines.map(() => null);
  speakersOf(story, weights, certainty).forEach((person, n) => {
    if (person && listed.has(person.name))
      for (const line of story.turns[n].lines) speakers[line] = person.name;
  });
  return { people, quotations: lines.map((line, n) => ({ ...line, speaker: speakers[n] })) };
}

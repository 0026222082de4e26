import { readFileSync } from 'node:fs';
import { isRefusal, speaksOfMachines } from '../../dist/src/context/replies/refusal.js';
import { ReplyCleaner } from '../../dist/src/context/replies/reply-cleaner.js';
import { replyForms } from '../../dist/src/context/replies/read-reply-forms.js';

const LANGUAGES = ['en', 'zh'];

/** Replies of our own writing: how many fine ones are changed, and how many polluted ones come out as they should. */
export function measureCleaning() {
  const cases = LANGUAGES.flatMap((language) => {
    const read = outcomes(language);
    return [
      ...rows(language, 'tuned with', read, (one) => !one.unseen),
      ...rows(language, 'unseen', read, (one) => one.unseen),
    ];
  });
  return { title: 'Replies cleaned: fine ones changed, polluted ones mended', limit: 'replies', cases };
}

function outcomes(language) {
  const file = new URL(`../replies/${language}.json`, import.meta.url);
  const { cards, replies } = JSON.parse(readFileSync(file, 'utf8'));
  return replies.map((one) => {
    const card = cards[one.card];
    const cleaner = new ReplyCleaner(replyForms(card));
    const text = cleaner.push(one.raw) + cleaner.end();
    const refused = isRefusal(text, speaksOfMachines([...card.greetings, ...(card.examples ?? [])]));
    const wanted = one.clean ?? one.raw;
    const right = text === wanted && refused === (one.refused ?? false);
    if (!right && process.env.SHOW_WRONG && (!one.unseen || process.env.SHOW_WRONG === 'all'))
      console.error(JSON.stringify({ card: one.card, raw: one.raw, wanted, text, refused }));
    return { unseen: one.unseen ?? false, polluted: one.clean !== undefined || one.refused === true, right };
  });
}

function rows(language, which, all, belongs) {
  const some = all.filter(belongs);
  const fine = some.filter(({ polluted }) => !polluted);
  const polluted = some.filter((one) => one.polluted);
  const changed = fine.filter(({ right }) => !right).length;
  const mended = polluted.filter(({ right }) => right).length;
  return [
    row(`${language}, ${which}: fine, changed`, changed, fine.length, '0'),
    row(`${language}, ${which}: polluted, mended`, mended, polluted.length, '≥ 0.98'),
  ];
}

const row = (name, count, of, target) => ({
  name,
  measured: String(count),
  limit: String(of),
  ratio: (count / of).toFixed(3),
  target,
});

import { languageOf } from '../../../../src/text/search/language.js';
import { tagsIn } from '../library/shelf/tags.js';
import type { CharacterDraft } from '../../../../src/contracts/character-draft.js';
import type { Claim, Sheet } from '../../../../src/contracts/sheet.js';

/** A character in somebody's own words, as it is typed. */
export interface Description {
  name: string;
  picture: File | null;
  description: string;
  personality: string;
  scenario: string;
  greetings: string[];
  examples: string;
  /** Between commas. */
  tags: string;
}

export const BLANK: Description = {
  name: '',
  picture: null,
  description: '',
  personality: '',
  scenario: '',
  greetings: [''],
  examples: '',
  tags: '',
};

let kept = BLANK;

/** What was typed and not yet made into a character: it outlasts a look at another page. */
export const begunDescription = {
  get: (): Description => kept,
  set: (description: Description): void => {
    kept = description;
  },
};

/** What is empty takes what a model drafted; what somebody typed stays. */
export function filledIn(typed: Description, draft: CharacterDraft): Description {
  const greetings = typed.greetings.filter((greeting) => greeting.trim());
  return {
    ...typed,
    name: typed.name.trim() ? typed.name : draft.name,
    description: typed.description.trim() ? typed.description : draft.description,
    personality: typed.personality.trim() ? typed.personality : draft.personality,
    scenario: typed.scenario.trim() ? typed.scenario : draft.scenario,
    greetings: greetings.length ? typed.greetings : draft.greetings.length ? draft.greetings : [''],
    examples: typed.examples.trim() ? typed.examples : draft.examples,
    tags: typed.tags.trim() ? typed.tags : draft.tags.join(', '),
  };
}

/** The ids are those of a card's fields, which it is exported to again. */
export function sheetOf(typed: Description): Partial<Sheet> {
  const claim = (id: string, text: string): Claim[] =>
    text.trim() ? [{ id, text: text.trim(), kind: 'invented', citations: [] }] : [];
  const tags = tagsIn(typed.tags);
  const { name, description, personality, scenario, greetings, examples } = typed;
  return {
    language: languageOf([name, description, personality, scenario, ...greetings, examples].join('\n')),
    identity: [...claim('card-description', description), ...claim('card-personality', personality)],
    examples: claim('card-examples', examples),
    scenario: scenario.trim(),
    greetings: greetings.map((greeting) => greeting.trim()).filter(Boolean),
    ...(tags.length > 0 && {
      cardNotes: { creator: '', characterVersion: '', creatorNotes: '', tags, groupGreetings: [] },
    }),
  };
}

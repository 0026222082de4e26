import { SUMMARIZE, SUMMARIZE_MERGE } from '../context/chronicle/entry-prompts.js';
import { FRAME, type FrameLength } from '../context/parts/frame.js';
import { TAIL_PROMPTS } from '../context/parts/tail.js';
import { CLAIM_PARTS } from '../contracts/claim-parts.js';
import { type PromptLanguage, type PromptName, type PromptPromise } from '../contracts/prompt.js';
import { DRAFTING } from '../sheets/draft-words.js';
import { WRITING } from '../sheets/writing-words.js';

/** A prompt that can be worded anew: our own words, and what we count on it to say. */
export interface CataloguedPrompt {
  ours: string;
  /** Of a prompt that models with few parameters get a shorter one of. */
  short?: string;
  optional: boolean;
  macros: readonly string[];
  promises: readonly PromptPromise[];
}

const NAMES = ['char', 'user'];

const MATERIAL: PromptPromise = {
  code: 'material',
  needs: [['instruction', 'not addressed to you', '指令', '不是对你说的']],
};
const LENGTH: PromptPromise = { code: 'length', needs: [['{{length}}']] };
const MOST: PromptPromise = { code: 'length', needs: [['{{most}}']] };
const NUMBERS: PromptPromise = { code: 'numbers', needs: [['#12', 'numbers of', '编号']] };
const PERSONA: PromptPromise = { code: 'persona', needs: [['{{user}}']] };

const keys = (...all: string[]): PromptPromise => ({ code: 'keys', needs: all.map((key) => [key]) });
const ENTRY_KEYS = keys('events', 'facts', 'promises', 'jokes', 'relationship', 'scene');
const PARTS = [...CLAIM_PARTS, 'kind', 'about'];
const QUOTED: PromptPromise = {
  code: 'citations',
  needs: [
    ['quot', '引文'],
    ['[p12]', ' id', '编号'],
  ],
};
const FROM: PromptPromise = { code: 'citations', needs: [['from']] };

const AUXILIARY: PromptPromise[] = [
  { code: 'notes', needs: [['{{tail}}'], ['{{/tail}}']] },
  { code: 'outside', needs: [['[OOC']] },
  {
    code: 'machine',
    needs: [
      ['AI', '人工智能', 'machine', '机器'],
      ['truth', 'honest', '如实', '实话', '真话'],
    ],
  },
];

/** Everything that can be said otherwise, in a language. */
export function catalogue(language: PromptLanguage): Record<PromptName, CataloguedPrompt> {
  const frame = FRAME[language];
  const tail = TAIL_PROMPTS[language];
  const sheet = WRITING[language];
  const part = ({ full, short }: Record<FrameLength, string>) => ({ ours: full, short });
  const sheetMacros = ['char', 'called', 'most'];
  return {
    main: { ...part(frame.main), optional: true, macros: NAMES, promises: [PERSONA] },
    auxiliary: {
      ...part(frame.auxiliary.days),
      optional: true,
      macros: [...NAMES, 'tail', '/tail'],
      promises: AUXILIARY,
    },
    post_history: { ours: '', optional: true, macros: NAMES, promises: [] },
    reply: { ours: tail.reply, optional: true, macros: NAMES, promises: [] },
    continue: {
      ours: tail.continue,
      optional: false,
      macros: [...NAMES, 'end', 'go_on'],
      promises: [{ code: 'ending', needs: [['{{end}}']] }],
    },
    impersonate: { ours: tail.impersonate, optional: false, macros: NAMES, promises: [PERSONA] },
    summarize: {
      ours: SUMMARIZE[language],
      optional: false,
      macros: [...NAMES, 'length'],
      promises: [ENTRY_KEYS, NUMBERS, MATERIAL, LENGTH],
    },
    summarize_merge: {
      ours: SUMMARIZE_MERGE[language],
      optional: false,
      macros: [...NAMES, 'length'],
      promises: [ENTRY_KEYS, NUMBERS, MATERIAL, LENGTH],
    },
    sheet: {
      ours: sheet.whole,
      optional: false,
      macros: sheetMacros,
      promises: [keys('claims', ...PARTS, 'scenario', 'greeting'), QUOTED, MATERIAL, MOST],
    },
    sheet_part: {
      ours: sheet.part,
      optional: false,
      macros: sheetMacros,
      promises: [keys('claims', ...PARTS, 'notes'), QUOTED, MATERIAL, MOST],
    },
    sheet_merge: {
      ours: sheet.merge,
      optional: false,
      macros: sheetMacros,
      promises: [keys(...PARTS, 'scenario', 'greeting'), FROM, MATERIAL, MOST],
    },
    draft: {
      ours: DRAFTING[language],
      optional: false,
      macros: NAMES,
      promises: [
        keys('name', 'description', 'personality', 'scenario', 'greetings', 'examples', 'tags'),
        MATERIAL,
      ],
    },
  };
}

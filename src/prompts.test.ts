import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { Sheet } from './contracts/sheet.js';
import { sheetSchema } from './contracts/sheet.js';
import {
  entryInstructions,
  entryMaterial,
  SUMMARIZE,
  SUMMARIZE_MERGE,
} from './context/chronicle/entry-prompts.js';
import { indexInstructions } from './context/chronicle/index-words.js';
import { renderChronicle, sceneLine } from './context/chronicle/chronicle.js';
import { renderFrame } from './context/parts/frame.js';
import { renderPins } from './context/parts/pins.js';
import { joinPrefix } from './context/parts/prompt-prefix.js';
import { renderRecalledPassages } from './context/recall/source/recalled-passages.js';
import { renderRecalled } from './context/recall/recalled.js';
import { renderRulesInTail, renderSettledRules } from './context/parts/rules.js';
import { renderSources } from './context/parts/source-text.js';
import { renderSheet } from './context/parts/sheet.js';
import { renderTail, type TailFacts, type TailTask } from './context/parts/tail.js';
import { DRAFTING } from './sheets/draft-words.js';
import { sheetInstructions, WRITING } from './sheets/writing-words.js';
import { settling } from './text/macros.js';
import { atOnce } from './text/search/slices.js';

const PAGE = new URL('../docs/prompts.md', import.meta.url);
const ZONE = 'UTC';

interface Sample {
  name: string;
  user: string;
  sheet: Sheet;
  persona: string;
  source: { title: string; text: string };
  entry: string;
  scene: string;
  lines: [string, string];
  rules: [string, string, string, string];
  note: string;
  begun: string;
}

const claim = (text: string, about?: string) => ({
  id: text,
  text,
  kind: 'invented' as const,
  citations: [],
  ...(about ? { about } : {}),
});

const SAMPLES: Record<Sheet['language'], Sample> = {
  en: {
    name: 'Ilse Brandt',
    user: 'Tom',
    sheet: sheetSchema.parse({
      language: 'en',
      identity: [claim('Ilse Brandt runs the last ferry on the river Ouse.')],
      voice: [claim('She answers in short sentences and hates to be thanked.')],
      drives: [claim('She wants to keep the ferry until her son comes home.')],
      relationships: [claim('Her son, gone to sea for eleven years.', 'Matthis')],
      timeline: [claim('She pulled a drowning man out of the ice and lost two fingers.')],
      world: [claim('The bridge upstream will be finished in autumn.')],
      limits: [claim('She has never learned why Matthis left.')],
      examples: [
        claim('Sit in the middle and keep your hands dry.', 'to a stranger who asked whether it was safe'),
      ],
      scenario: 'Fog. The last crossing of the day, and one passenger.',
      lorebook: {
        entries: [{ keys: [], content: 'The ferry bell is never rung at night.', constant: true }],
      },
    }),
    persona: 'A surveyor who works for the people who build the bridge.',
    source: { title: 'The Ferry', text: 'Ilse Brandt took no money from the drowned.' },
    entry: 'What happened:\n- Tom crossed twice and paid once (#3–#9).',
    scene: 'On the ferry, in mid-river; Tom holds the lantern.',
    lines: ['My father was a ferryman.', 'Then you know when to be silent.'],
    rules: [
      'Call me Tommy.',
      'Never mention the bridge.',
      'Let it rain from now on.',
      'Say nothing of the ice.',
    ],
    note: 'Tonight the river is high.',
    begun: 'I lift the lantern and',
  },
  zh: {
    name: '沈渡',
    user: '阿远',
    sheet: sheetSchema.parse({
      language: 'zh',
      identity: [claim('沈渡在芦花渡摆渡，渡口只剩她一条船。')],
      voice: [claim('她话少，不爱听人道谢。')],
      drives: [claim('她要守着渡口，等儿子回来。')],
      relationships: [claim('她的儿子，离家十一年。', '阿舟')],
      timeline: [claim('她从冰水里救起一个人，冻掉了两根手指。')],
      world: [claim('上游的桥入秋就要通车。')],
      limits: [claim('她一直不知道阿舟为什么走。')],
      examples: [claim('坐中间，手别沾水。', '对一个问船稳不稳的生客')],
      scenario: '大雾。当天最后一趟，船上只有一个人。',
      lorebook: { entries: [{ keys: [], content: '渡口的钟夜里从来不敲。', constant: true }] },
    }),
    persona: '替修桥的人测量河道的测量员。',
    source: { title: '渡口', text: '沈渡从不收落水人的钱。' },
    entry: '发生的事：\n- 阿远过了两次河，只给了一次钱（#3–#9）。',
    scene: '船在河心，阿远提着灯。',
    lines: ['我父亲也是摆渡的。', '那你该知道什么时候不说话。'],
    rules: ['叫我小远。', '别提那座桥。', '从现在起一直下雨。', '别提那块冰。'],
    note: '今夜水大。',
    begun: '我举起灯，',
  },
};

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 20, 5));
const block = (text: string) => `\`\`\`\`text\n${text}\n\`\`\`\``;

function pageIn(language: Sheet['language']): string[] {
  const sample = SAMPLES[language];
  const { name, user, sheet } = sample;
  const settle = (text: string) => settling(text, { char: name, user });
  const players = { name, user };
  const past = sample.lines.map((content, n) => ({
    seq: 3 + n,
    role: n ? ('assistant' as const) : ('user' as const),
    speaker: n ? name : user,
    content,
    at: at(3 + n),
    why: [],
  }));
  const entries = [
    {
      fromSeq: 1,
      toSeq: 9,
      fromAt: at(3),
      toAt: at(5),
      text: `${sample.entry}\n${sceneLine(sample.scene, language)}`,
    },
  ];
  const rule = (n: 0 | 1 | 2 | 3) => ({ id: String(n), text: sample.rules[n] });
  const system = joinPrefix({
    sheet: atOnce(renderSheet({ name, sheet }, { name: user, description: sample.persona }, settle)),
    chronicle: renderChronicle(entries, language, ZONE, [], at(6)),
    source: renderSources([sample.source], name, language),
    frame: atOnce(renderFrame(players, language, 'full')),
    rules: renderSettledRules([rule(0)], user, language),
  }).text;
  const facts = { name, user, language, now: at(28), timeZone: ZONE, lastAt: at(6), afterHistory: '' };
  const passage = {
    sourceId: 's',
    n: 1,
    section: 1,
    title: sample.source.title,
    text: sample.source.text,
    parts: [0],
    why: [],
  };
  const whole = {
    ...facts,
    note: sample.note,
    rules: renderRulesInTail(
      {
        now: [rule(0), rule(1), rule(2)].map((one, n) => ({ ...one, at: at(n + 5) })),
        settled: [rule(0)],
        ended: [{ ...rule(3), at: at(7) }],
        since: at(6),
      },
      user,
      language,
    ),
    recalled: renderRecalled(past.slice(1), language, ZONE),
    pinned: renderPins(
      past.slice(0, 1).map((message) => ({ ...message, pinnedAt: at(9) })),
      language,
      ZONE,
    ),
    source: renderRecalledPassages([passage], name, language),
  };
  const tail = (task: TailTask, of: Omit<TailFacts, 'task'> = facts) => block(renderTail({ ...of, task }));
  const task = { name, user, tokens: 1000 };
  const subject = { name, names: [name] };
  const words = WRITING[language];
  return [
    '### The system prompt',
    block(system),
    '### The rules of play for small models',
    block(atOnce(renderFrame(players, language, 'short'))),
    '### The rules of play in a story with a time of its own',
    block(atOnce(renderFrame(players, language, 'full', undefined, 'none'))),
    '### The tail of a reply',
    tail({ kind: 'reply' }, whole),
    '### The tail of a reply, in a story with a time of its own',
    tail({ kind: 'reply' }, { ...facts, ownTime: true, noteOnce: sample.note }),
    '### The tail of a reply to what was said outside the story',
    tail({ kind: 'reply', outside: true }),
    '### The tail of a continue',
    tail({ kind: 'continue', end: sample.begun }),
    '### The tail of a draft in the user’s stead',
    tail({ kind: 'draft', begun: sample.begun }),
    '### An entry of the chronicle',
    block(entryInstructions({ ...task, lines: 40 }, language, SUMMARIZE[language])),
    block(
      entryMaterial({ before: sample.entry, lead: past.slice(0, 1), past: past.slice(1) }, ZONE, language),
    ),
    '### Words for an index alone, of messages that have an entry',
    block(indexInstructions({ ...task, lines: 40 }, language)),
    '### Entries that become one',
    block(entryInstructions(task, language, SUMMARIZE_MERGE[language])),
    '### A sheet, of the whole text',
    block(sheetInstructions(words.whole, subject, language, 60)),
    '### A sheet, of a part of the text',
    block(sheetInstructions(words.part, subject, language, 60)),
    '### Beside these, where no passage names the character',
    block(words.unnamed(name)),
    '### A sheet, of what the parts gave',
    block(sheetInstructions(words.merge, subject, language, 60)),
    '### Statements that copy the text',
    block(words.reword),
    '### What is new beside a sheet',
    block(words.compare(name)),
    '### A character out of an idea',
    block(DRAFTING[language]),
  ];
}

it('shows every prompt in docs/prompts.md as it is sent; UPDATE_PROMPTS=1 writes the page anew', () => {
  const page = `${[
    '# Every prompt',
    'This page is made of the code by `src/prompts.test.ts`, so that a change of words is a change that can be read here. ' +
      'Write it anew with `UPDATE_PROMPTS=1 npm run test:unit -- --testPathPatterns src/prompts`. ' +
      'A request that fills a schema ends with “Answer with one JSON object …” (只回答一个 JSON 对象……) and the schema itself (`src/model/openai/filling/fill.ts`).',
    '## English',
    ...pageIn('en'),
    '## 中文',
    ...pageIn('zh'),
  ].join('\n\n')}\n`;
  if (process.env['UPDATE_PROMPTS']) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});

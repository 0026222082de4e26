/**
 * SillyTavern's own world-info engine, run in Node on the package from npm with its other modules replaced by stubs, so
 * that what it tells can be written down:
 *
 *   npm i --ignore-scripts --prefix FOLDER sillytavern
 *   node test/cards/sillytavern.js FOLDER/node_modules/sillytavern
 *
 * writes `generated.json` and `generated-turns.json` anew. Nothing of SillyTavern is kept here.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generatedCases } from './generated.js';
import { generatedTurns } from './generated-turns.js';
import { estimateTokens } from '../../dist/src/text/search/tokens.js';

const NAMES = { char: 'Ada', user: 'User' };
const PLENTY = 1e9;

/** Everything that is imported there and not given here is a function that does nothing. */
const GIVEN = {
  substituteParams: (text) => text.replace(/\{\{(char|user)\}\}/gi, (_, who) => NAMES[who.toLowerCase()]),
  // As Keepsake counts: entries of one line, each with its line break.
  getTokenCountAsync: async (text) =>
    text
      .split('\n')
      .filter(Boolean)
      .reduce((sum, line) => sum + estimateTokens(line) + 1, 0),
  getRegexedString: (text) => text,
  escapeRegex: (text) => text.replace(/[/\-\\^$*+?.()|[\]{}]/g, '\\$&'),
  getStringHash: (text) => text,
  getCharaFilename: () => NAMES.char,
  characters: [{ name: NAMES.char, data: { extensions: { world: 'book' } } }],
  this_chid: 0,
  chat_metadata: {},
  power_user: {},
  extension_settings: { note: {} },
  eventSource: { emit: async () => {}, on: () => {}, makeLast: () => {} },
  event_types: {},
  getContext: () => ({ extensionPrompts: {}, tagMap: {}, setExtensionPrompt: () => {} }),
  shouldWIAddPrompt: false,
  extension_prompt_roles: { SYSTEM: 0, USER: 1, ASSISTANT: 2 },
  debounce: (work) => work,
  debounce_timeout: {},
  GENERATION_TYPE_TRIGGERS: [],
  FilterHelper: class {},
  FILTER_TYPES: {},
  StructuredCloneMap: class extends Map {
    constructor() {
      super();
    }
  },
  regex_placement: {},
  metadata_keys: {},
};

/** The engine of a package, its settings to be set from outside. */
async function engineOf(folder) {
  const source = readFileSync(join(folder, 'public/scripts/world-info.js'), 'utf8');
  const names = [];
  const body = source.replace(/^import \{([^}]*)\} from [^;]*;$/gm, (_, list) => {
    names.push(
      ...list
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    );
    return '';
  });
  const head = `const { ${[...new Set(names)].join(', ')} } = globalThis.__given;\nconst console = new Proxy({}, { get: () => () => {} });\nconst $ = () => new Proxy(() => {}, { get: () => () => {} });\n`;
  const tail = `
export const settle = ({ recursive, budget, cap, scoring }) => {
  world_info_depth = 2; world_info_recursive = recursive; world_info_match_whole_words = true; world_info_case_sensitive = false;
  world_info_budget = budget === undefined ? 100 : 25; world_info_budget_cap = cap ?? 0; world_info_min_activations = 0; world_info_use_group_scoring = scoring ?? false;
};`;
  globalThis.__given = new Proxy(GIVEN, { get: (given, name) => given[name] ?? (() => {}) });
  const made = mkdtempSync(join(tmpdir(), 'world-info-'));
  try {
    const file = join(made, 'engine.mjs');
    writeFileSync(file, head + body + tail);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** What is told in each of the turns of a case, the numbers of the entries as digits. */
export async function toldBy(engine, { entries, turns, budget, sources = {} }) {
  const named = ([name, text]) => [name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), text];
  const scanned = { ...Object.fromEntries(Object.entries(sources).map(named)), trigger: 'normal' };
  engine.settle({ recursive: true, budget });
  engine.worldInfoCache.clear();
  engine.worldInfoCache.set('book', engine.convertCharacterBook({ entries: structuredClone(entries) }));
  for (const key of Object.keys(GIVEN.chat_metadata)) delete GIVEN.chat_metadata[key];
  const told = [];
  for (const messages of turns) {
    // The budget is a quarter of the window.
    const found = await engine.checkWorldInfo(
      messages,
      budget === undefined ? PLENTY : budget * 4,
      false,
      scanned,
    );
    told.push(
      [...found.allActivatedEntries]
        .map(({ uid }) => uid)
        .sort()
        .join(''),
    );
  }
  return told;
}

if (process.argv[1]?.endsWith('sillytavern.js')) {
  const [folder, seed = '17', count = '1000'] = process.argv.slice(2);
  const engine = await engineOf(folder);
  const write = (name, called) =>
    writeFileSync(
      new URL(name, import.meta.url),
      JSON.stringify({ seed: Number(seed), called }, null, 2) + '\n',
    );
  const once = [];
  for (const { entries, messages } of generatedCases(Number(seed), Number(count)))
    once.push((await toldBy(engine, { entries, turns: [messages] }))[0]);
  write('generated.json', once);
  const turns = [];
  for (const one of generatedTurns(Number(seed), Number(count)))
    turns.push((await toldBy(engine, one)).join(' '));
  write('generated-turns.json', turns);
}

export { engineOf };

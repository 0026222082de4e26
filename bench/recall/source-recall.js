import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { basename } from 'node:path';
import { SourceIndex } from '../../dist/src/context/recall/source/source-index.js';
import { languageOf } from '../../dist/src/text/search/language.js';
import { atOnce } from '../../dist/src/text/search/slices.js';
import { divide } from '../../dist/src/text/structure/sections.js';
import { median, milliseconds, short } from '../support/table.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const QUESTIONS = new URL('../source-questions/', import.meta.url);
const WINDOW = 32_768;
/** What the first run gave, before anything was tuned: the pieces that BM25 alone finds, for a quarter of 32,768 tokens. */
const FIRST = 0.77;

/**
 * Questions on novels that do not fit the window, whose answer stands in one or two passages: the share whose evidence
 * is in the request, word for word. They were written by somebody who had not seen how it is searched for; the evidence
 * is given as places in the file, with a hash.
 */
export async function measureSourceRecall(server) {
  const row = {
    title: 'Questions on a novel whose evidence is all in the request, word for word',
    limit: 'first run | in other words than the passage | in some of its words',
  };
  if (!existsSync(new URL('novels/', DATA)))
    return { ...row, cases: [{ name: 'novels', skipped: 'skipped: no ../shared/data/novels' }] };
  const sets = readdirSync(QUESTIONS).map((name) => ({
    name: basename(name, '.json'),
    ...JSON.parse(readFileSync(new URL(name, QUESTIONS), 'utf8')),
  }));
  // Without a model sheets are written of the text alone, and what a turn would send can be seen all the same.
  const none = { OPENAI_BASE_URL: '', OPENAI_API_KEY: '', MODEL: '' };
  await server.restart({ ...none, MODEL_CONTEXT_WINDOW: String(WINDOW) });
  const answers = [];
  for (const set of sets) answers.push(...(await ask(server, set, await taken(server, set))));
  return { ...row, cases: [caseOf(answers), ...['en', 'zh'].map((language) => indexCase(language, sets))] };
}

function caseOf(answers) {
  const share = (some) => short(some.filter(({ held }) => held).length / some.length);
  const of = (wording) => share(answers.filter((answer) => answer.wording === wording));
  return {
    name: `${answers.length} questions, window ${WINDOW}`,
    ratio: share(answers),
    target: '≥ 0.85',
    measured: `tail of ${Math.round(median(answers.map(({ tokens }) => tokens)))} tokens, recall ${milliseconds(median(answers.map(({ ms }) => ms)))}`,
    limit: `${FIRST} | ${of('own')} | ${of('shared')}`,
  };
}

/** What the indexes of the novels of a language take, for a million characters. */
function indexCase(language, sets) {
  const texts = sets.map(textOf).filter((text) => languageOf(text) === language);
  let [characters, bytes, ms] = [0, 0, 0];
  for (const text of texts) {
    const { sections, passages } = divide(text);
    const titles = new Map(sections.map(({ n, title }) => [n, title]));
    const cut = passages.map(({ n, section, start, end }) => {
      return { n, section, title: titles.get(section), text: text.slice(start, end) };
    });
    const begun = process.cpuUsage();
    bytes += atOnce(SourceIndex.of(cut)).bytes.length;
    ms += process.cpuUsage(begun).user / 1000;
    characters += text.length;
  }
  return {
    name: `an index of a million characters, ${language}`,
    ratio: `${short(bytes / characters)} bytes a character`,
    target: '≤ 2, 3 s',
    measured: `${milliseconds((ms * 1e6) / characters)} of the processor`,
    limit: '–',
  };
}

const textOf = ({ file, encoding }) =>
  new TextDecoder(encoding, { ignoreBOM: true }).decode(readFileSync(new URL(file, DATA)));

/** Takes a novel in, makes a character of whoever is named most in it, and begins a conversation. */
async function taken(server, { file }) {
  const form = new FormData();
  form.append('files', new Blob([readFileSync(new URL(file, DATA))]), basename(file));
  const { id } = await server.post('/api/ingests', form);
  const ingest = await until(server, id, ({ status }) => status !== 'queued' && status !== 'running');
  const [first] = [...ingest.cast].sort((a, b) => b.mentions - a.mentions);
  await server.post(`/api/ingests/${id}/characters`, { names: [first.name] });
  const done = await until(server, id, ({ status }) => status === 'done' || status === 'failed');
  if (done.status !== 'done') throw new Error(`${file} could not be taken in: ${JSON.stringify(done.error)}`);
  return (await server.post('/api/sessions', { characterId: done.characterIds[0] })).id;
}

async function until(server, id, over) {
  for (;;) {
    const ingest = await server.get(`/api/ingests/${id}`);
    if (over(ingest)) return ingest;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function ask(server, set, session) {
  const text = textOf(set);
  const answers = [];
  for (const { q, wording, need, evidence } of set.questions) {
    const { request, receipt } = await server.post(`/api/sessions/${session}/context`, { text: q });
    const sent = bare(request.messages.map(({ content }) => content).join('\n'));
    const holds = ({ start, end, sha1 }) => {
      const passage = text.slice(start, end);
      if (createHash('sha1').update(passage).digest('hex') !== sha1)
        throw new Error(`${set.file} is another text.`);
      return sent.includes(bare(passage));
    };
    answers.push({
      wording,
      held: need === 'any' ? evidence.some(holds) : evidence.every(holds),
      tokens: Math.round((receipt.promptTokensEstimated * receipt.tailBytes) / receipt.promptBytes),
      ms: receipt.recallMs ?? 0,
    });
  }
  return answers;
}

/** Lines of a file are broken elsewhere than in the prompt. */
const bare = (text) => text.replace(/\s+/g, '');

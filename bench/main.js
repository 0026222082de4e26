/**
 * The bench: what a turn adds, what is remembered, how a novel is read, what open sessions weigh, each beside a limit
 * measured in the same run. Times and sizes depend on the machine; the ratios are what is looked at.
 *
 * `npm run bench -- turns recall` measures these parts alone.
 */
import { measureBackup } from './turns/backup.js';
import { measureBridges } from './turns/bridges.js';
import { measureBranches } from './turns/branches.js';
import { measureCards } from './texts/cards.js';
import { measureCleaning } from './turns/cleaning.js';
import { measureFiles } from './texts/files.js';
import { measureImportCost } from './turns/import-cost.js';
import { measureImports } from './turns/imports.js';
import { measureLocate } from './texts/locate.js';
import { measureLongRun } from './turns/long.js';
import { measureLoop } from './turns/loop.js';
import { measureLorebooks } from './turns/lorebooks.js';
import { measureMemory } from './turns/memory.js';
import { measureChineseQuotes } from './quotes/quotes-zh.js';
import { measureChineseStories, measureEnglishStories } from './quotes/quotes-stories.js';
import { measureQuotesLeftOut } from './quotes/quotes-left-out.js';
import { measureQuotes } from './quotes/quotes.js';
import { measureReadingChild } from './texts/reading-child.js';
import { measurePages } from './texts/pages.js';
import { measureReading } from './texts/reading.js';
import { measureMeaning } from './recall/meaning.js';
import { measureMeant } from './recall/meant.js';
import { measureRecall } from './recall/recall.js';
import { BenchServer } from './support/server.js';
import { measureShapes } from './texts/shapes.js';
import { measureSheetsOfStories } from './texts/sheets-of-stories.js';
import { measureSheetsWithoutModel } from './texts/sheets-without-model.js';
import { measurePrograms } from './turns/programs.js';
import { measurePromptParts } from './turns/prompt-parts.js';
import { measureSlope } from './turns/slope.js';
import { measureSourceRecall } from './recall/source-recall.js';
import { measureOrdinaryTalk } from './turns/ordinary-talk.js';
import { measureSmallTalk } from './recall/small-talk.js';
import { measureSockets } from './turns/sockets.js';
import { printTable } from './support/table.js';
import { measureTransport } from './turns/transport.js';
import { measureTurns } from './turns/turns.js';

/** In the order in which they are measured and told: each gives a row, or several. */
const PARTS = {
  reading: { measure: measureReading },
  quotes: { measure: measureQuotes },
  quotesLeftOut: { measure: measureQuotesLeftOut },
  chineseQuotes: { measure: measureChineseQuotes },
  chineseStories: { measure: measureChineseStories },
  englishStories: { measure: measureEnglishStories },
  shapes: { measure: measureShapes },
  sheetsWithoutModel: { measure: measureSheetsWithoutModel },
  sheetsOfStories: { measure: measureSheetsOfStories },
  child: { measure: measureReadingChild },
  pages: { measure: measurePages },
  files: { measure: measureFiles },
  locate: { measure: measureLocate },
  cards: { measure: measureCards },
  cleaning: { measure: measureCleaning },
  smallTalk: { measure: measureSmallTalk },
  meant: { measure: measureMeant },
  meaning: { measure: measureMeaning },
  lorebooks: { measure: measureLorebooks },
  turns: { measure: measureTurns, onServer: true },
  branches: { measure: measureBranches, onServer: true },
  bridges: { measure: measureBridges, onServer: true },
  memory: { measure: measureMemory, onServer: true },
  transport: { measure: measureTransport, onServer: true },
  slope: { measure: measureSlope, onServer: true },
  long: { measure: measureLongRun, onServer: true },
  sockets: { measure: (server) => measureSockets(server), onServer: true },
  ordinaryTalk: { measure: measureOrdinaryTalk, onServer: true },
  importCost: { measure: measureImportCost, onServer: true },
  imports: { measure: measureImports, onServer: true },
  backup: { measure: measureBackup, onServer: true },
  programs: { measure: measurePrograms, onServer: true },
  loop: { measure: measureLoop, onServer: true },
  promptParts: { measure: measurePromptParts, onServer: true },
  recall: { measure: measureRecall, onServer: true },
  sourceRecall: { measure: measureSourceRecall, onServer: true },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(1);
}

let server = null;
const interrupted = new Promise((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => reject(new Error(`Stopped by ${signal}.`)));
  }
});

async function measure() {
  const rows = [];
  for (const [name, { measure: part, onServer }] of Object.entries(PARTS)) {
    if (asked.length && !asked.includes(name)) continue;
    process.stderr.write(`Measuring ${name} …\n`);
    if (onServer && !server) {
      server = new BenchServer();
      await server.begin();
    }
    rows.push(await part(server));
  }
  printTable(rows.flat());
}

let code = 0;
try {
  await Promise.race([measure(), interrupted]);
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  await server?.end();
}
process.exit(code);

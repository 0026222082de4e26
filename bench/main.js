/**
 * The bench: what a turn adds, what is remembered, how a novel is read, what open sessions weigh, each beside a limit
 * measured in the same run. Times and sizes depend on the machine; the ratios are what is looked at.
 *
 * `npm run bench -- turns recall` measures these parts alone.
 */
import { measureBackup } from './backup.js';
import { measureBranches } from './branches.js';
import { measureCards } from './cards.js';
import { measureCleaning } from './cleaning.js';
import { measureFiles } from './files.js';
import { measureLocate } from './locate.js';
import { measureLongRun } from './long.js';
import { measureLoop } from './loop.js';
import { measureLorebooks } from './lorebooks.js';
import { measureMemory } from './memory.js';
import { measureChineseQuotes } from './quotes-zh.js';
import { measureChineseStories } from './quotes-stories.js';
import { measureQuotesLeftOut } from './quotes-left-out.js';
import { measureQuotes } from './quotes.js';
import { measureReadingChild } from './reading-child.js';
import { measurePages } from './pages.js';
import { measureReading } from './reading.js';
import { measureRecall } from './recall.js';
import { BenchServer } from './server.js';
import { measureSheetsWithoutModel } from './sheets-without-model.js';
import { measureSlope } from './slope.js';
import { measureSourceRecall } from './source-recall.js';
import { measureSockets } from './sockets.js';
import { printTable } from './table.js';
import { measureTransport } from './transport.js';
import { measureTurns } from './turns.js';

/** In the order in which they are measured and told: each gives a row, or several. */
const PARTS = {
  reading: { measure: measureReading },
  quotes: { measure: measureQuotes },
  quotesLeftOut: { measure: measureQuotesLeftOut },
  chineseQuotes: { measure: measureChineseQuotes },
  chineseStories: { measure: measureChineseStories },
  sheetsWithoutModel: { measure: measureSheetsWithoutModel },
  child: { measure: measureReadingChild },
  pages: { measure: measurePages },
  files: { measure: measureFiles },
  locate: { measure: measureLocate },
  cards: { measure: measureCards },
  cleaning: { measure: measureCleaning },
  lorebooks: { measure: measureLorebooks },
  turns: { measure: measureTurns, onServer: true },
  branches: { measure: measureBranches, onServer: true },
  memory: { measure: measureMemory, onServer: true },
  transport: { measure: measureTransport, onServer: true },
  slope: { measure: measureSlope, onServer: true },
  long: { measure: measureLongRun, onServer: true },
  sockets: { measure: (server) => measureSockets(server), onServer: true },
  backup: { measure: measureBackup, onServer: true },
  loop: { measure: measureLoop, onServer: true },
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

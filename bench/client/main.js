/**
 * The bench of the client: what a browser loads, waits for, draws and holds, in Chromium, medians of several runs.
 *
 * `npm run bench:client -- opening memory` measures these parts alone.
 */
import { BenchServer } from '../support/server.js';
import { printTable } from '../support/table.js';
import { closeBrowsers } from './browser.js';
import { measureDeltas } from './deltas.js';
import { measureLibrary } from './library.js';
import { measureLoading } from './loading.js';
import { measureMemory } from './memory.js';
import { startStreamingModel } from './model.js';
import { measureOpening } from './opening.js';
import { measureScrolling } from './scrolling.js';

/** In the order in which they are measured and told: each gives a row. */
const PARTS = {
  loading: measureLoading,
  opening: measureOpening,
  scrolling: measureScrolling,
  deltas: measureDeltas,
  memory: measureMemory,
  library: measureLibrary,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(1);
}

const server = new BenchServer();
const model = await startStreamingModel();
const interrupted = new Promise((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => reject(new Error(`Stopped by ${signal}.`)));
});

async function measure() {
  await server.begin();
  await server.restart({ OPENAI_BASE_URL: model.url });
  const rows = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (asked.length && !asked.includes(name)) continue;
    process.stderr.write(`Measuring ${name} …\n`);
    rows.push(await part(server));
  }
  printTable(rows);
}

let code = 0;
try {
  await Promise.race([measure(), interrupted]);
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  await closeBrowsers();
  await server.end();
  model.close();
}
process.exit(code);

/**
 * The bench: what a turn adds, what is remembered, how fast a novel is read, what open sessions weigh, each beside a limit measured
 * in the same run. Times and sizes depend on the machine; the ratios are what is looked at.
 */
import { measureBranches } from './branches.js';
import { measureCards } from './cards.js';
import { measureLongRun } from './long.js';
import { measureMemory } from './memory.js';
import { measureReading } from './reading.js';
import { measureRecall } from './recall.js';
import { BenchServer } from './server.js';
import { measureSlope } from './slope.js';
import { printTable } from './table.js';
import { measureTransport } from './transport.js';
import { measureTurns } from './turns.js';

const server = new BenchServer();
const interrupted = new Promise((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => reject(new Error(`Stopped by ${signal}.`)));
  }
});

async function measure() {
  const say = (what) => process.stderr.write(`Measuring ${what} …\n`);
  say('reading');
  const reading = await measureReading();
  say('cards');
  const cards = await measureCards();
  await server.begin();
  say('turns');
  const turns = await measureTurns(server);
  say('branches');
  const branches = await measureBranches(server);
  say('memory');
  const memory = await measureMemory(server);
  say('the transport over a socket');
  const transport = await measureTransport(server);
  say('CPU over histories');
  const slope = await measureSlope(server);
  say('2,000 turns through folds');
  const long = await measureLongRun(server);
  say('recall');
  const recall = await measureRecall(server);
  printTable([turns, branches, transport, slope, long, recall, reading, memory, cards]);
}

let code = 0;
try {
  await Promise.race([measure(), interrupted]);
} catch (error) {
  console.error(error);
  code = 1;
} finally {
  await server.end();
}
process.exit(code);

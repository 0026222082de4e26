import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { readCardFile } from '../../dist/src/characters/cards/card-file.js';
import { activateLore, prepareLorebook } from '../../dist/src/context/lorebook/lorebook.js';
import { inSlices } from '../../dist/src/text/search/slices.js';
import {
  cardWith,
  honestEntries,
  hostilePatterns,
  patternEntries,
} from '../../test/support/files/hostile-card.js';

/** In milliseconds: what a large book may hold up everything else at once, and a turn. */
const MOST_GAP = 50;
const MOST_TURN = 1000;
const TURNS = 20;

/** A card of 3,000 hostile patterns and a large book of plain words: import, activation, and how long the loop is held. */
export async function measureLorebooks() {
  const cards = [
    ['3,000 hostile patterns', cardWith(patternEntries(hostilePatterns(3000)))],
    [
      '2,000 plain entries that call one another',
      cardWith(honestEntries(2000), { recursive_scanning: true }),
    ],
  ];
  const cases = [];
  for (const [name, card] of cards) cases.push(...(await measure(name, Buffer.from(JSON.stringify(card)))));
  return { title: 'Large lorebooks: what they hold up, in ms', limit: 'the most that is borne', cases };
}

async function measure(name, bytes) {
  const importing = await watched(() => readCardFile(bytes));
  const { lorebook } = importing.result.sheet;
  const lore = await inSlices(prepareLorebook({ lorebook, lorebookByKeys: false }, true));
  const text = `Tell me of Place 0. ${'aab The ferry leaves at dawn. '.repeat(60)}`;
  const said = { messages: [text, 'Mind the plank.'], recursive: lore.recursive, seed: 'bench' };
  const tell = () => inSlices(activateLore(lore.entries, said, 3000, Infinity, lore.pinned));
  const first = await watched(tell);
  const turns = await watched(async () => {
    for (let n = 0; n < TURNS; n++) await tell();
  });
  const row = (what, ms, limit) => ({
    name: `${name}: ${what}`,
    measured: ms.toFixed(1),
    limit: String(limit),
    ratio: (ms / limit).toFixed(2),
    target: '≤ 1',
  });
  return [
    row('import', importing.ms, MOST_TURN),
    row('longest gap while importing', importing.gap, MOST_GAP),
    row('its first turn', first.ms, MOST_TURN),
    row('a turn after it', turns.ms / TURNS, MOST_TURN),
    row('longest gap in turns', turns.gap, MOST_GAP),
    row('gap in turns, p99.9', turns.high, MOST_GAP),
  ];
}

async function watched(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await turn();
  delay.reset();
  const begun = performance.now();
  const result = await work();
  const ms = performance.now() - begun;
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  return { result, ms, gap: delay.max / 1e6, high: delay.percentile(99.9) / 1e6 };
}

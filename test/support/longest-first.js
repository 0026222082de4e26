import Sequencer from '@jest/test-sequencer';

/** What takes longest, by the seconds of a quiet machine; the order matters, not the figures. */
const LONGEST = [
  'screens/conversation.browser',
  'soak/soak',
  'characters/pictures',
  'process/foundation',
  'memory/source-recall',
  'ingest/main-job.browser',
  'ingest/files',
  'connections/connections',
  'backup/hostile-backup',
  'process/uploads',
  'ingest/story-points',
  'process/bad-input',
  'memory/memory',
  'sessions/personas',
];

/**
 * A checkout that has run no test yet knows nothing of how long each takes. What is long goes first, and what stands
 * beside its code last: these are short, and fill the end.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return sorted.sort((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ path, context }) {
  if (context.config.displayName?.name === 'unit') return LONGEST.length + 1;
  const place = LONGEST.findIndex((name) => path.replaceAll('\\', '/').endsWith(`${name}.test.ts`));
  return place < 0 ? LONGEST.length : place;
}

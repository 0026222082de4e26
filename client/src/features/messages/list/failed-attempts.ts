import type { MessageView } from '../../../../../src/contracts/message.js';
import type { Row } from './message-rows.js';

/** A reply of which nothing came. */
const isNothing = ({ role, status, content }: MessageView) =>
  role === 'assistant' && status === 'failed' && !content;

/**
 * Folds attempts that failed one after another: the newest stays, and a line above it counts them all. What was said
 * in between stays, too.
 * @param shown keys of lines whose attempts are shown
 */
export function foldAttempts(rows: readonly Row[], shown: ReadonlySet<string>): Row[] {
  const folded: Row[] = [];
  let run: Row[] = [];
  const flush = () => {
    if (run.length > 1) {
      const last = run.at(-1)!;
      const key = `attempts ${run[0]!.key}`;
      const isShown = shown.has(key);
      folded.splice(folded.indexOf(last), 0, { key, kind: 'attempts', count: run.length, isShown });
      if (!isShown) for (const row of run.slice(0, -1)) folded.splice(folded.indexOf(row), 1);
    }
    run = [];
  };
  for (const row of rows) {
    if (row.kind === 'message' && row.message.role === 'assistant') {
      if (isNothing(row.message)) run.push(row);
      else flush();
    }
    folded.push(row);
  }
  flush();
  return folded;
}

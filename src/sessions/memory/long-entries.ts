import { partsOf, requestsFor } from '../../context/chronicle/fold-planning.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import type { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import type { BranchEntry, NewEntry } from './chronicle.repository.js';
import type { DueEntriesRepository } from './due-entries.repository.js';
import { lengthOf, readableTokens, type TokenBudget } from './fold-plan.js';
import type { FoldableMessagesRepository } from './foldable-messages.repository.js';

interface SplitSources {
  dueStore: DueEntriesRepository;
  messages: FoldableMessagesRepository;
  writer: ChronicleEntryWriter;
}

/**
 * Entries of the open branch that stand for more than the model reads at once become several, of the words themselves,
 * before it writes them anew.
 *
 * @returns whether any did
 */
export async function splitLong(
  { dueStore, messages, writer }: SplitSources,
  snapshot: SessionSnapshot,
  due: readonly BranchEntry[],
  means: TokenBudget,
  signal: AbortSignal,
): Promise<boolean> {
  const open = due.filter(({ branchId, started }) => started && branchId === snapshot.branchId);
  const readable = await readableTokens(writer, snapshot, means);
  const requests = (await messages.weights(snapshot, open)).map(({ tokens }) =>
    requestsFor(tokens, readable),
  );
  const each = lengthOf(
    means,
    requests.reduce((sum, many) => sum + many, 0),
  );
  const long = open.filter((_, n) => requests[n]! > 1);
  for (const entry of long) {
    signal.throwIfAborted();
    const within = await messages.foldable(snapshot, entry.fromSeq - 1, entry.toSeq);
    const pieces: NewEntry[] = [];
    for (const part of partsOf(within, entry, readable)) {
      const past = await messages.beginnings(snapshot.branchId, part.fromSeq, part.toSeq);
      if (past.length)
        pieces.push({ ...(await writer.extract(snapshot, past, each)), due: true, started: true });
    }
    if (pieces.length > 1) await dueStore.split(snapshot, entry, pieces);
  }
  return long.length > 0;
}

import { Injectable, Logger } from '@nestjs/common';
import { isOwnName } from '../../context/quoting/called-user.js';
import { withPictureMarks } from '../../context/quoting/picture-marks.js';
import { dayLabel } from '../../context/when/day-label.js';
import { describe } from '../../http/problem.filter.js';
import { within } from '../../process/deadline.js';
import { storableJson } from '../../text/encoding/storable.js';
import { truncate } from '../../text/encoding/truncate.js';
import { inSlices, type Work } from '../../text/search/slices.js';
import { estimateTokens } from '../../text/search/tokens.js';
import { HistoryRepository, type HistoryRow } from './history.repository.js';
import type { PastHistory } from './history-file.js';
import { noteOf, type PastMessage } from './histories/tavern-chat.js';
import { MemoryService } from '../memory/memory.service.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { RecallIndexRepository } from '../prompt/recall/recall-index.repository.js';
import { PromptMessagesRepository } from '../prompt/prompt-messages.repository.js';
import { SessionBus } from '../bus/session-bus.js';

/** Rows that are stored at once, and about how many characters of them: a statement is written in one go. */
const BATCH = 1000;
const BATCH_CHARACTERS = 512 * 1024;
/** So long an import's answer waits for its fold to begin: it may need the model's server. */
const BEGUN_WITHIN_MS = 2000;
/** In characters, of an author's note. */
const MOST_NOTE = 20_000;

/** Takes histories from files into sessions. */
@Injectable()
export class HistoryImportService {
  private readonly logger = new Logger(HistoryImportService.name);

  constructor(
    private readonly history: HistoryRepository,
    private readonly snapshots: SessionSnapshots,
    private readonly messages: PromptMessagesRepository,
    private readonly bus: SessionBus,
    private readonly memory: MemoryService,
    private readonly recallIndex: RecallIndexRepository,
  ) {}

  /**
   * Appends a history to a session, all of it or nothing. A session that holds only its greeting loses that first.
   * @throws Problem turn_running, not_found
   */
  async import(ownerId: string, sessionId: string, { messages: past, header }: PastHistory): Promise<void> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const lastLabel = await this.messages.lastLabel(snapshot.branchId);
    await this.history.append(
      { ownerId, sessionId, branchId: snapshot.branchId },
      (after) => batchesOf(rowsOf(past, snapshot, lastLabel, after)),
      { extras: header, note: truncate(noteOf(header), MOST_NOTE), user: userOf(past) },
    );
    await this.bus.command({ sessionId, name: 'invalidate', body: {} });
    const begun = this.snapshots.read(ownerId, sessionId).then(async (grown) => {
      await this.memory.tend(grown);
      return grown;
    });
    begun
      // Indexed now, so that no turn has to wait for it.
      .then(({ branchId, lastSeq }) => this.recallIndex.before(branchId, lastSeq))
      .catch((error: unknown) => this.logger.warn(`A long history folds later: ${describe(error)}`));
    // Whoever asks next is told that it folds, and then what that leaves.
    await within(BEGUN_WITHIN_MS, begun);
  }
}

/** The name that all of the user's messages bear; '' where there is none, or several. */
function userOf(past: readonly PastMessage[]): string {
  const names = new Set(past.filter(({ role }) => role === 'user').map(({ speaker }) => speaker.trim()));
  const [name = ''] = names;
  return names.size === 1 && isOwnName(name) ? name : '';
}

/** Rows that are stored together; others are served between them. */
async function* batchesOf(rows: Iterator<HistoryRow, void>): AsyncGenerator<HistoryRow[]> {
  for (;;) {
    const batch = await inSlices(batchOf(rows));
    if (!batch.length) return;
    yield batch;
  }
}

/** The next rows to be stored together; none at the end. */
function* batchOf(rows: Iterator<HistoryRow, void>): Work<HistoryRow[]> {
  const batch: HistoryRow[] = [];
  for (let characters = 0; batch.length < BATCH && characters < BATCH_CHARACTERS;) {
    const { value: row } = rows.next();
    if (!row) break;
    batch.push(row);
    characters += row.content.length + (row.extras?.length ?? 0);
    yield;
  }
  return batch;
}

/** What has no date was said between its neighbours, or now. */
function* rowsOf(
  past: readonly PastMessage[],
  snapshot: SessionSnapshot,
  lastLabel: string,
  after: number,
): Generator<HistoryRow, void> {
  // A hidden message has the date of the version that stood.
  const dateOf = ({ versions, chosen, hidden }: PastMessage) =>
    (hidden ? versions.find(({ extras }) => extras && 'line' in extras) : versions[chosen])?.at ?? null;
  const dated = past.find(dateOf);
  let at = (dated && dateOf(dated)) ?? new Date();
  for (const [n, message] of past.entries()) {
    const { role, speaker, versions, chosen, hidden, attached = [] } = message;
    const names = attached.map(({ name }) => name);
    const stated = dateOf(message);
    at = stated ?? at;
    // Labels tell dates that are known.
    const label =
      role === 'user' && stated && !hidden
        ? dayLabel(at, snapshot.timeZone, lastLabel, snapshot.prefix.language)
        : '';
    lastLabel = label || lastLabel;
    for (const [nth, version] of versions.entries()) {
      // An empty version stands for what is hidden: it shows nothing.
      const isHidden = hidden && nth === chosen;
      const content = isHidden
        ? version.content
        : withPictureMarks(version.content, names, snapshot.prefix.language);
      yield {
        seq: after + n + 1,
        version: nth + 1,
        chosen: nth === chosen,
        role,
        speaker: speaker || (role === 'user' ? snapshot.persona.name : snapshot.name),
        label,
        content,
        tokens: estimateTokens(label + content),
        at: version.at ?? at,
        extras: version.extras && storableJson(version.extras),
        pictures: isHidden ? '{}' : `{${attached.map(({ id }) => id).join(',')}}`,
      };
    }
  }
}

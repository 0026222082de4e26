import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { dayLabel } from '../../context/when/day-label.js';
import { Problem } from '../../contracts/problem.js';
import { describe } from '../../http/problem.filter.js';
import { storableJson } from '../../text/encoding/storable.js';
import type { Language } from '../../text/search/language.js';
import { inSlices, type Work } from '../../text/search/slices.js';
import { estimateTokens } from '../../text/search/tokens.js';
import type { MessageRole } from '../../contracts/message.js';
import { readHistory } from './history-file.js';
import type { PastMessage } from './tavern-chat.js';
import { MemoryService } from '../memory/memory.service.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { RecallIndexRepository } from '../prompt/recall-index.repository.js';
import { PromptMessagesRepository } from '../prompt/prompt-messages.repository.js';
import { SessionBus } from '../bus/session-bus.js';

/** Rows that are stored at once, and about how many characters of them. */
const BATCH = 5000;
const BATCH_CHARACTERS = 4 * 1024 * 1024;
/** Takes histories from files into sessions. */
@Injectable()
export class HistoryImportService {
  private readonly logger = new Logger(HistoryImportService.name);

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly snapshots: SessionSnapshots,
    private readonly messages: PromptMessagesRepository,
    private readonly bus: SessionBus,
    private readonly memory: MemoryService,
    private readonly recallIndex: RecallIndexRepository,
  ) {}

  /**
   * Appends a history to a session, all of it or nothing. A session that holds only its greeting loses that first.
   * @returns how many messages were taken in, and what was left out
   * @throws Problem history_unreadable, turn_running, not_found
   */
  async import(
    ownerId: string,
    sessionId: string,
    file: Uint8Array,
    language: Language = 'en',
  ): Promise<{ imported: number; report: string[] }> {
    const { messages: past, header, report } = await inSlices(readHistory(file, language));
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const lastLabel = await this.messages.lastLabel(snapshot.branchId);
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [snapshot.branchId]);
      const [state] = await manager.query<[{ last_seq: number; turns: number; only_greeting: boolean }]>(
        `SELECT b.last_seq, (SELECT count(*)::int FROM turns WHERE session_id = $1 AND status IN ('running', 'queued')) AS turns,
           b.last_seq = 1 AND EXISTS (
             SELECT FROM messages WHERE branch_id = b.id AND seq = 1 AND role = 'assistant' AND turn_id IS NULL
           ) AS only_greeting
         FROM branches b WHERE b.id = $2`,
        [sessionId, snapshot.branchId],
      );
      if (state.turns) {
        throw new Problem('turn_running', 'A reply is still being written. Wait for it, or stop it first.');
      }
      let seq = state.last_seq;
      if (state.only_greeting) {
        await manager.query('DELETE FROM messages WHERE branch_id = $1 AND seq = 1', [snapshot.branchId]);
        await manager.query('UPDATE branches SET revision = revision + 1 WHERE id = $1', [snapshot.branchId]);
        seq = 0;
      }
      const rows = rowsOf(past, snapshot, lastLabel, seq);
      for (;;) {
        const batch = await inSlices(batchOf(rows));
        if (!batch.length) break;
        const column = <Key extends keyof (typeof batch)[number]>(key: Key) => batch.map((row) => row[key]);
        await manager.query(
          `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, chosen, role, speaker, label, content, tokens, created_at, extras, status)
           SELECT $1, $2, $3, u.seq, u.version, u.chosen, u.role, u.speaker, u.label, u.content, u.tokens, u.at, u.extras, 'complete'
           FROM unnest($4::int[], $5::int[], $6::bool[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::timestamptz[], $13::jsonb[])
             AS u (seq, version, chosen, role, speaker, label, content, tokens, at, extras)`,
          [
            ownerId,
            sessionId,
            snapshot.branchId,
            column('seq'),
            column('version'),
            column('chosen'),
            column('role'),
            column('speaker'),
            column('label'),
            column('content'),
            column('tokens'),
            column('at'),
            column('extras'),
          ],
        );
      }
      await manager.query('UPDATE branches SET last_seq = $2 WHERE id = $1', [
        snapshot.branchId,
        seq + past.length,
      ]);
      await manager.query(
        'UPDATE sessions SET updated_at = now(), extras = coalesce(extras, $2::jsonb) WHERE id = $1',
        [sessionId, header && storableJson(header)],
      );
    });
    await this.bus.command({ sessionId, name: 'invalidate', body: {} });
    this.snapshots
      .read(ownerId, sessionId)
      .then(async (grown) => {
        await this.memory.tend(grown);
        // Indexed now, so that no turn has to wait for it.
        await this.recallIndex.before(grown.branchId, grown.lastSeq);
      })
      .catch((error: unknown) => this.logger.warn(`A long history folds later: ${describe(error)}`));
    return { imported: past.length, report };
  }
}

/** A version as a row of its place. */
interface Row {
  seq: number;
  version: number;
  chosen: boolean;
  role: MessageRole;
  speaker: string;
  label: string;
  content: string;
  tokens: number;
  at: Date;
  extras: string | null;
}

/** The next rows to be stored together; none at the end. */
function* batchOf(rows: Iterator<Row, void>): Work<Row[]> {
  const batch: Row[] = [];
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
): Generator<Row, void> {
  const dateOf = ({ versions, chosen }: PastMessage) => versions[chosen]!.at;
  const dated = past.find(dateOf);
  let at = (dated && dateOf(dated)) ?? new Date();
  for (const [n, message] of past.entries()) {
    const { role, speaker, versions, chosen } = message;
    const stated = dateOf(message);
    at = stated ?? at;
    // Labels tell dates that are known.
    const label =
      role === 'user' && stated ? dayLabel(at, snapshot.timeZone, lastLabel, snapshot.prefix.language) : '';
    lastLabel = label || lastLabel;
    for (const [nth, version] of versions.entries()) {
      yield {
        seq: after + n + 1,
        version: nth + 1,
        chosen: nth === chosen,
        role,
        speaker: speaker || (role === 'user' ? snapshot.persona.name : snapshot.name),
        label,
        content: version.content,
        tokens: estimateTokens(label + version.content),
        at: version.at ?? at,
        extras: version.extras && storableJson(version.extras),
      };
    }
  }
}

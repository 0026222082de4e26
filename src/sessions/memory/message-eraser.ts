import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectedModels } from '../../connections/connected-models.js';
import { ChangedEntriesRepository } from './changed-entries.repository.js';
import { BLOCK } from '../prompt/recall/recall-vectors.repository.js';
import type { MessagePlaces } from './chronicle.repository.js';

/** All that may repeat a message besides itself, for one that is deleted for good. */
@Injectable()
export class MessageEraser {
  constructor(
    private readonly entries: ChangedEntriesRepository,
    private readonly models: ConnectedModels,
  ) {}

  /** What was sent, and why what was recalled: the words of a question stand there; the pin; the chronicle. */
  async erase(manager: EntityManager, sessionId: string, places: MessagePlaces): Promise<void> {
    await this.entries.wipe(manager, places);
    for (const table of ['message_words', 'facts']) {
      await manager.query(
        `DELETE FROM ${table} t USING messages m WHERE m.id = t.message_id AND m.branch_id = ANY($1) AND m.seq = $2`,
        [places.branchIds, places.seq],
      );
    }
    await manager.query('DELETE FROM recall_vectors WHERE branch_id = ANY($1) AND n = ($2 - 1) / $3', [
      places.branchIds,
      places.seq,
      BLOCK,
    ]);
    await manager.query('DELETE FROM pins WHERE branch_id = ANY($1) AND seq = $2', [
      places.branchIds,
      places.seq,
    ]);
    await manager.query(
      `UPDATE turns SET tail = NULL, base = NULL, prompt_prefix_id = NULL, receipt = receipt - 'recalledFor',
         error = CASE WHEN error IS NOT NULL THEN jsonb_build_object('code', error->'code', 'message', '') END
       WHERE session_id = $1`,
      [sessionId],
    );
    await manager.query('UPDATE sessions SET prompt_prefix_id = NULL WHERE id = $1', [sessionId]);
    await manager.query('DELETE FROM prompt_prefixes WHERE session_id = $1', [sessionId]);
  }

  /** What the model's server holds of the session. */
  forgetOnServer(sessionId: string): Promise<void> {
    return this.models.forget(sessionId);
  }
}

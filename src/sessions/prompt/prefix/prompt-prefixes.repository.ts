import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ChronicleEntryText } from '../../../context/chronicle/chronicle.js';
import type { PromptPrefixText } from '../../../context/parts/prompt-prefix.js';
import type { KnownFact } from '../../../context/facts/fact.js';
import { factsOf } from '../facts/facts.repository.js';
import { type OwnPrompt, ownPrompts } from '../../../prompts/prompt-texts.repository.js';
import { storableJson } from '../../../text/encoding/storable.js';
import { SessionChangedError } from '../../story/session-changed.error.js';
import type { PrefixSummary, UnrenderedSnapshot } from '../../story/session-snapshot.js';

/** A prompt prefix as it is rendered. */
interface RenderedPrefix extends Omit<PrefixSummary, 'id'>, PromptPrefixText {}

/** Prompt prefixes as they are stored, and what stands in one besides sheet and messages. */
@Injectable()
export class PromptPrefixesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @throws SessionChangedError when a deletion has taken the prompt prefix with it */
  async text(prefixId: string): Promise<string> {
    const [row] = await this.database.query<{ text: string }[]>(
      'SELECT text FROM prompt_prefixes WHERE id = $1',
      [prefixId],
    );
    if (!row) throw new SessionChangedError();
    return row.text;
  }

  /** The entries of the chronicle that stand, in their order. */
  chronicle(branchId: string): Promise<ChronicleEntryText[]> {
    return this.database.query<ChronicleEntryText[]>(
      `SELECT from_seq AS "fromSeq", to_seq AS "toSeq", from_at AS "fromAt", to_at AS "toAt", text
       FROM folds WHERE branch_id = $1 AND status = 'standing' ORDER BY from_seq`,
      [branchId],
    );
  }

  /** What is known of those in the story by the end of the chronicle, the newest first. */
  facts(snapshot: UnrenderedSnapshot): Promise<KnownFact[]> {
    return factsOf(this.database, snapshot, snapshot.foldedSeq);
  }

  ownPrompts({
    ownerId,
    characterId,
  }: Pick<UnrenderedSnapshot, 'ownerId' | 'characterId'>): Promise<OwnPrompt[]> {
    return ownPrompts(this.database, ownerId, characterId);
  }

  /** Whether a turn runs in a session besides this one. */
  async hasOtherTurn(sessionId: string, turnId: string | null): Promise<boolean> {
    const [{ busy }] = await this.database.query<[{ busy: boolean }]>(
      `SELECT EXISTS (SELECT FROM turns WHERE session_id = $1 AND status = 'running' AND id IS DISTINCT FROM $2) AS busy`,
      [sessionId, turnId],
    );
    return busy;
  }

  /**
   * Stores a prompt prefix as the one of its session.
   *
   * @param sent how much of what was sent before it leaves standing
   * @returns its id
   */
  async store(
    { id: sessionId, sourceLeft }: UnrenderedSnapshot,
    prefix: RenderedPrefix,
    sent: Pick<UnrenderedSnapshot, 'sentBytes' | 'sentHash' | 'movedBy'>,
  ): Promise<string> {
    const [{ id }] = await this.database.query<[{ id: string }]>(
      `WITH made AS (
         INSERT INTO prompt_prefixes (session_id, key, text, chronicle_at, tokens, language, after_history, rules, lorebook, source, pins,
           source_absence, up_to_section, chronicle_end, dated, depth_prompt, scripts, frame_at, rules_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $15, $16, $17, $18, $19, $20, $21, $22, $23) RETURNING id
       ), changed AS (
         UPDATE sessions SET prompt_prefix_id = (SELECT id FROM made), sent_bytes = $11, sent_hash = $12, moved_by = $13,
           source_left = $14
         WHERE id = $1
       ) SELECT id FROM made`,
      [
        sessionId,
        prefix.key,
        prefix.text,
        prefix.chronicleAt,
        prefix.tokens,
        prefix.language,
        prefix.afterHistory,
        storableJson(prefix.rules),
        prefix.lorebook,
        prefix.source,
        sent.sentBytes,
        sent.sentHash,
        sent.movedBy,
        sourceLeft,
        storableJson(prefix.pins),
        prefix.sourceAbsence,
        prefix.upToSection,
        prefix.chronicleEnd,
        prefix.dated,
        prefix.depthPrompt,
        storableJson(prefix.scripts),
        prefix.frameAt,
        prefix.rulesAt,
      ],
    );
    return id;
  }
}

import { ConnectedModels } from '../../connections/connected-models.js';
import { noSuchConnection } from '../../connections/connections.service.js';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { StandingRule } from '../../context/parts/rules.js';
import { describe } from '../../http/problem.filter.js';
import { PreparedStatements } from '../../database/prepared.js';
import type { MemberView, RecallMeasure, StoryTime } from '../../contracts/session.js';
import type { PrefixMoved } from '../../contracts/receipt.js';
import { SessionBus } from '../bus/session-bus.js';
import { PromptPrefixes } from './prefix/prompt-prefixes.js';
import { MEMBERS } from '../story/members.repository.js';
import {
  noSuchSession,
  type SessionSnapshot,
  readPrefixSummary,
  type UnrenderedSnapshot,
  type TailPromptText,
} from '../story/session-snapshot.js';

interface Row {
  id: string;
  owner_id: string;
  character_id: string;
  name: string;
  persona_name: string;
  persona_description: string;
  members: MemberView[];
  connection_id: string | null;
  time_zone: string;
  story_time: StoryTime;
  created_at: Date;
  note: string;
  note_once: string;
  branch_id: string;
  last_seq: number;
  stamp: string;
  last_at: Date | null;
  revision: number;
  folded_seq: number;
  folded_messages: number;
  chronicle: number;
  unfolded: number;
  fold_ready: boolean;
  token_budget: number | null;
  recall: RecallMeasure;
  up_to_section: number | null;
  pin_source: boolean | null;
  source_left: boolean;
  rules: (StandingRule & { at: string; endedAt: string | null })[] | null;
  pins: number[] | null;
  sheet_version: number;
  tail_prompts: TailPromptText[] | null;
  frame_prompts: string | null;
  /** As it is stored. */
  prefix: unknown;
  sent_bytes: string;
  sent_hash: Buffer | null;
  moved_by: PrefixMoved | null;
}

/** Put together once: the driver compares it with the text that it has prepared. */
const SNAPSHOT = `SELECT s.id, s.owner_id, c.id AS character_id, c.name, s.persona_name, s.persona_description, ${MEMBERS} AS members,
     coalesce(s.connection_id, c.connection_id) AS connection_id, s.time_zone, s.story_time, s.created_at, s.note, s.note_once,
     s.branch_id, b.last_seq, session_stamp(s.id) AS stamp, b.revision, b.folded_seq, b.folded_messages, b.chronicle, b.unfolded, s.token_budget, s.recall,
     s.up_to_section, s.pin_source, s.source_left,
     EXISTS (SELECT FROM folds f WHERE f.branch_id = b.id AND f.status = 'ready') AS fold_ready,
     last.created_at AS last_at,
     (SELECT json_agg(json_build_object('id', r.id, 'text', r.text, 'at', r.created_at, 'endedAt', r.ended_at)
        ORDER BY r.created_at, r.id) FROM rules r
      WHERE (r.session_id = s.id OR r.character_id = c.id)
        AND (r.ended_at IS NULL OR (r.ended_at > last.created_at AND r.created_at < last.created_at))) AS rules,
     (SELECT json_agg(p.seq) FROM branch_segments g JOIN pins p ON p.branch_id = g.of_branch_id
        AND p.seq BETWEEN g.from_seq AND g.to_seq WHERE g.branch_id = b.id) AS pins,
     coalesce(s.sheet_pin, c.sheet_version) AS sheet_version,
     (SELECT json_agg(json_build_object('name', name, 'language', language, 'ofCharacter', character_id IS NOT NULL,
        'text', text)) FROM prompt_texts WHERE owner_id = s.owner_id AND (character_id IS NULL OR character_id = c.id)
        AND name IN ('reply', 'continue', 'impersonate')) AS tail_prompts,
     (SELECT md5(string_agg(concat_ws(' ', name, language, character_id IS NOT NULL, md5(text)), ','
        ORDER BY name, language, character_id NULLS FIRST)) FROM prompt_texts
        WHERE owner_id = s.owner_id AND (character_id IS NULL OR character_id = c.id)
        AND name IN ('main', 'auxiliary', 'post_history')) AS frame_prompts,
     CASE WHEN prefix.id IS NOT NULL THEN json_build_object('id', prefix.id, 'key', prefix.key, 'tokens', prefix.tokens,
       'language', prefix.language, 'afterHistory', prefix.after_history, 'depthPrompt', prefix.depth_prompt, 'rules', prefix.rules, 'pins', prefix.pins,
       'lorebook', prefix.lorebook, 'source', prefix.source, 'sourceAbsence', prefix.source_absence,
       'upToSection', prefix.up_to_section, 'dated', prefix.dated, 'scripts', prefix.scripts) END AS prefix,
     s.sent_bytes, s.sent_hash, s.moved_by
   FROM sessions s
   JOIN LATERAL (
     SELECT character_id FROM session_members
     WHERE owner_id = s.owner_id AND session_id = s.id AND kind = 'character' ORDER BY position LIMIT 1
   ) answering ON true
   JOIN characters c ON c.id = answering.character_id
   JOIN branches b ON b.id = s.branch_id
   LEFT JOIN LATERAL (
     SELECT m.created_at FROM messages m WHERE m.branch_id = b.id AND m.chosen ORDER BY m.seq DESC LIMIT 1
   ) last ON true
   LEFT JOIN prompt_prefixes prefix ON prefix.id = s.prompt_prefix_id
   WHERE s.owner_id = $1 AND s.id = $2`;

/** Snapshots are small; so many are kept for the next turn. */
const MOST_CACHED = 1000;

/** Reads the snapshot of a session; what its requests begin with is rendered anew when what it was made of has changed. */
@Injectable()
export class SessionSnapshots {
  private readonly logger = new Logger(SessionSnapshots.name);
  private readonly cache = new LRUCache<string, SessionSnapshot>({ max: MOST_CACHED });

  constructor(
    private readonly statements: PreparedStatements,
    private readonly prefixes: PromptPrefixes,
    private readonly models: ConnectedModels,
    bus: SessionBus,
  ) {
    bus.handle('open', ({ sessionId, body }) => this.readAhead(body.ownerId, sessionId));
    bus.handle('invalidate', ({ sessionId }) => this.cache.delete(sessionId));
  }

  private async readAhead(ownerId: string, sessionId: string): Promise<void> {
    if (this.cache.has(sessionId)) return;
    try {
      const snapshot = await this.read(ownerId, sessionId);
      if (!this.cache.has(sessionId)) this.keep(snapshot);
    } catch (error) {
      this.logger.warn(`A session's next turn has to read it: ${describe(error)}`);
    }
  }

  /** Keeps a snapshot for the next turn, which is spared reading it when nothing has changed until then. */
  keep(snapshot: SessionSnapshot): void {
    this.cache.set(snapshot.id, { ...snapshot, isCached: true });
  }

  /** The snapshot that was kept, once. */
  take(ownerId: string, sessionId: string): SessionSnapshot | null {
    const snapshot = this.cache.get(sessionId);
    if (snapshot?.ownerId !== ownerId) return null;
    this.cache.delete(sessionId);
    if (snapshot.modelsRevision !== this.models.revision) return null;
    return snapshot;
  }

  /** The same session as it is now, for the same turn. @throws Problem not_found */
  async readAgain({ ownerId, id, turnConnectionId }: SessionSnapshot): Promise<SessionSnapshot> {
    return this.read(ownerId, id, turnConnectionId);
  }

  /**
   * @param turnConnectionId what answers this one turn, in the place of the session's own connection
   * @throws Problem not_found, of the connection, too
   */
  async read(
    ownerId: string,
    sessionId: string,
    turnConnectionId: string | null = null,
  ): Promise<SessionSnapshot> {
    const modelsRevision = this.models.revision;
    if (turnConnectionId !== null && !(await this.models.has(ownerId, turnConnectionId)))
      throw noSuchConnection();
    const [row] = await this.statements.query<Row>('session-snapshot', SNAPSHOT, [ownerId, sessionId]);
    if (!row) throw noSuchSession();
    const rules = row.rules ?? [];
    const snapshot: UnrenderedSnapshot = {
      id: row.id,
      ownerId: row.owner_id,
      characterId: row.character_id,
      name: row.name,
      persona: { name: row.persona_name, description: row.persona_description },
      members: row.members,
      connectionId: turnConnectionId ?? row.connection_id,
      turnConnectionId,
      modelsRevision,
      timeZone: row.time_zone,
      storyTime: row.story_time,
      createdAt: row.created_at,
      note: row.note,
      noteOnce: row.note_once,
      branchId: row.branch_id,
      lastSeq: row.last_seq,
      stamp: row.stamp,
      isCached: false,
      lastAt: row.last_at,
      revision: row.revision,
      foldedSeq: row.folded_seq,
      foldedMessages: row.folded_messages,
      chronicle: row.chronicle,
      unfolded: row.unfolded,
      foldReady: row.fold_ready,
      tokenBudget: row.token_budget,
      recall: row.recall,
      upToSection: row.up_to_section,
      pinSource: row.pin_source,
      sourceLeft: row.source_left,
      rules: rules.flatMap(({ id, text, at, endedAt }) =>
        endedAt === null ? [{ id, text, at: new Date(at) }] : [],
      ),
      endedRules: rules.flatMap(({ id, text, endedAt }) =>
        endedAt === null ? [] : [{ id, text, at: new Date(endedAt) }],
      ),
      pins: row.pins ?? [],
      sheetVersion: row.sheet_version,
      tailPrompts: row.tail_prompts ?? [],
      framePrompts: row.frame_prompts,
      prefix: readPrefixSummary(row.prefix),
      sentBytes: Number(row.sent_bytes),
      sentHash: row.sent_hash,
      movedBy: row.moved_by,
    };
    if (snapshot.prefix && snapshot.prefix.key === (await this.prefixes.key(snapshot)))
      return { ...snapshot, prefix: snapshot.prefix };
    return this.prefixes.render(snapshot, true);
  }
}

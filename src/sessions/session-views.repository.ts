import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { readReceipt } from '../context/request/read-receipt.js';
import type { Page } from '../contracts/paging.js';
import type {
  MemberView,
  RecallMeasure,
  SessionSummary,
  SessionView,
  SourceAbsence,
  StoryTime,
} from '../contracts/session.js';
import { cursorOf, pageOf, readCursor, type PageQuery } from '../http/paging.js';
import { oneLine } from '../text/prose/one-line.js';
import { AVATAR_HASH } from '../characters/library/library.repository.js';
import { MEMBERS } from './story/members.repository.js';
import { noSuchSession } from './story/session-snapshot.js';

interface SummaryRow {
  id: string;
  title: string;
  character_id: string;
  character_name: string;
  avatar_hash: string | null;
  last_seq: number;
  last_line: string | null;
  created_at: Date;
  updated_at: Date;
  connection_id: string | null;
}

interface Row extends SummaryRow {
  members: MemberView[];
  persona_id: string | null;
  branch_id: string;
  persona_name: string;
  persona_description: string;
  receipt: unknown;
  token_budget: number | null;
  recall: RecallMeasure;
  story_time: StoryTime;
  up_to_section: number | null;
  up_to_title: string | null;
  pin_source: boolean | null;
  source_pinned: boolean | null;
  source_absence: SourceAbsence | null;
  note: string;
  note_once: string;
}

/** UTF-16 units of the last message that a list shows. */
const LAST_LINE = 160;

const SUMMARY = `s.id, s.title, s.character_id, c.name AS character_name, ${AVATAR_HASH} AS avatar_hash, b.last_seq,
  s.created_at, s.updated_at, s.connection_id, l.content AS last_line`;
const TABLES = `sessions s
  JOIN characters c ON c.id = s.character_id
  JOIN branches b ON b.id = s.branch_id
  LEFT JOIN avatars a ON a.character_id = c.id
  LEFT JOIN LATERAL (
    SELECT left(m.content, ${LAST_LINE + 100}) AS content FROM messages m
    WHERE m.branch_id = s.branch_id AND m.chosen AND m.content <> '' ORDER BY m.seq DESC LIMIT 1
  ) l ON true`;

const ROWS = `
  SELECT ${SUMMARY}, s.persona_id, s.persona_name, s.persona_description, s.branch_id, s.token_budget, s.recall,
    s.story_time, s.note, s.note_once, s.up_to_section, s.up_to_title, s.pin_source, prefix.source AS source_pinned,
    prefix.source_absence, ${MEMBERS} AS members, t.receipt
  FROM ${TABLES}
  LEFT JOIN prompt_prefixes prefix ON prefix.id = s.prompt_prefix_id
  LEFT JOIN LATERAL (
    SELECT receipt FROM turns WHERE session_id = s.id AND receipt IS NOT NULL ORDER BY created_at DESC LIMIT 1
  ) t ON true`;

function summaryOf(row: SummaryRow): SessionSummary {
  return {
    id: row.id,
    title: row.title,
    characterId: row.character_id,
    characterName: row.character_name,
    hasAvatar: row.avatar_hash !== null,
    avatarHash: row.avatar_hash,
    lastSeq: row.last_seq,
    // Numbers run without gaps so far.
    messages: row.last_seq,
    lastLine: oneLine(row.last_line ?? '', LAST_LINE),
    connectionId: row.connection_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function viewOf(row: Row): SessionView {
  const receipt = row.receipt === null ? null : readReceipt(row.receipt);
  return {
    ...summaryOf(row),
    members: row.members,
    persona: { name: row.persona_name, description: row.persona_description },
    personaId: row.persona_id,
    branchId: row.branch_id,
    note: row.note,
    noteOnce: row.note_once,
    tokenBudget: row.token_budget,
    recall: row.recall,
    storyTime: row.story_time,
    upToSection: row.up_to_section,
    upToTitle: row.up_to_title,
    pinSource: row.pin_source,
    sourcePinned: row.source_pinned ?? false,
    ...(row.source_absence === null ? {} : { sourceNotPinnedBecause: row.source_absence }),
    ...(receipt ? { receipt } : {}),
  };
}

/** Sessions as people see them. */
@Injectable()
export class SessionViewsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Newest activity first.
   * @param words expressions, each to be found in the title, the character's name or the last line
   */
  async list(
    ownerId: string,
    page: PageQuery,
    { characterId, words = [] }: { characterId?: string | undefined; words?: string[] } = {},
  ): Promise<Page<SessionSummary>> {
    const before = readCursor(page.before);
    const rows = await this.database.query<SummaryRow[]>(
      `SELECT ${SUMMARY} FROM ${TABLES} WHERE s.owner_id = $1 AND ($2::uuid IS NULL OR s.character_id = $2)
         AND ($3::timestamptz IS NULL OR (s.updated_at, s.id) < ($3, $4::uuid))
         AND NOT EXISTS (SELECT FROM unnest($6::text[]) word
           WHERE lower(concat_ws(E'\\n', s.title, c.name, l.content)) !~ word)
       ORDER BY s.updated_at DESC, s.id DESC LIMIT $5`,
      [ownerId, characterId ?? null, before?.at ?? null, before?.id ?? null, page.limit + 1, words],
    );
    return pageOf(rows, page.limit, (row) => cursorOf(row.updated_at, row.id), summaryOf);
  }

  /** @throws Problem not_found */
  async view(ownerId: string, id: string): Promise<SessionView> {
    const [row] = await this.database.query<Row[]>(`${ROWS} WHERE s.owner_id = $1 AND s.id = $2`, [
      ownerId,
      id,
    ]);
    if (!row) throw noSuchSession();
    return viewOf(row);
  }

  /** All sessions of a persona. */
  async ofPersona(ownerId: string, personaId: string): Promise<SessionView[]> {
    const rows = await this.database.query<Row[]>(`${ROWS} WHERE s.owner_id = $1 AND s.persona_id = $2`, [
      ownerId,
      personaId,
    ]);
    return rows.map(viewOf);
  }
}

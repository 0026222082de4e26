import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { createHash } from 'node:crypto';
import { settleMacros } from '../characters/macros.js';
import type { Sheet } from '../characters/sheet.js';
import { PINNED_FORMAT, renderPinned } from '../context/pinned.js';
import { commonPinnedBytes } from '../context/prefix.js';
import { Problem } from '../problem.js';
import type { Persona, PrefixMoved } from '../wire.js';

/** What a turn needs of a session besides its story. */
export interface SessionHead {
  id: string;
  ownerId: string;
  characterId: string;
  name: string;
  persona: Persona;
  timeZone: string;
  language: Sheet['language'];
  afterHistory: string;
  branchId: string;
  lastSeq: number;
  /** Goes up when a place that was already told changes. */
  revision: number;
  sheetVersion: number;
  /** The pinned part as it is sent, and what it was rendered from. */
  pinned: string;
  pinnedKey: string;
  sentBytes: number;
  sentHash: Buffer | null;
  movedBy: PrefixMoved | null;
}

interface Row {
  id: string;
  owner_id: string;
  character_id: string;
  name: string;
  persona_name: string;
  persona_description: string;
  time_zone: string;
  language: Sheet['language'] | null;
  after_history: string | null;
  branch_id: string;
  last_seq: number;
  revision: number;
  sheet_version: number;
  pinned: string | null;
  pinned_key: string | null;
  sent_bytes: string;
  sent_hash: Buffer | null;
  moved_by: PrefixMoved | null;
}

export const noSuchSession = () =>
  new Problem('not_found', 'There is no such conversation, or it is not yours.');

/** Reads the head of a session, and renders its pinned part anew when what it was made of has changed. */
@Injectable()
export class SessionHeads {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @throws Problem not_found */
  async read(ownerId: string, sessionId: string): Promise<SessionHead> {
    const [row] = await this.database.query<Row[]>(
      `SELECT s.id, s.owner_id, s.character_id, c.name, s.persona_name, s.persona_description, s.time_zone,
         h.sheet->>'language' AS language, h.sheet->>'afterHistory' AS after_history,
         s.branch_id, b.last_seq, b.revision, h.version AS sheet_version,
         s.pinned, s.pinned_key, s.sent_bytes, s.sent_hash, s.moved_by
       FROM sessions s
       JOIN characters c ON c.id = s.character_id
       JOIN sheets h ON h.character_id = c.id AND h.version = coalesce(s.sheet_pin, c.sheet_version)
       JOIN branches b ON b.id = s.branch_id
       WHERE s.owner_id = $1 AND s.id = $2`,
      [ownerId, sessionId],
    );
    if (!row) throw noSuchSession();
    const key = pinnedKey(row);
    if (row.pinned === null || row.pinned_key !== key) await this.pin(row, key);
    return {
      id: row.id,
      ownerId: row.owner_id,
      characterId: row.character_id,
      name: row.name,
      persona: { name: row.persona_name, description: row.persona_description },
      timeZone: row.time_zone,
      language: row.language ?? 'en',
      afterHistory: settleMacros(row.after_history ?? '', { char: row.name, user: row.persona_name }),
      branchId: row.branch_id,
      lastSeq: row.last_seq,
      revision: row.revision,
      sheetVersion: row.sheet_version,
      pinned: row.pinned!,
      pinnedKey: key,
      sentBytes: Number(row.sent_bytes),
      sentHash: row.sent_hash,
      movedBy: row.moved_by,
    };
  }

  /** Renders the pinned part and stores it, with how much of what was sent before it leaves standing. */
  private async pin(row: Row, key: string): Promise<void> {
    const [{ sheet }] = await this.database.query<[{ sheet: Sheet }]>(
      'SELECT sheet FROM sheets WHERE character_id = $1 AND version = $2',
      [row.character_id, row.sheet_version],
    );
    const persona = { name: row.persona_name, description: row.persona_description };
    const pinned = renderPinned({ name: row.name, sheet }, persona, (text) =>
      settleMacros(text, { char: row.name, user: persona.name }),
    );
    if (row.pinned !== null && row.sent_hash !== null && row.pinned !== pinned) {
      const { bytes, hash } = commonPinnedBytes(row.pinned, pinned);
      row.sent_bytes = String(bytes);
      row.sent_hash = hash;
      row.moved_by = row.pinned_key?.split(':')[0] === key.split(':')[0] ? 'edit' : 'sheet';
    }
    row.pinned = pinned;
    row.pinned_key = key;
    await this.database.query(
      `UPDATE sessions SET pinned = $2, pinned_key = $3, sent_bytes = $4, sent_hash = $5, moved_by = $6 WHERE id = $1`,
      [row.id, pinned, key, row.sent_bytes, row.sent_hash, row.moved_by],
    );
  }
}

function pinnedKey(row: Row): string {
  const facts = JSON.stringify([
    row.character_id,
    row.name,
    row.persona_name,
    row.persona_description,
    PINNED_FORMAT,
  ]);
  return `${row.sheet_version}:${createHash('sha256').update(facts).digest('hex').slice(0, 24)}`;
}

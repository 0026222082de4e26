import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ownName } from '../core/names.js';

/** Somebody at a platform, or a room there. */
export interface Identity {
  id: string;
  kind: 'person' | 'room';
  account: string;
  name: string;
  sessionId: string | null;
  characterId: string | null;
  pairedAt: Date | null;
  paused: boolean;
  /** Of a room: only who is old enough sees it. */
  isAgeRestricted: boolean;
}

export interface Bridged {
  id: string;
  ownerId: string;
}

const COLUMNS = `i.id, i.kind, i.account, i.name, i.session_id AS "sessionId", i.character_id AS "characterId",
  i.paired_at AS "pairedAt", i.paused,
  i.is_age_restricted AS "isAgeRestricted"`;

/** Of people and rooms that were told that they are not answered: more than these are not told. */
const MOST_STRANGERS = 1000;

/** Who comes in by bridges, and the sessions that they lead to. */
@Injectable()
export class PeopleRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async find(bridge: Bridged, kind: Identity['kind'], account: string): Promise<Identity | null> {
    const [found] = await this.database.query<Identity[]>(
      `SELECT ${COLUMNS} FROM bridge_identities i
       WHERE i.owner_id = $1 AND i.bridge_id = $2 AND i.kind = $3 AND i.account = $4`,
      [bridge.ownerId, bridge.id, kind, account],
    );
    return found ?? null;
  }

  async byId(bridge: Bridged, id: string): Promise<Identity | null> {
    const [found] = await this.database.query<Identity[]>(
      `SELECT ${COLUMNS} FROM bridge_identities i WHERE i.owner_id = $1 AND i.bridge_id = $2 AND i.id = $3`,
      [bridge.ownerId, bridge.id, id],
    );
    return found ?? null;
  }

  /** A room, known from now on. */
  async room(bridge: Bridged, chat: string, name: string, isAgeRestricted: boolean): Promise<Identity> {
    const [room] = await this.database.query<[Identity]>(
      `INSERT INTO bridge_identities AS i (owner_id, bridge_id, kind, account, name, is_age_restricted)
       VALUES ($1, $2, 'room', $3, $4, $5)
       ON CONFLICT (bridge_id, kind, account)
         DO UPDATE SET name = excluded.name, is_age_restricted = excluded.is_age_restricted
       RETURNING ${COLUMNS}`,
      [bridge.ownerId, bridge.id, chat, name, isAgeRestricted],
    );
    return room;
  }

  /** @returns whether it is to be told that it is not answered: once a day, and not everybody of a crowd */
  async mayTell(bridge: Bridged, kind: Identity['kind'], account: string, name: string): Promise<boolean> {
    await this.database.query(
      `DELETE FROM bridge_identities i WHERE owner_id = $1 AND bridge_id = $2 AND paired_at IS NULL AND session_id IS NULL
         AND character_id IS NULL AND NOT paused AND told_at < now() - interval '1 day'
         AND (kind = 'person' OR NOT EXISTS (SELECT FROM bridge_inbox said WHERE said.identity_id = i.id))`,
      [bridge.ownerId, bridge.id],
    );
    const noted = await this.database.query<unknown[]>(
      `INSERT INTO bridge_identities AS i (owner_id, bridge_id, kind, account, name, told_at)
       SELECT $1, $2, $3, $4, $5, now() WHERE ${MOST_STRANGERS} > (
         SELECT count(*) FROM bridge_identities WHERE bridge_id = $2 AND paired_at IS NULL AND session_id IS NULL AND told_at IS NOT NULL)
       ON CONFLICT (bridge_id, kind, account) DO UPDATE SET told_at = now()
         WHERE i.told_at IS NULL OR i.told_at < now() - interval '1 day'
       RETURNING i.id`,
      [bridge.ownerId, bridge.id, kind, account, name],
    );
    return noted.length > 0;
  }

  /** What rooms were told before they were let in, or somebody else answers there, does not count any more. */
  async forgetTold(bridge: Bridged, rooms: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE bridge_identities SET told_at = NULL
       WHERE owner_id = $1 AND bridge_id = $2 AND kind = 'room' AND account = ANY ($3)`,
      [bridge.ownerId, bridge.id, rooms],
    );
  }

  /** Keeps a code by its hash; of those that are open, only the newest three count. */
  async keepPairing(
    ownerId: string,
    pairing: { bridgeId: string | null; characterId: string | null; codeHash: Buffer; expiresAt: Date },
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO bridge_pairings (owner_id, bridge_id, character_id, code_hash, expires_at) VALUES ($1, $2, $3, $4, $5)`,
        [ownerId, pairing.bridgeId, pairing.characterId, pairing.codeHash, pairing.expiresAt],
      );
      await manager.query(
        `DELETE FROM bridge_pairings WHERE owner_id = $1 AND bridge_id IS NOT DISTINCT FROM $2 AND id NOT IN (
           SELECT id FROM bridge_pairings WHERE owner_id = $1 AND bridge_id IS NOT DISTINCT FROM $2 AND expires_at > now()
           ORDER BY expires_at DESC, id LIMIT 3)`,
        [ownerId, pairing.bridgeId],
      );
    });
  }

  /** Makes an account a person's, where the code is good; it is good once. */
  async pair(bridge: Bridged, account: string, name: string, codeHash: Buffer): Promise<Identity | null> {
    return this.database.transaction(async (manager) => {
      const [[pairing]] = await manager.query<[{ character_id: string | null }[], number]>(
        `DELETE FROM bridge_pairings WHERE owner_id = $1 AND (bridge_id = $2 OR bridge_id IS NULL) AND code_hash = $3
           AND expires_at > now() RETURNING character_id`,
        [bridge.ownerId, bridge.id, codeHash],
      );
      if (!pairing) return null;
      const [person] = await manager.query<[Identity]>(
        `INSERT INTO bridge_identities AS i (owner_id, bridge_id, kind, account, name, character_id, paired_at)
         VALUES ($1, $2, 'person', $3, $4, $5, now())
         ON CONFLICT (bridge_id, kind, account) DO UPDATE SET name = excluded.name, paired_at = now(), paused = false, told_at = NULL,
           session_id = CASE WHEN excluded.character_id IS NULL THEN i.session_id END,
           character_id = coalesce(excluded.character_id, i.character_id)
         RETURNING ${COLUMNS}`,
        [bridge.ownerId, bridge.id, account, name, pairing.character_id],
      );
      return person;
    });
  }

  /** Lets an identity lead to a session. */
  async seat(bridge: Bridged, id: string, characterId: string, sessionId: string): Promise<void> {
    await this.database.query(
      `UPDATE bridge_identities SET character_id = $4, session_id = $5 WHERE owner_id = $1 AND bridge_id = $2 AND id = $3`,
      [bridge.ownerId, bridge.id, id, characterId, sessionId],
    );
  }

  async pause(bridge: Bridged, id: string, paused: boolean): Promise<void> {
    await this.database.query(
      'UPDATE bridge_identities SET paused = $4 WHERE owner_id = $1 AND bridge_id = $2 AND id = $3',
      [bridge.ownerId, bridge.id, id, paused],
    );
  }

  /** With all that was kept of what went in and out there. @returns whether there was one */
  async forget(bridge: Bridged, id: string): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      await manager.query(
        `DELETE FROM bridge_outbox WHERE owner_id = $1 AND bridge_id = $2 AND chat IN (
           SELECT chat FROM bridge_inbox WHERE identity_id = $3)`,
        [bridge.ownerId, bridge.id, id],
      );
      const [, count] = await manager.query<[unknown, number]>(
        'DELETE FROM bridge_identities WHERE owner_id = $1 AND bridge_id = $2 AND id = $3',
        [bridge.ownerId, bridge.id, id],
      );
      return count > 0;
    });
  }

  /** The lifelong session of the owner with a character: the last one that went on, and is no room's or program's. */
  async lifelong(ownerId: string, characterId: string): Promise<string | null> {
    const [found] = await this.database.query<{ id: string }[]>(
      `SELECT s.id FROM sessions s WHERE s.owner_id = $1 AND s.character_id = $2
         AND (s.outside_key IS NULL OR s.outside_key = '' OR s.outside_key = $3)
         AND NOT EXISTS (SELECT FROM bridge_identities r WHERE r.session_id = s.id AND r.kind = 'room')
       ORDER BY s.updated_at DESC, s.id LIMIT 1`,
      [ownerId, characterId, LIFELONG],
    );
    return found?.id ?? null;
  }

  /** The character that the owner last talked with, or made. */
  async lastCharacter(ownerId: string): Promise<string | null> {
    const [found] = await this.database.query<{ id: string }[]>(
      `SELECT c.id FROM characters c LEFT JOIN sessions s ON s.character_id = c.id AND s.owner_id = c.owner_id
       WHERE c.owner_id = $1 ORDER BY s.updated_at DESC NULLS LAST, c.created_at DESC LIMIT 1`,
      [ownerId],
    );
    return found?.id ?? null;
  }

  /** How somebody is called in a room: as they were at first, with a number where another is called so. */
  async guestName(
    ownerId: string,
    roomId: string,
    account: string,
    name: string,
    taken: readonly string[],
  ): Promise<string> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM bridge_identities WHERE owner_id = $1 AND id = $2 FOR UPDATE', [
        ownerId,
        roomId,
      ]);
      const guests = await manager.query<{ account: string; name: string }[]>(
        'SELECT account, name FROM bridge_guests WHERE owner_id = $1 AND room_id = $2',
        [ownerId, roomId],
      );
      const known = guests.find((guest) => guest.account === account);
      if (known) return known.name;
      const own = ownName(name, [...taken, ...guests.map((guest) => guest.name)]);
      await manager.query(
        'INSERT INTO bridge_guests (owner_id, room_id, account, name) VALUES ($1, $2, $3, $4)',
        [ownerId, roomId, account, own],
      );
      return own;
    });
  }
}

/** The outside key of a session that a bridge made for its person. */
export const LIFELONG = 'bridges';

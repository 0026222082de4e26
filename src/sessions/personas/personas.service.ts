import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { Persona, PersonaView } from '../../contracts/persona.js';
import { SessionBus } from '../bus/session-bus.js';

export interface PersonaChange extends Partial<Persona> {
  /** Whether new conversations take it. */
  isDefault?: boolean;
}

interface Row {
  id: string;
  name: string;
  description: string;
  is_default: boolean;
  sessions: number;
  created_at: Date;
}

const noSuchPersona = () => new Problem('not_found', 'There is no such persona, or it is not yours.');

/** Of one owner; the latest that was made the default is it. */
const DEFAULT = `(SELECT id FROM personas WHERE owner_id = $1 AND default_at IS NOT NULL
  ORDER BY default_at DESC, id LIMIT 1)`;

/** Who an owner can be. Sessions keep the text of theirs: it changes with the persona and outlives it. */
@Injectable()
export class PersonasService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly bus: SessionBus,
  ) {}

  /** The oldest first. */
  async list(ownerId: string): Promise<PersonaView[]> {
    const rows = await this.database.query<Row[]>(
      `SELECT p.id, p.name, p.description, p.id IS NOT DISTINCT FROM ${DEFAULT} AS is_default, p.created_at,
         (SELECT count(*)::int FROM sessions s WHERE s.persona_id = p.id) AS sessions
       FROM personas p WHERE p.owner_id = $1 ORDER BY p.created_at, p.id`,
      [ownerId],
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      isDefault: row.is_default,
      sessions: row.sessions,
      createdAt: row.created_at.toISOString(),
    }));
  }

  /** @throws Problem not_found */
  async view(ownerId: string, id: string): Promise<PersonaView> {
    const found = (await this.list(ownerId)).find((persona) => persona.id === id);
    if (!found) throw noSuchPersona();
    return found;
  }

  async create(ownerId: string, wish: PersonaChange & { name: string }): Promise<PersonaView> {
    const id = await this.database.transaction(async (manager) => {
      const [made] = await manager.query<[{ id: string }]>(
        'INSERT INTO personas (owner_id, name, description) VALUES ($1, $2, $3) RETURNING id',
        [ownerId, nameOf(wish.name), storable(wish.description ?? '')],
      );
      if (wish.isDefault) await makeDefault(manager, ownerId, made.id);
      return made.id;
    });
    return this.view(ownerId, id);
  }

  /**
   * Changes a persona and, with it, the sessions that have it: each renders its prompt prefix anew at its next turn.
   * @throws Problem not_found, bad_request
   */
  async change(ownerId: string, id: string, change: PersonaChange): Promise<PersonaView> {
    await this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[{ name: string; description: string }[]]>(
        `UPDATE personas SET name = coalesce($3, name), description = coalesce($4, description)
         WHERE owner_id = $1 AND id = $2 RETURNING name, description`,
        [
          ownerId,
          id,
          change.name === undefined ? null : nameOf(change.name),
          change.description === undefined ? null : storable(change.description),
        ],
      );
      const [now] = rows;
      if (!now) throw noSuchPersona();
      await manager.query(
        `WITH members AS (
           UPDATE session_members SET name = $3 WHERE owner_id = $1 AND persona_id = $2 AND name <> $3
         )
         UPDATE sessions SET persona_name = $3, persona_description = $4
         WHERE owner_id = $1 AND persona_id = $2 AND (persona_name, persona_description) IS DISTINCT FROM ($3, $4)`,
        [ownerId, id, now.name, now.description],
      );
      if (change.isDefault) await makeDefault(manager, ownerId, id);
      if (change.isDefault === false)
        await manager.query('UPDATE personas SET default_at = NULL WHERE id = $1', [id]);
    });
    await this.bus.command({ name: 'republish', body: { ownerId, personaId: id } });
    return this.view(ownerId, id);
  }

  /** Sessions that had it keep its text. @throws Problem not_found */
  async delete(ownerId: string, id: string): Promise<void> {
    const [, deleted] = await this.database.query<[unknown[], number]>(
      'DELETE FROM personas WHERE owner_id = $1 AND id = $2',
      [ownerId, id],
    );
    if (!deleted) throw noSuchPersona();
  }

  /**
   * The text of a persona as a session takes it up.
   * @param id or else the default one, if there is any
   * @throws Problem not_found
   */
  async taken(ownerId: string, id?: string): Promise<(Persona & { id: string }) | null> {
    const [row] = await this.database.query<(Persona & { id: string })[]>(
      `SELECT id, name, description FROM personas WHERE owner_id = $1 AND id = coalesce($2::uuid, ${DEFAULT})`,
      [ownerId, id ?? null],
    );
    if (!row && id) throw noSuchPersona();
    return row ?? null;
  }
}

function nameOf(text: string): string {
  const name = storable(text).trim();
  if (name === '') throw new Problem('bad_request', 'A persona needs a name.');
  return name;
}

async function makeDefault(manager: EntityManager, ownerId: string, id: string): Promise<void> {
  await manager.query(
    `UPDATE personas SET default_at = CASE WHEN id = $2 THEN now() END
     WHERE owner_id = $1 AND (id = $2 OR default_at IS NOT NULL)`,
    [ownerId, id],
  );
}

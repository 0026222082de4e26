import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { Persona } from '../../contracts/persona.js';

export interface PersonaRow {
  id: string;
  name: string;
  description: string;
  is_default: boolean;
  sessions: number;
  created_at: Date;
}

/** What changes of a persona; null leaves as it is. */
export interface PersonaRowChange {
  name: string | null;
  description: string | null;
  isDefault: boolean | null;
}

/** Of one owner; the latest that was made the default is it. */
const DEFAULT = `(SELECT id FROM personas WHERE owner_id = $1 AND default_at IS NOT NULL
  ORDER BY default_at DESC, id LIMIT 1)`;

/** Personas of an owner, and what of them stands in sessions. */
@Injectable()
export class PersonasRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The oldest first. */
  list(ownerId: string): Promise<PersonaRow[]> {
    return this.database.query<PersonaRow[]>(
      `SELECT p.id, p.name, p.description, p.id IS NOT DISTINCT FROM ${DEFAULT} AS is_default, p.created_at,
         (SELECT count(*)::int FROM sessions s WHERE s.persona_id = p.id) AS sessions
       FROM personas p WHERE p.owner_id = $1 ORDER BY p.created_at, p.id`,
      [ownerId],
    );
  }

  /** @returns its id */
  create(ownerId: string, { name, description }: Persona, isDefault: boolean): Promise<string> {
    return this.database.transaction(async (manager) => {
      const [made] = await manager.query<[{ id: string }]>(
        'INSERT INTO personas (owner_id, name, description) VALUES ($1, $2, $3) RETURNING id',
        [ownerId, name, description],
      );
      if (isDefault) await makeDefault(manager, ownerId, made.id);
      return made.id;
    });
  }

  /** Changes a persona and the sessions that have it. @returns whether the owner has such a persona */
  change(ownerId: string, id: string, change: PersonaRowChange): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[Persona[]]>(
        `UPDATE personas SET name = coalesce($3, name), description = coalesce($4, description)
         WHERE owner_id = $1 AND id = $2 RETURNING name, description`,
        [ownerId, id, change.name, change.description],
      );
      const [now] = rows;
      if (!now) return false;
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
        await manager.query('UPDATE personas SET default_at = NULL WHERE owner_id = $1 AND id = $2', [
          ownerId,
          id,
        ]);
      return true;
    });
  }

  /** @returns whether the owner had such a persona */
  async delete(ownerId: string, id: string): Promise<boolean> {
    const [, deleted] = await this.database.query<[unknown[], number]>(
      'DELETE FROM personas WHERE owner_id = $1 AND id = $2',
      [ownerId, id],
    );
    return deleted > 0;
  }

  /** @param id or else the default one, if there is any */
  async find(ownerId: string, id?: string): Promise<(Persona & { id: string }) | null> {
    const [row] = await this.database.query<(Persona & { id: string })[]>(
      `SELECT id, name, description FROM personas WHERE owner_id = $1 AND id = coalesce($2::uuid, ${DEFAULT})`,
      [ownerId, id ?? null],
    );
    return row ?? null;
  }
}

async function makeDefault(manager: EntityManager, ownerId: string, id: string): Promise<void> {
  await manager.query(
    `UPDATE personas SET default_at = CASE WHEN id = $2 THEN now() END
     WHERE owner_id = $1 AND (id = $2 OR default_at IS NOT NULL)`,
    [ownerId, id],
  );
}

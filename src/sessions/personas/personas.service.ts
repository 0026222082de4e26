import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { Persona, PersonaView } from '../../contracts/persona.js';
import { SessionBus } from '../bus/session-bus.js';
import { type PersonaRow, PersonasRepository } from './personas.repository.js';

export interface PersonaChange extends Partial<Persona> {
  /** Whether new conversations take it. */
  isDefault?: boolean;
}

const noSuchPersona = () => new Problem('not_found', 'There is no such persona, or it is not yours.');

/** Who an owner can be. Sessions keep the text of theirs: it changes with the persona and outlives it. */
@Injectable()
export class PersonasService {
  constructor(
    private readonly personas: PersonasRepository,
    private readonly bus: SessionBus,
  ) {}

  /** The oldest first. */
  async list(ownerId: string): Promise<PersonaView[]> {
    return (await this.personas.list(ownerId)).map(viewOf);
  }

  /** @throws Problem not_found */
  async view(ownerId: string, id: string): Promise<PersonaView> {
    const found = (await this.list(ownerId)).find((persona) => persona.id === id);
    if (!found) throw noSuchPersona();
    return found;
  }

  async create(ownerId: string, wish: PersonaChange & { name: string }): Promise<PersonaView> {
    const persona = { name: nameOf(wish.name), description: storable(wish.description ?? '') };
    return this.view(ownerId, await this.personas.create(ownerId, persona, wish.isDefault ?? false));
  }

  /**
   * Changes a persona and, with it, the sessions that have it: each renders its prompt prefix anew at its next turn.
   * @throws Problem not_found, bad_request
   */
  async change(ownerId: string, id: string, change: PersonaChange): Promise<PersonaView> {
    const changed = await this.personas.change(ownerId, id, {
      name: change.name === undefined ? null : nameOf(change.name),
      description: change.description === undefined ? null : storable(change.description),
      isDefault: change.isDefault ?? null,
    });
    if (!changed) throw noSuchPersona();
    await this.bus.command({ name: 'republish', body: { ownerId, personaId: id } });
    return this.view(ownerId, id);
  }

  /** Sessions that had it keep its text. @throws Problem not_found */
  async delete(ownerId: string, id: string): Promise<void> {
    if (!(await this.personas.delete(ownerId, id))) throw noSuchPersona();
  }

  /**
   * The text of a persona as a session takes it up.
   * @param id or else the default one, if there is any
   * @throws Problem not_found
   */
  async taken(ownerId: string, id?: string): Promise<(Persona & { id: string }) | null> {
    const persona = await this.personas.find(ownerId, id);
    if (!persona && id) throw noSuchPersona();
    return persona;
  }
}

function viewOf(row: PersonaRow): PersonaView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    isDefault: row.is_default,
    sessions: row.sessions,
    createdAt: row.created_at.toISOString(),
  };
}

function nameOf(text: string): string {
  const name = storable(text).trim();
  if (name === '') throw new Problem('bad_request', 'A persona needs a name.');
  return name;
}

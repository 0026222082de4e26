import { Injectable } from '@nestjs/common';
import type { SessionView } from '../../../contracts/session.js';
import { PersonasService } from '../../../sessions/personas/personas.service.js';
import { SessionsService } from '../../../sessions/sessions.service.js';
import type { Command } from '../../core/commands.js';
import { Pairings } from '../../people/pairings.js';
import { type Identity, PeopleRepository } from '../../people/people.repository.js';
import { say } from '../bridge-words.js';
import type { OpenBridge } from '../open-bridge.js';

/** What says that everything is to be deleted. */
const SURE = /^(?:yes|确认|是)$/i;

/** What commands do that are about who talks. */
@Injectable()
export class PersonCommands {
  constructor(
    private readonly people: PeopleRepository,
    private readonly pairings: Pairings,
    private readonly sessions: SessionsService,
    private readonly personas: PersonasService,
  ) {}

  /** @returns what is said of it; null where the command is about something else */
  async answer(
    bridge: OpenBridge,
    identity: Identity,
    session: SessionView,
    command: Command,
  ): Promise<string | null> {
    const { ownerId } = bridge;
    const { name, rest, language } = command;
    switch (name) {
      case 'persona':
        return this.persona(ownerId, session, command);
      case 'link': {
        const { code } = await this.pairings.issue(ownerId, null, session.characterId);
        return say(language, 'linked', { code });
      }
      case 'delete-everything': {
        if (!SURE.test(rest))
          return say(language, 'delete_sure', { title: session.title, messages: session.messages });
        await this.sessions.delete(ownerId, session.id);
        await this.people.forget(bridge, identity.id);
        return say(language, 'deleted');
      }
      default:
        return null;
    }
  }

  private async persona(ownerId: string, session: SessionView, { rest, language }: Command): Promise<string> {
    const all = await this.personas.list(ownerId);
    const chosen = all.find(({ name }) => name.toLowerCase() === rest.toLowerCase());
    if (!chosen) {
      const persona = session.persona.name;
      const names = all.map(({ name }) => name).join(', ');
      return names === ''
        ? say(language, 'persona_only', { persona })
        : say(language, 'personas', { persona, names });
    }
    await this.sessions.change(ownerId, session.id, { personaId: chosen.id });
    return say(language, 'persona_set', { persona: chosen.name });
  }
}

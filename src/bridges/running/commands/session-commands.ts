import { Injectable } from '@nestjs/common';
import { SessionViewsRepository } from '../../../sessions/session-views.repository.js';
import { TurnsService } from '../../../sessions/turns/turns.service.js';
import type { Command } from '../../core/commands.js';
import type { Identity } from '../../people/people.repository.js';
import { Seats } from '../../people/seats.js';
import { say } from '../bridge-words.js';
import type { OpenBridge } from '../open-bridge.js';
import { PersonCommands } from './person-commands.js';
import { StoryCommands } from './story-commands.js';

/** What commands do to the session that somebody talks in. */
@Injectable()
export class SessionCommands {
  constructor(
    private readonly seats: Seats,
    private readonly views: SessionViewsRepository,
    private readonly turns: TurnsService,
    private readonly story: StoryCommands,
    private readonly person: PersonCommands,
  ) {}

  /** What the character says first, where nothing else was said yet. */
  async greeting(ownerId: string, sessionId: string): Promise<string | null> {
    return this.story.greeting(await this.views.view(ownerId, sessionId));
  }

  /** @returns what is said of it */
  async answer(bridge: OpenBridge, identity: Identity, command: Command): Promise<string> {
    const { ownerId } = bridge;
    const { language } = command;
    const seat = await this.seats.of(bridge, identity);
    const session = await this.views.view(ownerId, seat.sessionId);
    switch (command.name) {
      case 'who':
        return say(language, identity.kind === 'room' ? 'who_room' : 'who', {
          character: session.characterName,
          persona: session.persona.name,
          title: session.title,
          messages: session.messages,
        });
      case 'new': {
        const made = await this.seats.renew(bridge, identity, seat);
        const greeting = await this.greeting(ownerId, made.sessionId);
        return [say(language, 'begun'), greeting].filter(Boolean).join('\n\n');
      }
      case 'stop': {
        const running = this.turns.running(session.id);
        if (!running) return say(language, 'nothing_runs');
        this.turns.stop(ownerId, running.turnId);
        return say(language, 'stopped');
      }
      default:
        return (
          (await this.story.answer(ownerId, session, command)) ??
          (await this.person.answer(bridge, identity, session, command)) ??
          say(language, 'nothing_there')
        );
    }
  }
}

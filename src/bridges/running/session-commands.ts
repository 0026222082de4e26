import { Injectable } from '@nestjs/common';
import type { MessageView } from '../../contracts/message.js';
import type { SessionView } from '../../contracts/session.js';
import { EditsService } from '../../sessions/messages/edits/edits.service.js';
import { MessageSearch } from '../../sessions/messages/message-search.js';
import { PinsService } from '../../sessions/messages/pins/pins.service.js';
import { PersonasService } from '../../sessions/personas/personas.service.js';
import { SessionViewsRepository } from '../../sessions/session-views.repository.js';
import { SessionsService } from '../../sessions/sessions.service.js';
import { MessageRepository } from '../../sessions/story/message.repository.js';
import { TurnsService } from '../../sessions/turns/turns.service.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { Command } from '../core/commands.js';
import { Pairings } from '../people/pairings.js';
import { type Identity, PeopleRepository } from '../people/people.repository.js';
import { Seats } from '../people/seats.js';
import { say } from './bridge-words.js';
import type { OpenBridge } from './open-bridge.js';

/** How many finds are told, and how much of each. */
const MOST_FOUND = 5;
const LINE = 120;
/** What says that everything is to be deleted. */
const SURE = /^(?:yes|确认|是)$/i;

/** What commands do to the session that somebody talks in. */
@Injectable()
export class SessionCommands {
  constructor(
    private readonly people: PeopleRepository,
    private readonly pairings: Pairings,
    private readonly seats: Seats,
    private readonly sessions: SessionsService,
    private readonly views: SessionViewsRepository,
    private readonly messages: MessageRepository,
    private readonly edits: EditsService,
    private readonly pins: PinsService,
    private readonly found: MessageSearch,
    private readonly personas: PersonasService,
    private readonly turns: TurnsService,
  ) {}

  /** What the character says first, where nothing else was said yet. */
  async greeting(ownerId: string, sessionId: string): Promise<string | null> {
    const { branchId, lastSeq } = await this.views.view(ownerId, sessionId);
    if (lastSeq !== 1) return null;
    const { items } = await this.messages.page(branchId, null, 1);
    return items[0]?.role === 'assistant' ? items[0].content : null;
  }

  /** @returns what is said of it */
  async answer(bridge: OpenBridge, identity: Identity, command: Command): Promise<string> {
    const { ownerId } = bridge;
    const { rest, language } = command;
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
      case 'forget-last':
        return say(language, (await this.forgetLast(ownerId, session)) ? 'forgotten' : 'nothing_there');
      case 'pin': {
        const message = await this.meant(ownerId, session, rest);
        if (!message) return say(language, 'nothing_there');
        await this.pins.set(ownerId, session.id, message.id, true);
        return say(language, 'pinned', { line: inLine(message.content) });
      }
      case 'search': {
        if (rest === '') return say(language, 'search_what');
        const { items } = await this.found.search(ownerId, session.id, rest.slice(0, 500), null, MOST_FOUND);
        const lines = items.map(({ speaker, createdAt, content }, n) =>
          say(language, 'found', {
            n: n + 1,
            speaker,
            day: createdAt.slice(0, 10),
            line: inLine(content, rest),
          }),
        );
        return lines.length ? lines.join('\n') : say(language, 'nothing_there');
      }
      case 'persona':
        return this.persona(ownerId, session, command);
      case 'link': {
        const { code } = await this.pairings.issue(ownerId, null, seat.characterId);
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
        return say(language, 'nothing_there');
    }
  }

  private async persona(ownerId: string, session: SessionView, { rest, language }: Command): Promise<string> {
    const all = await this.personas.list(ownerId);
    const chosen = all.find(({ name }) => name.toLowerCase() === rest.toLowerCase());
    if (!chosen)
      return say(language, 'personas', {
        persona: session.persona.name,
        names: all.map(({ name }) => name).join(', '),
      });
    await this.sessions.change(ownerId, session.id, { personaId: chosen.id });
    return say(language, 'persona_set', { persona: chosen.name });
  }

  /** Takes out what was last said and what answered it. @returns whether there was something */
  private async forgetLast(ownerId: string, { id, branchId }: SessionView): Promise<boolean> {
    const { items } = await this.messages.page(branchId, null, 20);
    const last = items.findLastIndex(({ role, content }) => role === 'user' && content !== '');
    if (last < 0) return false;
    for (const message of items.slice(last)) {
      if (message.content !== '') await this.edits.hide(ownerId, id, message.id);
    }
    return true;
  }

  /** The message that holds a text, the newest of them; without a text, the last reply. */
  private async meant(
    ownerId: string,
    { id, branchId }: SessionView,
    text: string,
  ): Promise<MessageView | undefined> {
    if (text !== '') return (await this.found.search(ownerId, id, text.slice(0, 500), null, 1)).items[0];
    const { items } = await this.messages.page(branchId, null, 20);
    return items.findLast(({ role, content }) => role === 'assistant' && content !== '');
  }
}

/** A text in one short line, from where the words that were looked for stand. */
function inLine(text: string, words = ''): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const at = words === '' ? 0 : line.toLowerCase().indexOf(words.toLowerCase());
  const from = at > LINE / 2 ? at - LINE / 4 : 0;
  const cut = [...line.slice(from)].slice(0, LINE).join('');
  return `${from > 0 ? '…' : ''}${truncate(cut, LINE)}${from + cut.length < line.length ? '…' : ''}`;
}

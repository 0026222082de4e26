import { Injectable, Logger } from '@nestjs/common';
import { librarySchema } from '../../../characters/library/library-query.js';
import { LibraryService } from '../../../characters/library/library.service.js';
import { Problem } from '../../../contracts/problem.js';
import { describe } from '../../../http/problem.filter.js';
import type { Language } from '../../../text/search/language.js';
import { type Command, type CommandName, commandIn } from '../../core/commands.js';
import { type Identity, PeopleRepository } from '../../people/people.repository.js';
import { AgeRestricted, Seats } from '../../people/seats.js';
import { InboxRepository, type InboxRow, type NewInboxRow } from '../../post/inbox.repository.js';
import { type BridgeWord, failureWord, helpIn, nobodyWord, say } from '../bridge-words.js';
import { Deliveries } from '../deliveries.js';
import type { OpenBridge } from '../open-bridge.js';
import { SessionCommands } from './session-commands.js';

/** They make a reply, and so wait behind what was said. */
const IN_LINE: ReadonlySet<CommandName> = new Set(['regenerate', 'continue']);
/** In rooms, everybody may do these; the others only who is paired. */
const FOR_ALL: ReadonlySet<CommandName> = new Set([
  'help',
  'who',
  'stop',
  'search',
  'regenerate',
  'continue',
]);
/** They are about a person, or tell about one. */
const DIRECT_ONLY: ReadonlySet<CommandName> = new Set(['persona', 'link']);

/** Carries commands out, at once: ahead of what waits in the chat. */
@Injectable()
export class CommandDesk {
  private readonly logger = new Logger(CommandDesk.name);
  private readonly lines = new Map<string, Promise<void>>();

  constructor(
    private readonly people: PeopleRepository,
    private readonly seats: Seats,
    private readonly inbox: InboxRepository,
    private readonly deliveries: Deliveries,
    private readonly library: LibraryService,
    private readonly commands: SessionCommands,
  ) {}

  waitsItsTurn(name: CommandName): boolean {
    return IN_LINE.has(name);
  }

  /** Sends on what was held back in a chat, whose person asks for it. @returns whether something was */
  more(bridge: OpenBridge, row: NewInboxRow): Promise<boolean> {
    return this.deliveries.more(bridge, row);
  }

  /** Says something of ours in a chat. */
  tell(
    bridge: OpenBridge,
    chat: string,
    replyTo: string | null,
    language: Language,
    word: BridgeWord,
    values: Record<string, string | number> = {},
  ): Promise<void> {
    return this.post(bridge, chat, replyTo, say(language, word, values));
  }

  /** Greets somebody who has just been paired: as the character does, where nothing was said yet. */
  async welcome(bridge: OpenBridge, person: Identity, chat: string, language: Language): Promise<void> {
    try {
      const seat = await this.seats.of(bridge, person);
      const { name } = await this.library.summary(bridge.ownerId, seat.characterId);
      const paired = say(language, 'paired', { character: name });
      const greeting = await this.commands.greeting(bridge.ownerId, seat.sessionId);
      const texts = greeting ? [paired, greeting] : [paired];
      // Where one message is all that may answer theirs, it says both.
      const parts = bridge.link.caps.maxReplies === 1 ? [texts.join('\n\n')] : texts;
      for (const text of parts) await this.post(bridge, chat, null, text);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.tell(bridge, chat, null, language, 'no_character');
    }
  }

  /** Names of characters for somebody who types one: a stranger is told none. */
  async suggest(bridge: OpenBridge, account: string, begun: string): Promise<string[]> {
    if (!(await this.people.find(bridge, 'person', account))?.pairedAt) return [];
    const query = librarySchema.parse({ q: begun.slice(0, 200), limit: 25 });
    return (await this.library.list(bridge.ownerId, query)).items.map(({ name }) => name);
  }

  /** Whether the character of a room is called by its name. */
  async isNamed(bridge: OpenBridge, room: Identity, text: string): Promise<boolean> {
    const characterId = room.characterId ?? bridge.settings.characterId;
    if (!characterId) return false;
    const found = await this.library.summary(bridge.ownerId, characterId).catch(() => null);
    return !!found && text.toLowerCase().includes(found.name.toLowerCase());
  }

  /** Who is not for everybody answers only where everybody is old enough. */
  mayAnswerIn(bridge: OpenBridge, room: Identity): Promise<boolean> {
    return this.seats.mayAnswer(bridge, room);
  }

  /** Carries a command out as soon as those before it in its chat are. */
  soon(bridge: OpenBridge, row: InboxRow): void {
    const key = `${bridge.id} ${row.chat}`;
    const line = (this.lines.get(key) ?? Promise.resolve())
      .then(() => this.carryOut(bridge, row))
      .catch((error: unknown) => this.logger.error(`A command failed: ${describe(error)}`))
      .finally(() => {
        if (this.lines.get(key) === line) this.lines.delete(key);
      });
    this.lines.set(key, line);
    // Until then it is not known whether it was carried out.
    void bridge.during(line);
  }

  /** A command of which it is not known whether it was carried out: it is not done twice. */
  async interrupted(bridge: OpenBridge, row: InboxRow): Promise<void> {
    await this.inbox.close(bridge, [row.id], 'left');
    await this.tell(bridge, row.chat, row.messageId, commandIn(row.text)?.language ?? 'en', 'say_again');
  }

  private async carryOut(bridge: OpenBridge, row: InboxRow): Promise<void> {
    const command = commandIn(row.text);
    const identity = await this.people.byId(bridge, row.identityId);
    if (!command || !identity) return;
    const taken = await this.inbox.take(bridge, [row.id], null);
    if (taken.length === 0) return;
    const answer = await this.answerTo(bridge, identity, row, command).catch((error: unknown) => {
      if (error instanceof AgeRestricted) return say(command.language, 'age_restricted');
      if (!(error instanceof Problem)) throw error;
      const word = error.code === 'not_found' ? nobodyWord(identity.kind) : failureWord(error.code);
      return say(command.language, word, { code: error.code });
    });
    await this.post(bridge, row.chat, row.messageId, answer, [row.id]);
  }

  private async answerTo(
    bridge: OpenBridge,
    identity: Identity,
    row: InboxRow,
    command: Command,
  ): Promise<string> {
    const { name, language } = command;
    if (name === 'help') return helpIn(language);
    if (identity.kind === 'room') {
      if (DIRECT_ONLY.has(name)) return say(language, 'only_direct');
      const author = FOR_ALL.has(name) ? null : await this.people.find(bridge, 'person', row.author);
      if (author !== null && !author.pairedAt) return say(language, 'only_paired');
      if (author === null && !FOR_ALL.has(name)) return say(language, 'only_paired');
    }
    if (name === 'switch') return this.switchTo(bridge, identity, command);
    if (name === 'pause') {
      await this.people.pause(bridge, identity.id, !identity.paused);
      return say(language, identity.paused ? 'resumed' : 'paused');
    }
    return this.commands.answer(bridge, identity, command);
  }

  private async switchTo(
    bridge: OpenBridge,
    identity: Identity,
    { rest, language }: Command,
  ): Promise<string> {
    const list = async (q: string) =>
      (await this.library.list(bridge.ownerId, librarySchema.parse({ q, limit: 20 }))).items;
    const found = rest === '' ? [] : await list(rest.slice(0, 200));
    const exact = found.find(({ name }) => name.toLowerCase() === rest.toLowerCase());
    const named = found.filter(({ name }) => name.toLowerCase().includes(rest.toLowerCase()));
    const chosen = exact ?? (named.length === 1 ? named[0] : undefined);
    if (!chosen) {
      // Whom the owner has besides is nobody's business in a room.
      if (identity.kind === 'room') return say(language, 'which_here');
      const names = (named.length ? named : await list('')).map(({ name }) => name);
      return say(language, 'which', { names: names.join(', ') });
    }
    const seat = await this.seats.take(bridge, identity, chosen.id);
    const greeting = await this.commands.greeting(bridge.ownerId, seat.sessionId);
    return [say(language, 'switched', { character: chosen.name }), greeting].filter(Boolean).join('\n\n');
  }

  private post(
    bridge: OpenBridge,
    chat: string,
    replyTo: string | null,
    text: string,
    inboxIds: readonly string[] = [],
  ): Promise<void> {
    const answered = { chat, burst: null, replyTo, sessionId: null };
    return this.deliveries.post(bridge, answered, text, inboxIds);
  }
}

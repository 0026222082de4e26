import { Injectable } from '@nestjs/common';
import { storable } from '../../text/encoding/storable.js';
import type { Language } from '../../text/search/language.js';
import { BridgesRepository } from '../bridges.repository.js';
import { asksForMore, commandIn } from '../core/commands.js';
import type { Crowd } from '../core/flood.js';
import { isHeard, isLetIn } from '../core/let-in.js';
import { safeName } from '../core/names.js';
import { spokenBy } from '../core/spoken.js';
import { codeIn, Pairings } from '../people/pairings.js';
import { type Identity, PeopleRepository } from '../people/people.repository.js';
import { InboxRepository, type NewInboxRow } from '../post/inbox.repository.js';
import type { BridgeWord } from './bridge-words.js';
import { ChatLines } from './chat-lines.js';
import { CommandDesk } from './commands/command-desk.js';
import type { OpenBridge } from './open-bridge.js';
import type { InboundMessage, KnownChat } from './platform.js';

/** In UTF-16 units: no platform lets people write more, and no model reads it. */
const LONGEST = 1_000_000;
/** Of pictures of one message, how many are noted, and how long a name or an address is. */
const MOST_TOLD = 50;
const LONGEST_PICTURE = 4000;
/** So many chats are read after a time away: those where something was said last. */
const MOST_KNOWN = 200;

/** Takes in what comes from platforms: who may talk, and what they may. What it takes is stored before it comes back. */
@Injectable()
export class Reception {
  constructor(
    private readonly people: PeopleRepository,
    private readonly pairings: Pairings,
    private readonly inbox: InboxRepository,
    private readonly events: BridgesRepository,
    private readonly lines: ChatLines,
    private readonly desk: CommandDesk,
  ) {}

  async take(bridge: OpenBridge, given: InboundMessage): Promise<void> {
    bridge.came();
    const message = safe(given);
    if (isEmpty(message) || !mayBeMeant(bridge, message)) return;
    const { account } = message.author;
    const now = (message.writtenAt ?? new Date()).getTime();
    const own = bridge.flood.ofOne(account, now);
    if (own === 'left') return;
    const person = message.kind === 'direct' ? await this.people.find(bridge, 'person', account) : null;
    const crowd = crowdOf(bridge, message, person);
    if (crowd === null) return;
    const verdict = own === 'taken' ? bridge.flood.ofCrowd(crowd, account, now) : own;
    if (verdict === 'left') return;
    if (verdict === 'first') {
      const what = own === 'first' ? 'flood' : 'crowd';
      await this.events.note(bridge, what, { author: account, chat: message.chat });
      if (person?.pairedAt) await this.tell(bridge, message, 'flood');
      return;
    }
    const identity =
      message.kind === 'direct'
        ? await this.person(bridge, message, person)
        : await this.room(bridge, message);
    if (identity) await this.store(bridge, identity, message);
  }

  /** Where somebody may talk, and how far that was read. */
  known(bridge: OpenBridge): Promise<KnownChat[]> {
    return this.inbox.known(bridge, MOST_KNOWN);
  }

  /** Somebody has come, and says nothing: a stranger is told how to be let in. */
  async greet(bridge: OpenBridge, given: InboundMessage): Promise<void> {
    bridge.came();
    const message = safe(given);
    const { account } = message.author;
    if (bridge.flood.ofOne(account, Date.now()) !== 'taken') return;
    const known = await this.people.find(bridge, 'person', account);
    if (known?.pairedAt || bridge.flood.ofCrowd('stranger', account, Date.now()) !== 'taken') return;
    await this.tellOnce(bridge, message, 'unpaired');
  }

  private async store(bridge: OpenBridge, identity: Identity, message: InboundMessage): Promise<void> {
    const command = commandIn(message.text);
    if (identity.paused && command?.name !== 'pause') return;
    if (message.text.length > LONGEST) return this.tell(bridge, message, 'too_long');
    const isFree = !!command && identity.kind === 'person' && !this.desk.waitsItsTurn(command.name);
    const given = rowOf(message, identity, command ? 'command' : 'said', isFree);
    if (asksForMore(message.text) && (await this.desk.more(bridge, given))) return;
    if (!isFree) {
      const { perPerson = 300, perDay = 3000 } = bridge.settings;
      const today = await this.inbox.today(bridge, message.author.account);
      if (today.own >= perPerson || today.all >= perDay) {
        await this.events.note(bridge, 'limit', { author: message.author.account, chat: message.chat });
        return this.tellOnce(bridge, message, 'limit');
      }
    }
    const row = await this.inbox.keep(bridge, given);
    // It came before.
    if (!row) return;
    if (command && !this.desk.waitsItsTurn(command.name)) this.desk.soon(bridge, row);
    else this.lines.add(bridge, [row]);
  }

  private async person(
    bridge: OpenBridge,
    message: InboundMessage,
    known: Identity | null,
  ): Promise<Identity | null> {
    const { account, name } = message.author;
    const command = commandIn(message.text);
    const code = codeOf(message.text);
    const isTrying = code !== null && (!known?.pairedAt || command?.name === 'link');
    if (isTrying) {
      const paired = await this.pairings.use(bridge, account, name, code);
      if (paired) {
        // Coming once more, it is no line of theirs.
        const used = { ...rowOf(message, paired, 'command', true), text: '' };
        if (!(await this.inbox.keep(bridge, used, 'done'))) return null;
        await this.events.note(bridge, 'paired', { author: account });
        await this.desk.welcome(bridge, paired, message.chat, spokenIn(bridge, message));
        return null;
      }
      if (known?.pairedAt) {
        await this.tell(bridge, message, 'code_wrong');
        return null;
      }
    }
    if (known?.pairedAt) return known;
    await this.tellOnce(bridge, message, isTrying ? 'code_wrong' : 'unpaired');
    return null;
  }

  private async room(bridge: OpenBridge, message: InboundMessage): Promise<Identity | null> {
    const { answers = 'mention' } = bridge.settings;
    if (!isLetIn(bridge.settings, message)) {
      await this.tellOnce(bridge, message, 'room_closed');
      return null;
    }
    const known = await this.people.room(
      bridge,
      message.chat,
      safeName(message.room ?? '', message.chat),
      message.isAgeRestricted ?? true,
    );
    const isMeant =
      message.addressed ||
      answers === 'everybody' ||
      (answers === 'name' && (await this.desk.isNamed(bridge, known, message.text)));
    if (!isMeant) return null;
    if (!(await this.desk.mayAnswerIn(bridge, known))) {
      await this.tellOnce(bridge, message, 'age_restricted');
      return null;
    }
    return known;
  }

  private tell(bridge: OpenBridge, message: InboundMessage, word: BridgeWord): Promise<void> {
    return this.desk.tell(bridge, message.chat, message.messageId, spokenIn(bridge, message), word, {
      chat: message.chat,
    });
  }

  /** To a person, or in a room, once a day. */
  private async tellOnce(bridge: OpenBridge, message: InboundMessage, word: BridgeWord): Promise<void> {
    const [kind, account, name] =
      message.kind === 'direct'
        ? (['person', message.author.account, message.author.name] as const)
        : (['room', message.chat, safeName(message.room ?? '', message.chat)] as const);
    if (!(await this.people.mayTell(bridge, kind, account, name))) return;
    if (word === 'unpaired' || word === 'room_closed') {
      await this.events.note(bridge, word, { author: message.author.account, chat: message.chat });
    }
    await this.tell(bridge, message, word);
  }
}

/** What looks like a pairing code, by itself or after the command. */
function codeOf(text: string): string | null {
  const command = commandIn(text);
  return codeIn(command?.name === 'link' ? command.rest : text);
}

/** @param person who writes in private @returns null where it is for nobody here to hear */
function crowdOf(bridge: OpenBridge, message: InboundMessage, person: Identity | null): Crowd | null {
  if (message.kind === 'direct')
    return person?.pairedAt ? 'paired' : codeOf(message.text) ? 'code' : 'stranger';
  if (!isLetIn(bridge.settings, message)) return 'stranger';
  return isHeard(bridge.settings, message, message.author.roles) ? 'room' : null;
}

/** What people say among each other in a room is not looked at any further. */
function mayBeMeant(bridge: OpenBridge, message: InboundMessage): boolean {
  if (message.kind === 'direct' || message.addressed) return true;
  return isLetIn(bridge.settings, message) && (bridge.settings.answers ?? 'mention') !== 'mention';
}

const safe = (given: InboundMessage): InboundMessage => ({
  ...given,
  text: storable(given.text).trim(),
  author: { ...given.author, name: safeName(given.author.name, given.author.account) },
});

/**
 * A command is in the language of its name, whatever follows it; a code, or nothing, is in none: what their platform
 * speaks tells, or else their name.
 */
function spokenIn({ link: { caps } }: OpenBridge, { text, author }: InboundMessage): Language {
  const command = commandIn(text);
  if (command) return command.language;
  return spokenBy(caps, codeIn(text) === null ? text : '', author.name);
}

/** @param isFree it counts for nothing: a picture is as much as a message, and so is a command that anybody may give */
function rowOf(
  message: InboundMessage,
  { id }: Identity,
  kind: 'said' | 'command',
  isFree: boolean,
): NewInboxRow {
  const { author, chat, messageId, text, editedAt = null } = message;
  const pictures = kind === 'command' ? [] : (message.pictures ?? []).slice(0, MOST_TOLD);
  return {
    identityId: id,
    chat,
    messageId,
    author: author.account,
    authorName: author.name,
    kind,
    text,
    editedAt,
    weight: isFree ? 0 : 1 + pictures.length,
    pictures: pictures.map(({ kind, name, source }) => ({
      kind,
      name: storable(name).slice(0, LONGEST_PICTURE),
      // What is too long to be an address leads nowhere.
      source: storable(source.slice(0, LONGEST_PICTURE)),
    })),
  };
}

const isEmpty = ({ text, pictures }: InboundMessage) => text === '' && !pictures?.length;

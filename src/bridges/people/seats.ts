import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CharactersService } from '../../characters/characters.service.js';
import { LibraryService } from '../../characters/library/library.service.js';
import type { BridgeSettings } from '../../contracts/bridge.js';
import { Problem } from '../../contracts/problem.js';
import { NewSessionsService } from '../../sessions/new-sessions.service.js';
import { SessionViewsRepository } from '../../sessions/session-views.repository.js';
import { MembersRepository } from '../../sessions/story/members.repository.js';
import { isHeard, type Place } from '../core/let-in.js';
import { type Bridged, type Identity, LIFELONG, PeopleRepository } from './people.repository.js';

/** Where somebody talks. */
export interface Seat {
  sessionId: string;
  characterId: string;
}

/** A character that is not for everybody cannot answer where everybody may read. */
export class AgeRestricted extends Error {}

/** What an author marks a character with that is for adults. */
const FOR_ADULTS = /^(?:nsfw|adult|18\+|r-?18|成人)$/i;

/**
 * The sessions that people and rooms lead to: a person to the lifelong one with their character, a room to one of its
 * own, which nothing of any other ever reaches.
 */
@Injectable()
export class Seats {
  constructor(
    private readonly people: PeopleRepository,
    private readonly characters: CharactersService,
    private readonly sessions: NewSessionsService,
    private readonly views: SessionViewsRepository,
    private readonly members: MembersRepository,
    private readonly library: LibraryService,
  ) {}

  /**
   * The one rule of who is for adults: no room leads to such a character but one that only adults see. All that a bridge
   * says of a session comes through `of` and `take`, which keep it.
   */
  async mayAnswer(bridge: Bridged & { settings: BridgeSettings }, identity: Identity): Promise<boolean> {
    const characterId = identity.characterId ?? bridge.settings.characterId;
    return !characterId || !(await this.isBarred(bridge.ownerId, identity, characterId));
  }

  /** Whether somebody may choose among the replies of a chat: in a room whoever is heard there, where it may be read at all. */
  async mayPress(
    bridge: Bridged & { settings: BridgeSettings },
    place: Place,
    { account, roles }: { account: string; roles: readonly string[] },
  ): Promise<boolean> {
    const room = await this.people.find(bridge, 'room', place.chat);
    if (room) return isHeard(bridge.settings, place, roles) && this.mayAnswer(bridge, room);
    return !!(await this.people.find(bridge, 'person', account))?.pairedAt;
  }

  /** @throws AgeRestricted; Problem not_found where there is no character to talk with */
  async of(bridge: Bridged & { settings: BridgeSettings }, identity: Identity): Promise<Seat> {
    if (identity.sessionId && identity.characterId) {
      await this.assertFit(bridge.ownerId, identity, identity.characterId);
      return { sessionId: identity.sessionId, characterId: identity.characterId };
    }
    const characterId =
      identity.characterId ??
      (await this.known(bridge.ownerId, bridge.settings.characterId)) ??
      (identity.kind === 'person' ? await this.people.lastCharacter(bridge.ownerId) : null);
    if (!characterId) throw new Problem('not_found', 'There is no character to talk with.');
    return this.take(bridge, identity, characterId);
  }

  /** Leads an identity to its session with a character. @throws AgeRestricted; Problem not_found */
  async take(bridge: Bridged, identity: Identity, characterId: string): Promise<Seat> {
    const { ownerId } = bridge;
    await this.assertFit(ownerId, identity, characterId);
    const sessionId =
      identity.kind === 'room'
        ? await this.sessions.findOrCreate(
            ownerId,
            characterId,
            roomKey(bridge, identity),
            roomWish(identity),
          )
        : ((await this.people.lifelong(ownerId, characterId)) ??
          (await this.sessions.findOrCreate(ownerId, characterId, LIFELONG)));
    await this.people.seat(bridge, identity.id, characterId, sessionId);
    return { sessionId, characterId };
  }

  /** Begins a new session for it, with the same character. */
  async renew(bridge: Bridged, identity: Identity, { characterId, sessionId }: Seat): Promise<Seat> {
    const { personaId } = await this.views.view(bridge.ownerId, sessionId);
    const made =
      identity.kind === 'room'
        ? await this.sessions.create(bridge.ownerId, {
            characterId,
            ...roomWish(identity),
            outsideKey: `${roomKey(bridge, identity)} ${randomUUID()}`,
          })
        : await this.sessions.create(bridge.ownerId, { characterId, ...(personaId && { personaId }) });
    await this.people.seat(bridge, identity.id, characterId, made.id);
    return { sessionId: made.id, characterId };
  }

  /** The member that somebody of a room is in its session. */
  async guest(ownerId: string, room: Identity, seat: Seat, account: string, name: string): Promise<string> {
    const { members } = await this.views.view(ownerId, seat.sessionId);
    const taken = members.filter(({ kind }) => kind !== 'guest').map((member) => member.name);
    const own = await this.people.guestName(ownerId, room.id, account, name, taken);
    return (await this.members.guest(ownerId, seat.sessionId, own)).id;
  }

  private async assertFit(ownerId: string, identity: Identity, characterId: string): Promise<void> {
    if (await this.isBarred(ownerId, identity, characterId)) throw new AgeRestricted();
  }

  private async isBarred(ownerId: string, identity: Identity, characterId: string): Promise<boolean> {
    if (identity.kind === 'person' || identity.isAgeRestricted) return false;
    const found = await this.library.summary(ownerId, characterId).catch(() => null);
    return !!found?.tags.some((tag) => FOR_ADULTS.test(tag.trim()));
  }

  private async known(ownerId: string, characterId: string | undefined): Promise<string | null> {
    if (!characterId) return null;
    try {
      await this.characters.view(ownerId, characterId);
      return characterId;
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }
}

const roomKey = (bridge: Bridged, room: Identity) => `bridge ${bridge.id} ${room.account}`;

/** Nothing of the owner's own persona is told in a room. */
const roomWish = (room: Identity) => ({ persona: {}, title: room.name });

import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Problem } from '../../../contracts/problem.js';
import type { MessageView } from '../../../contracts/message.js';
import { ChangedEntriesService, type GoneTexts } from '../../memory/changed-entries.service.js';
import type { MessagePlaces } from '../../memory/chronicle.repository.js';
import { MemoryService } from '../../memory/memory.service.js';
import { makeOwn, placeIn, type MessagePlace } from '../../story/message-places.repository.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { Transcripts } from '../../prompt/transcripts.js';
import { ChangedPlaces } from './changed-places.js';
import { keepSent, lockStory, markChanged, textsAt } from './story-changes.repository.js';

/** A place that has changed, what stands there now, and what stood there. */
export interface PlaceChange {
  places: MessagePlaces;
  id: string;
  gone: GoneTexts;
}

/**
 * The transactions in which another version comes to stand at a message's place. What a branch inherits becomes its own
 * first, so that its parent tells on as before. What was sent ahead of it stays a kept prefix; the entry of the chronicle
 * that stands for it, and later ones that tell of what stood there, are made at once of the words that stand now, and
 * written anew by the model soon.
 */
@Injectable()
export class MessageChanges {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly memory: MemoryService,
    private readonly transcripts: Transcripts,
    private readonly changed: ChangedPlaces,
    private readonly entries: ChangedEntriesService,
  ) {}

  /** @throws Problem not_found */
  async placeOf(manager: EntityManager, snapshot: SessionSnapshot, messageId: string): Promise<MessagePlace> {
    const place = await placeIn(manager, snapshot.branchId, messageId);
    if (!place) throw new Problem('not_found', 'There is no such message in the story as it stands.');
    return place;
  }

  /**
   * Changes what stands at a message's place, on the branch that is open alone.
   * @param act makes the change within the transaction and returns the id of the message that stands there then
   */
  async change(
    ownerId: string,
    sessionId: string,
    messageId: string,
    act: (manager: EntityManager, place: MessagePlace, snapshot: SessionSnapshot) => Promise<string>,
  ): Promise<MessageView> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const { seq } = await this.placeOf(this.database.manager, snapshot, messageId);
    const standing = await this.within(snapshot, seq, async (manager) => {
      const place = await makeOwn(
        manager,
        snapshot.branchId,
        await this.placeOf(manager, snapshot, messageId),
      );
      const places = { branchIds: [place.branchId], seq };
      const gone = { texts: await textsAt(manager, places, 'chosen'), forGood: false };
      return { places, gone, id: await act(manager, place, snapshot) };
    });
    return this.changed.follow(snapshot, standing.places, standing.id);
  }

  /** Does something at a number in one transaction, while no turn runs. */
  async within(
    snapshot: SessionSnapshot,
    seq: number,
    act: (manager: EntityManager) => Promise<PlaceChange>,
  ): Promise<PlaceChange> {
    const before =
      seq > snapshot.foldedSeq + 1 ? (await this.transcripts.upTo(snapshot, seq - 1)).markSent() : null;
    const means = await this.entries.budget(snapshot);
    return this.database.transaction(async (manager) => {
      await lockStory(manager, snapshot.id);
      const standing = await act(manager);
      await this.entries.rewrite(manager, snapshot, standing, means);
      await markChanged(manager, [snapshot.branchId, ...standing.places.branchIds]);
      await keepSent(manager, snapshot.id, before);
      return standing;
    });
  }
}

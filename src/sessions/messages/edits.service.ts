import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { MessageView } from '../../contracts/message.js';
import { ChangedPlaces } from './changed-places.js';
import { ChronicleService } from '../memory/chronicle.service.js';
import type { MessagePlaces } from '../memory/chronicle.repository.js';
import { MemoryService } from '../memory/memory.service.js';
import { holdersOf, makeOwn, placeIn, type MessagePlace } from '../story/message-places.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { turnRunning } from '../story/turn-running.js';
import { MessageEraser } from '../memory/message-eraser.js';
import { Transcripts } from '../prompt/transcripts.js';
import {
  addVersion,
  keepSent,
  letStand,
  lockStory,
  markChanged,
  unchoose,
} from './story-changes.repository.js';

/**
 * Changing what was said: another version stands at its place, and the others stay beside it. What a branch inherits
 * becomes its own first, so that its parent tells on as before. What was sent ahead of it stays a kept prefix; the entry
 * of the chronicle that stands for it is made at once of the words that stand now, and written anew by the model soon.
 */
@Injectable()
export class EditsService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly memory: MemoryService,
    private readonly transcripts: Transcripts,
    private readonly changed: ChangedPlaces,
    private readonly chronicles: ChronicleService,
    private readonly eraser: MessageEraser,
  ) {}

  /**
   * Gives a message another text.
   * @throws Problem not_found, empty_message, turn_running
   */
  async edit(ownerId: string, sessionId: string, messageId: string, text: string): Promise<MessageView> {
    const content = storable(text);
    if (content.trim() === '') {
      throw new Problem('empty_message', 'A message cannot become empty: write something, or delete it.');
    }
    return this.change(ownerId, sessionId, messageId, (manager, place) =>
      addVersion(manager, place.messageId, content),
    );
  }

  /**
   * Puts a reply back as the model wrote it, before it was cleaned.
   * @throws Problem not_found, turn_running; conflict where it was not cleaned
   */
  async putBack(ownerId: string, sessionId: string, messageId: string): Promise<MessageView> {
    return this.change(ownerId, sessionId, messageId, async (manager, place) => {
      const [found] = await manager.query<{ raw: string | null }[]>(
        'SELECT raw FROM messages WHERE id = $1',
        [place.messageId],
      );
      if (!found?.raw) throw new Problem('conflict', 'This message stands as the model wrote it.');
      return addVersion(manager, place.messageId, found.raw);
    });
  }

  /**
   * Lets another version stand that was there before: a swipe, or the text before an edit or a deletion. The empty one
   * that stood for a message taken out goes, so that versions are what was said.
   * @throws Problem not_found, turn_running
   */
  async choose(ownerId: string, sessionId: string, messageId: string): Promise<MessageView> {
    return this.change(ownerId, sessionId, messageId, async (manager, place) => {
      if (place.status === 'streaming') throw turnRunning();
      await unchoose(manager, place);
      await manager.query('UPDATE messages SET chosen = true WHERE id = $1', [place.messageId]);
      await letStand(manager, place.messageId);
      await manager.query(
        `DELETE FROM messages WHERE branch_id = $1 AND seq = $2 AND NOT chosen AND content = '' AND status = 'complete'`,
        [place.branchId, place.seq],
      );
      return place.messageId;
    });
  }

  /**
   * Takes a message out of the story: an empty version stands in its place, and it can be brought back.
   * @throws Problem not_found, turn_running
   */
  async hide(ownerId: string, sessionId: string, messageId: string): Promise<MessageView> {
    return this.change(ownerId, sessionId, messageId, (manager, place) =>
      addVersion(manager, place.messageId, ''),
    );
  }

  /**
   * Deletes a message and all its versions for good, on every branch that has it, with whatever was sent that may
   * repeat it; its number stays.
   * @throws Problem not_found, turn_running
   */
  async deleteForever(ownerId: string, sessionId: string, messageId: string): Promise<MessageView> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const place = await this.placeOf(this.database.manager, snapshot, messageId);
    const places = { branchIds: await holdersOf(this.database.manager, place), seq: place.seq };
    this.eraser.forgetOnServer(sessionId);
    const standing = await this.changing(snapshot, place.seq, async (manager) => {
      const range = [places.branchIds, places.seq];
      await manager.query(
        'DELETE FROM messages WHERE branch_id = ANY($1) AND seq = $2 AND NOT chosen',
        range,
      );
      const [rows] = await manager.query<[{ id: string; branch_id: string }[]]>(
        `UPDATE messages SET content = '', raw = NULL, tokens = 0, status = 'complete', version = 1, extras = NULL
         WHERE branch_id = ANY($1) AND seq = $2 RETURNING id, branch_id`,
        range,
      );
      await this.eraser.erase(manager, sessionId, places);
      return { places, id: rows.find(({ branch_id }) => branch_id === place.branchId)!.id };
    });
    return this.changed.follow(snapshot, standing.places, standing.id);
  }

  /** @throws Problem not_found */
  private async placeOf(
    manager: EntityManager,
    snapshot: SessionSnapshot,
    messageId: string,
  ): Promise<MessagePlace> {
    const place = await placeIn(manager, snapshot.branchId, messageId);
    if (!place) throw new Problem('not_found', 'There is no such message in the story as it stands.');
    return place;
  }

  /**
   * Changes what stands at a message's place, on the branch that is open alone.
   * @param act makes the change within the transaction and returns the id of the message that stands there then
   */
  private async change(
    ownerId: string,
    sessionId: string,
    messageId: string,
    act: (manager: EntityManager, place: MessagePlace) => Promise<string>,
  ): Promise<MessageView> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const { seq } = await this.placeOf(this.database.manager, snapshot, messageId);
    const standing = await this.changing(snapshot, seq, async (manager) => {
      const place = await makeOwn(
        manager,
        snapshot.branchId,
        await this.placeOf(manager, snapshot, messageId),
      );
      const places = { branchIds: [place.branchId], seq };
      return { places, id: await act(manager, place) };
    });
    return this.changed.follow(snapshot, standing.places, standing.id);
  }

  /** Does something at a number in one transaction, while no turn runs. */
  private async changing(
    snapshot: SessionSnapshot,
    seq: number,
    act: (manager: EntityManager) => Promise<{ places: MessagePlaces; id: string }>,
  ): Promise<{ places: MessagePlaces; id: string }> {
    const before =
      seq > snapshot.foldedSeq + 1 ? (await this.transcripts.upTo(snapshot, seq - 1)).markSent() : null;
    const means = await this.chronicles.entryBudget(snapshot);
    return this.database.transaction(async (manager) => {
      await lockStory(manager, snapshot.id);
      const standing = await act(manager);
      await this.chronicles.rewriteWithin(manager, snapshot, standing.places, means);
      await markChanged(manager, [snapshot.branchId, ...standing.places.branchIds]);
      await keepSent(manager, snapshot.id, before);
      return standing;
    });
  }
}

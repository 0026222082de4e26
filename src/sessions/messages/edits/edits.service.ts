import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Problem } from '../../../contracts/problem.js';
import { storable } from '../../../text/encoding/storable.js';
import type { MessageView } from '../../../contracts/message.js';
import { MemoryService } from '../../memory/memory.service.js';
import { MessageEraser } from '../../memory/message-eraser.js';
import { withPictureMarks } from '../../../context/quoting/picture-marks.js';
import { pictureNames } from '../../story/pictures.repository.js';
import { holdersOf } from '../../story/message-places.repository.js';
import { storedText } from '../../prompt/scripts/stored-text.js';
import { ChangedPlaces } from './changed-places.js';
import { MessageChanges } from './message-changes.js';
import { addVersion, rawText, roleOf, textsAt, wipeTexts } from './story-changes.repository.js';

/** Changing what was said: another version stands at its place, and the others stay beside it. */
@Injectable()
export class EditsService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly memory: MemoryService,
    private readonly changes: MessageChanges,
    private readonly changed: ChangedPlaces,
    private readonly eraser: MessageEraser,
  ) {}

  /**
   * Gives a message another text.
   * @throws Problem not_found, empty_message, turn_running
   */
  async edit(ownerId: string, sessionId: string, messageId: string, text: string): Promise<MessageView> {
    const content = storable(text);
    return this.changes.change(ownerId, sessionId, messageId, async (manager, place, { prefix }) => {
      const names = await pictureNames(manager, place.messageId);
      if (content.trim() === '' && names.length === 0)
        throw new Problem('empty_message', 'A message cannot become empty: write something, or delete it.');
      const who = (await roleOf(manager, place.messageId)) === 'user' ? 'user' : 'reply';
      const stored = await storedText(prefix.scripts, who, content, true);
      const shown = withPictureMarks(stored, names, prefix.language);
      return addVersion(manager, place.messageId, shown, stored === content ? null : content);
    });
  }

  /**
   * Puts a reply back as the model wrote it, before it was cleaned.
   * @throws Problem not_found, turn_running; conflict where it was not cleaned
   */
  async putBack(ownerId: string, sessionId: string, messageId: string): Promise<MessageView> {
    return this.changes.change(ownerId, sessionId, messageId, async (manager, place) => {
      const raw = await rawText(manager, place.messageId);
      if (!raw) throw new Problem('conflict', 'This message stands as the model wrote it.');
      return addVersion(manager, place.messageId, raw);
    });
  }

  /**
   * Takes a message out of the story: an empty version stands in its place, and it can be brought back.
   * @throws Problem not_found, turn_running
   */
  async hide(ownerId: string, sessionId: string, messageId: string): Promise<MessageView> {
    return this.changes.change(ownerId, sessionId, messageId, (manager, place) =>
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
    const place = await this.changes.placeOf(this.database.manager, snapshot, messageId);
    const places = { branchIds: await holdersOf(this.database.manager, place), seq: place.seq };
    await this.eraser.forgetOnServer(sessionId);
    const standing = await this.changes.within(snapshot, place.seq, async (manager) => {
      const gone = { texts: await textsAt(manager, places, 'all'), forGood: true };
      const wiped = await wipeTexts(manager, places);
      await this.eraser.erase(manager, sessionId, places);
      return { places, gone, id: wiped.find(({ branch_id }) => branch_id === place.branchId)!.id };
    });
    return this.changed.follow(snapshot, standing.places, standing.id);
  }
}

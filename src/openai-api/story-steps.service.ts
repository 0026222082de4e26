import { Injectable } from '@nestjs/common';
import { MembersRepository } from '../sessions/story/members.repository.js';
import { BranchesService } from '../sessions/messages/branches.service.js';
import { EditsService } from '../sessions/messages/edits/edits.service.js';
import { SwipesService } from '../sessions/messages/edits/swipes.service.js';
import type { MessageView } from '../contracts/message.js';
import { OutsideSessionsRepository } from './outside-sessions.repository.js';
import type { Intent, StoredLine } from './sent-history.js';

/** So much of a story's end is compared with what a client sends: as many messages, and some that it has not. */
const MOST_COMPARED = 500;
const MORE_COMPARED = 100;
const LEAST_COMPARED = 3;

const UNDONE = new Set<MessageView['status']>(['failed', 'interrupted']);

/** Brings a story to where a client stands that has one of its own. */
@Injectable()
export class StorySteps {
  constructor(
    private readonly outside: OutsideSessionsRepository,
    private readonly members: MembersRepository,
    private readonly branches: BranchesService,
    private readonly edits: EditsService,
    private readonly swipes: SwipesService,
  ) {}

  /**
   * The end of a session's story, with all versions of its last reply.
   * @param sent how many messages a client sent: who sends no history needs little to be compared with
   */
  async end(ownerId: string, sessionId: string, sent: number): Promise<StoredLine[]> {
    const limit = sent === 1 ? LEAST_COMPARED : Math.min(sent + MORE_COMPARED, MOST_COMPARED);
    const items = await this.outside.storyEnd(ownerId, sessionId, limit);
    return items.map(({ id, seq, role, speaker, content, status, others }) => ({
      id,
      seq,
      role,
      speaker,
      content,
      whole: status === 'complete',
      failed: UNDONE.has(status),
      ...(others && { others }),
    }));
  }

  /**
   * Opens a branch, chooses a version, and puts edits in place, as far as an intent wants.
   * @throws Problem turn_running
   */
  async take(ownerId: string, sessionId: string, intent: Intent, applyEdits: boolean): Promise<void> {
    const { from, choose, edits } = intent;
    // While the messages still have the ids that were compared.
    if (applyEdits) for (const { id, text } of edits) await this.edits.edit(ownerId, sessionId, id, text);
    if (choose) await this.swipes.choose(ownerId, sessionId, choose);
    if (from) await this.branches.begin(ownerId, sessionId, from, '');
  }

  /** The member that a name means: nobody in particular where it is the persona's. */
  async memberNamed(
    ownerId: string,
    sessionId: string,
    name: string | undefined,
  ): Promise<string | undefined> {
    if (!name?.trim()) return undefined;
    if ((await this.outside.personaName(ownerId, sessionId)) === name.trim()) return undefined;
    return (await this.members.guest(ownerId, sessionId, name)).id;
  }
}

import { Injectable } from '@nestjs/common';
import { MembersRepository } from '../sessions/story/members.repository.js';
import { MessageRepository } from '../sessions/story/message.repository.js';
import { SessionViewsRepository } from '../sessions/session-views.repository.js';
import { BranchesService } from '../sessions/messages/branches.service.js';
import { EditsService } from '../sessions/messages/edits/edits.service.js';
import { SwipesService } from '../sessions/messages/edits/swipes.service.js';
import type { MessageView } from '../contracts/message.js';
import type { Intent, StoredLine } from './sent-history.js';

/** So much of a story's end is compared with what a client sends. */
const MOST_COMPARED = 500;

const UNDONE = new Set<MessageView['status']>(['failed', 'interrupted']);

/** Brings a story to where a client stands that has one of its own. */
@Injectable()
export class StorySteps {
  constructor(
    private readonly views: SessionViewsRepository,
    private readonly messages: MessageRepository,
    private readonly members: MembersRepository,
    private readonly branches: BranchesService,
    private readonly edits: EditsService,
    private readonly swipes: SwipesService,
  ) {}

  /**
   * The end of a session's story, with all versions of its last reply.
   * @throws Problem not_found
   */
  async end(ownerId: string, sessionId: string): Promise<StoredLine[]> {
    const { branchId } = await this.views.view(ownerId, sessionId);
    const { items } = await this.messages.page(branchId, null, MOST_COMPARED);
    const story = items.map(({ id, seq, role, speaker, content, status }): StoredLine => ({
      id,
      seq,
      role,
      speaker,
      content,
      whole: status === 'complete',
      failed: UNDONE.has(status),
    }));
    const last = items.at(-1);
    if (last?.role !== 'assistant' || last.swipes === 1) return story;
    const others = await this.messages.versions(branchId, last.id);
    return [...story.slice(0, -1), { ...story.at(-1)!, others: others.filter(({ chosen }) => !chosen) }];
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
    const { persona } = await this.views.view(ownerId, sessionId);
    if (persona.name === name.trim()) return undefined;
    return (await this.members.guest(ownerId, sessionId, name)).id;
  }
}

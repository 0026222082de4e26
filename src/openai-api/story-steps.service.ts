import { Injectable } from '@nestjs/common';
import { withoutPictureMarks } from '../context/quoting/picture-marks.js';
import { MembersRepository } from '../sessions/story/members.repository.js';
import { BranchesService } from '../sessions/messages/branches.service.js';
import { EditsService } from '../sessions/messages/edits/edits.service.js';
import { SwipesService } from '../sessions/messages/edits/swipes.service.js';
import type { MessageView } from '../contracts/message.js';
import { OutsideSessionsRepository, type StoryLine } from './outside-sessions.repository.js';
import { type Intent, type SentLine, standingOf, type StoredLine } from './sent-history.js';

/** So much of a story's end is compared with what a client sends: as many messages, and some that it has not. */
const MOST_COMPARED = 500;
const MORE_COMPARED = 100;
const LEAST_COMPARED = 3;
/** So many of the other ways that a story went are looked at, and of each so many messages. */
const OTHER_ENDS = { branches: 40, lines: 24 };

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
    return items.map(storedLine);
  }

  /**
   * Opens the branch that a client goes on with, where it is another one than the one that is open: to a client with
   * several chats each is a way that the story went.
   * @param story the end of the one that is open
   * @returns the end of the one that is open then
   * @throws Problem turn_running
   */
  async openMeant(
    ownerId: string,
    sessionId: string,
    lines: readonly SentLine[],
    story: StoredLine[],
  ): Promise<StoredLine[]> {
    const here = standingOf(lines, story);
    if (here.isSure) return story;
    const ends = await this.outside.otherEnds(ownerId, sessionId, OTHER_ENDS);
    const others = ends.map((end) => ({
      branchId: end.branchId,
      score: standingOf(lines, end.lines.map(storedLine)).score,
    }));
    const best = others.reduce((one, other) => (other.score > one.score ? other : one), {
      branchId: '',
      score: here.score,
    });
    if (!best.branchId) return story;
    await this.branches.open(ownerId, sessionId, best.branchId);
    return this.end(ownerId, sessionId, lines.length);
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

  /** Whether a message with this id of a client's was said in a session. */
  wasSaid(ownerId: string, sessionId: string, clientId: string): Promise<boolean> {
    return this.outside.wasSaid(ownerId, sessionId, clientId);
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

const storedLine = ({
  id,
  seq,
  role,
  speaker,
  content,
  status,
  pictures,
  others,
}: StoryLine): StoredLine => ({
  id,
  seq,
  role,
  speaker,
  content: withoutPictureMarks(content, pictures ?? []),
  whole: status === 'complete',
  failed: UNDONE.has(status),
  ...(others && { others }),
});

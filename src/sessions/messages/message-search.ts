import { Injectable } from '@nestjs/common';
import { asksForPersonalDays, personalDaysIn } from '../../context/recall/question/personal-days.js';
import { searchTerms } from '../../context/recall/question/search-terms.js';
import { personalDays } from '../../context/when/when.js';
import type { MessageView } from '../../contracts/message.js';
import type { Page } from '../../contracts/paging.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { MessageRepository } from '../story/message.repository.js';

/** Looks for what was said. */
@Injectable()
export class MessageSearch {
  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly repository: MessageRepository,
  ) {}

  /**
   * Messages that hold a text, or all its words within the times that it names, the newest first.
   * @param before a number of the story; null: from the newest back
   * @throws Problem not_found
   */
  async search(
    ownerId: string,
    sessionId: string,
    text: string,
    before: number | null,
    limit: number,
  ): Promise<Page<MessageView>> {
    const { branchId, timeZone } = await this.snapshots.read(ownerId, sessionId);
    const now = new Date();
    const personal = asksForPersonalDays(text)
      ? personalDaysIn(text, await this.repository.sayings(branchId, personalDays(text)), now, timeZone)
      : [];
    const terms = searchTerms(text, now, timeZone, personal);
    return this.repository.search(branchId, text, terms, before, limit);
  }
}

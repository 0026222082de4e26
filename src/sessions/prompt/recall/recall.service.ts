import { Injectable } from '@nestjs/common';
import { factsAsked, topicsAsked } from '../../../context/facts/asked-facts.js';
import { askedFor } from '../../../context/recall/question/asked-for.js';
import { recall } from '../../../context/recall/recall.js';
import { inPassages } from '../../../context/recall/index/long-messages.js';
import { MOST_READ } from '../../../context/recall/index/recall-index.js';
import type { RecalledMessage } from '../../../context/recall/recalled.js';
import { asksForPersonalDays, personalDaysIn } from '../../../context/recall/question/personal-days.js';
import { personalDays, whenIn } from '../../../context/when/when.js';
import { PreparedStatements } from '../../../database/prepared.js';
import { FactsRepository } from '../facts/facts.repository.js';
import { RecallIndexRepository } from './recall-index.repository.js';
import { RecallLikeness } from './recall-likeness.js';
import type { RecallMeasure } from '../../../contracts/session.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { FROM_STORY } from '../../story/from-story.js';
import { MessageRepository } from '../../story/message.repository.js';
import { boundaryBefore, truncate } from '../../../text/encoding/truncate.js';

/** What is looked for, and how much of it there may be. */
export interface RecallWish {
  query: string;
  /** Only messages before this number: what follows is sent word for word anyway. */
  before: number;
  budgetTokens: number;
  now: Date;
  timeZone: string;
  /** Times that the words mean are real ones; else the story has a time of its own. */
  timed: boolean;
  measure: RecallMeasure;
}

/** Longer texts are searched for by their end: what is asked stands there. */
const LONGEST_QUERY = 4000;

/** Finds what was said before, over the whole stored story. */
@Injectable()
export class RecallService {
  constructor(
    private readonly statements: PreparedStatements,
    private readonly recallIndex: RecallIndexRepository,
    private readonly messages: MessageRepository,
    private readonly facts: FactsRepository,
    private readonly likeness: RecallLikeness,
  ) {}

  /** @returns in the order of the story, word for word */
  async find(
    { id, ownerId, branchId }: Pick<SessionSnapshot, 'id' | 'ownerId' | 'branchId'>,
    wish: RecallWish,
  ): Promise<RecalledMessage[]> {
    const text = wish.query.slice(boundaryBefore(wish.query, wish.query.length - LONGEST_QUERY));
    const asked = askedFor(text);
    const [stretches, vector] = await Promise.all([
      this.recallIndex.before(branchId, wish.before),
      this.likeness.asked({ id, ownerId, branchId }, wish.before, text, asked),
    ]);
    const more = personalDays(text);
    const personal = asksForPersonalDays(text)
      ? personalDaysIn(text, await this.messages.sayings(branchId, more), wish.now, wish.timeZone)
      : [];
    // "How are you today?" asks for nothing of today.
    const query = {
      text,
      spans: !wish.timed
        ? []
        : [
            ...whenIn(text, wish.now, wish.timeZone).filter(({ to }) => asked.past || to <= wish.now),
            ...personal.map((span) => ({ ...span, text: more[0]! })),
          ],
      more,
      first: await this.factsAsked({ id, branchId }, text, wish.before),
      likeness: vector && (await this.likeness.of(branchId, wish.before, vector, stretches)),
    };
    const within = { from: 1, to: wish.before - 1 };
    const found = recall(stretches, query, within, wish.budgetTokens, wish.timeZone, wish.measure);
    if (!found.length) return [];
    const rows = await this.statements.query<Omit<RecalledMessage, 'why' | 'isPart'>>(
      'recalled-messages',
      `SELECT m.seq, m.role, m.speaker, m.content, m.created_at AS at ${FROM_STORY}
         AND m.seq = ANY($2) AND m.content <> '' ORDER BY m.seq`,
      [branchId, found.map(({ seq }) => seq)],
    );
    const bySeq = new Map(found.map((one) => [one.seq, one]));
    return rows.map((row) => {
      const { parts, why = [] } = bySeq.get(row.seq) ?? {};
      // Passages are those of what was indexed.
      const content = parts ? inPassages(truncate(row.content, MOST_READ), parts) : row.content;
      return { ...row, content, why, ...(parts && { isPart: true }) };
    });
  }

  /** Messages that tell what holds now of what a text asks about, and what was before. */
  private async factsAsked(
    session: Pick<SessionSnapshot, 'id' | 'branchId'>,
    text: string,
    before: number,
  ): Promise<{ seq: number; why: string }[]> {
    const topics = topicsAsked(text);
    if (!topics.length) return [];
    const known = await this.facts.of(session, before - 1, topics);
    return factsAsked(text, known).map(({ seq }) => ({ seq, why: 'fact' }));
  }
}

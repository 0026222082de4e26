import { Injectable, Logger } from '@nestjs/common';
import { ConnectedModels } from '../../../connections/connected-models.js';
import { type AskedFor, decidingPart } from '../../../context/recall/question/asked-for.js';
import type { IndexedStretch } from '../../../context/recall/index/recall-index.js';
import { type LikePostings, likenessOf } from '../../../context/recall/vectors/likeness.js';
import type { Direction } from '../../../context/recall/vectors/vector-block.js';
import { describe } from '../../../http/problem.filter.js';
import { inSlices } from '../../../text/search/slices.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { QuestionVectors } from './question-vectors.js';
import { RecallVectorsRepository } from './recall-vectors.repository.js';
import { VectorMaker } from './vector-maker.js';

/** A question's own vector, as far as it came in time, and the model that made it. */
export interface AskedDirection {
  direction: Direction;
  model: string;
}

/** Finds what was said in whatever words, where a connection is chosen for that. */
@Injectable()
export class RecallLikeness {
  private readonly logger = new Logger(RecallLikeness.name);

  constructor(
    private readonly models: ConnectedModels,
    private readonly questions: QuestionVectors,
    private readonly vectors: RecallVectorsRepository,
    private readonly maker: VectorMaker,
  ) {}

  /**
   * The vector of a question, and has vectors made of messages that have none yet; null for what only goes on, and
   * wherever words alone have to do.
   */
  async asked(
    { id: sessionId, ownerId, branchId }: Pick<SessionSnapshot, 'id' | 'ownerId' | 'branchId'>,
    before: number,
    text: string,
    asked: AskedFor,
  ): Promise<AskedDirection | null> {
    const connected = await this.models.recall(ownerId);
    if (!connected) return null;
    this.maker.makeSoon({ ownerId, sessionId, branchId, before });
    if (!asked.asks) return null;
    const direction = await this.questions.of(connected, { ownerId, sessionId }, decidingPart(text, asked));
    return direction && { direction, model: connected.embedder.model };
  }

  /** Where messages before a number are like a question. */
  async of(
    branchId: string,
    before: number,
    { direction, model }: AskedDirection,
    stretches: readonly IndexedStretch[],
  ): Promise<LikePostings[] | null> {
    try {
      const ranges = await this.vectors.before(branchId, before, model);
      return await inSlices(likenessOf(direction, ranges, stretches));
    } catch (error) {
      this.logger.warn(`What was said in other words was not looked for: ${describe(error)}`);
      return null;
    }
  }
}

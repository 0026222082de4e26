import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { ConnectedEmbedder } from '../../../connections/connected-models.js';
import { BackgroundCalls, BudgetReached } from '../../../connections/spending/background-calls.js';
import { type Direction, directionOf } from '../../../context/recall/vectors/vector-block.js';
import { describe } from '../../../http/problem.filter.js';
import { within } from '../../../process/deadline.js';

/** How long a turn waits for the vector of its question, in milliseconds. */
const DEADLINE = 300;
/** How long it may come for later ones: a server of one's own may load its model first. */
const GIVEN_UP = 30_000;
/** After a failure, a server is not asked for so long. */
const REST = 15_000;
/** Questions that are asked again when a turn is tried out, sent and written anew. */
const KNOWN = 256;

/** The vectors of questions, for as long as a turn may wait for one. */
@Injectable()
export class QuestionVectors {
  private readonly logger = new Logger(QuestionVectors.name);
  private readonly known = new LRUCache<string, Direction>({ max: KNOWN });
  /** Connections that owe an answer to an earlier question: nobody waits for them. */
  private readonly late = new Set<string>();
  private readonly restsUntil = new Map<string, number>();

  constructor(private readonly calls: BackgroundCalls) {}

  /** Null where it does not come in time: words alone have to do then. */
  async of(
    connected: ConnectedEmbedder,
    session: { ownerId: string; sessionId: string },
    text: string,
  ): Promise<Direction | null> {
    const { connection, embedder } = connected;
    const key = `${connection.id} ${embedder.model} ${text}`;
    const known = this.known.get(key);
    if (known || this.late.has(connection.id) || Date.now() < (this.restsUntil.get(connection.id) ?? 0))
      return known ?? null;
    const asked = this.ask(connected, session, text, key);
    if (await within(DEADLINE, asked)) return this.known.get(key) ?? null;
    this.late.add(connection.id);
    void asked.finally(() => this.late.delete(connection.id));
    return null;
  }

  private async ask(
    connected: ConnectedEmbedder,
    session: { ownerId: string; sessionId: string },
    text: string,
    key: string,
  ): Promise<void> {
    const { id } = connected.connection;
    try {
      const signal = AbortSignal.timeout(GIVEN_UP);
      const { vectors } = await this.calls.embed(connected, session, [text], 'question', signal);
      this.known.set(key, directionOf(vectors[0]!));
      this.restsUntil.delete(id);
    } catch (error) {
      // A limit may be raised at any time.
      if (error instanceof BudgetReached) return;
      this.restsUntil.set(id, Date.now() + REST);
      this.logger.warn(`A question was looked for by its words alone: ${describe(error)}`);
    }
  }
}

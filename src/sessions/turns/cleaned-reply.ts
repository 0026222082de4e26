import { Continuation } from '../../context/replies/continuation.js';
import { isRefusal } from '../../context/replies/refusal.js';
import { ReplyCleaner } from '../../context/replies/reply-cleaner.js';
import { Problem } from '../../contracts/problem.js';
import type { ReplyEvent } from '../../model/model.js';
import type { ReplyManner } from '../prompt/reply-manners.js';

/** Text, cleaned, with what the model wrote for it. */
interface Cleaned {
  text: string;
  raw: string;
}

/** An event of the model's, its text cleaned. At the end, `refused`: nothing of it is a reply. */
export type CleanedEvent =
  | ({ type: 'delta' } & Cleaned)
  | ({ type: 'revised'; thinking: string } & Cleaned)
  | Extract<ReplyEvent, { type: 'thinking' | 'waiting' }>
  | (Extract<ReplyEvent, { type: 'end' }> & { refused: boolean });

/** What a filter leaves of a reply is one from its first whole sentence on. */
const HAS_SENTENCE = /[.!?…。！？]/;

/**
 * Cleans a reply as it comes. Where another member begins to speak it ends, without an `end`: nobody waits for the rest,
 * or pays for it. What is a refusal by its words, too, has that as its finish.
 * @param base the text that it goes on with, to which it is joined
 */
export async function* cleanedReply(
  events: AsyncIterable<ReplyEvent>,
  manner: ReplyManner,
  base?: string,
): AsyncGenerator<CleanedEvent> {
  let reply = new CleanedText(manner, base);
  try {
    for await (const event of events) {
      if (event.type === 'end') {
        yield { type: 'delta', ...reply.end() };
        const declined = event.finish === 'refused' || isRefusal(reply.all, manner.machine);
        const nothing = event.finish === 'filtered' && !HAS_SENTENCE.test(reply.all);
        yield { ...event, ...(declined && { finish: 'refused' }), refused: declined || nothing };
        return;
      }
      if (event.type === 'delta') yield { type: 'delta', ...reply.push(event.text) };
      else if (event.type === 'revised') {
        reply = new CleanedText(manner, base);
        yield { type: 'revised', thinking: event.thinking, ...reply.push(event.text) };
      } else yield event;
      if (!reply.over) continue;
      yield { type: 'delta', ...reply.end() };
      return;
    }
  } catch (error) {
    // However it ended: what was held back had come.
    yield { type: 'delta', ...reply.end() };
    throw error;
  }
}

/** The text of one reply as it comes, joined to what it goes on with. */
class CleanedText {
  all = '';
  readonly #cleaner: ReplyCleaner;
  readonly #joined: Continuation;
  readonly #joinedRaw: Continuation;

  constructor({ forms }: ReplyManner, base?: string) {
    this.#cleaner = new ReplyCleaner(forms, base !== undefined);
    this.#joined = new Continuation(base ?? '');
    this.#joinedRaw = new Continuation(base ?? '');
  }

  /** Nothing that follows belongs to it. */
  get over(): boolean {
    return this.#cleaner.over;
  }

  push(piece: string): Cleaned {
    const text = this.#joined.push(this.#cleaner.push(piece));
    this.all += text;
    return { text, raw: this.#joinedRaw.push(piece) };
  }

  /** Nothing more comes: what was held back. */
  end(): Cleaned {
    const rest = this.over ? '' : this.#joined.push(this.#cleaner.end());
    const text = rest + this.#joined.end();
    this.all += text;
    return { text, raw: this.#joinedRaw.end() };
  }
}

export const refusedProblem = () =>
  new Problem(
    'model_refused',
    'The model, or its server, refused to write this. Say it in another way, or try again.',
  );

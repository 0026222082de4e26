import { isRefusal } from '../../context/replies/refusal.js';
import { ReplyCleaner } from '../../context/replies/reply-cleaner.js';
import { Problem } from '../../contracts/problem.js';
import type { ReplyEvent } from '../../model/model.js';
import type { ReplyManner } from '../prompt/reply-manners.js';

/** An event of the model's, or text with what the model wrote for it. */
export type CleanedEvent =
  { type: 'delta'; text: string; raw: string } | Extract<ReplyEvent, { type: 'end' }>;

/**
 * Cleans a reply as it comes. Where another member begins to speak it ends, without an `end`: nobody waits for the rest,
 * or pays for it. What is a refusal by its words, too, has that as its finish.
 * @param continues it goes on with a text that is there already
 */
export async function* cleanedReply(
  events: AsyncIterable<ReplyEvent>,
  { forms, machine }: ReplyManner,
  continues = false,
): AsyncGenerator<CleanedEvent> {
  const cleaner = new ReplyCleaner(forms, continues);
  let cleaned = '';
  try {
    for await (const event of events) {
      if (event.type === 'delta') {
        const text = cleaner.push(event.text);
        cleaned += text;
        yield { type: 'delta', text, raw: event.text };
        if (cleaner.over) return;
        continue;
      }
      const rest = cleaner.end();
      yield { type: 'delta', text: rest, raw: '' };
      yield isRefusal(cleaned + rest, machine) ? { ...event, finish: 'refused' } : event;
      return;
    }
  } catch (error) {
    // However it ended: what was held back had come.
    yield { type: 'delta', text: cleaner.end(), raw: '' };
    throw error;
  }
}

export const refusedProblem = () =>
  new Problem(
    'model_refused',
    'The model, or its server, refused to write this. Say it in another way, or try again.',
  );

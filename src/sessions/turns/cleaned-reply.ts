import { Continuation } from '../../context/replies/continuation.js';
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
 * @param base the text that it goes on with, to which it is joined
 */
export async function* cleanedReply(
  events: AsyncIterable<ReplyEvent>,
  { forms, machine }: ReplyManner,
  base?: string,
): AsyncGenerator<CleanedEvent> {
  const cleaner = new ReplyCleaner(forms, base !== undefined);
  const joined = new Continuation(base ?? '');
  const joinedRaw = new Continuation(base ?? '');
  let cleaned = '';
  try {
    for await (const event of events) {
      if (event.type === 'delta') {
        const text = joined.push(cleaner.push(event.text));
        cleaned += text;
        yield { type: 'delta', text, raw: joinedRaw.push(event.text) };
        if (!cleaner.over) continue;
        yield { type: 'delta', text: joined.end(), raw: joinedRaw.end() };
        return;
      }
      const rest = joined.push(cleaner.end()) + joined.end();
      yield { type: 'delta', text: rest, raw: joinedRaw.end() };
      yield isRefusal(cleaned + rest, machine) ? { ...event, finish: 'refused' } : event;
      return;
    }
  } catch (error) {
    // However it ended: what was held back had come.
    yield { type: 'delta', text: joined.push(cleaner.end()) + joined.end(), raw: joinedRaw.end() };
    throw error;
  }
}

export const refusedProblem = () =>
  new Problem(
    'model_refused',
    'The model, or its server, refused to write this. Say it in another way, or try again.',
  );

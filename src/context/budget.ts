import { Problem } from '../problem.js';

/** Tokens left free for the reply: a sixteenth of the window, at least 512 and at most 8,192. */
export function replyReserve(window: number): number {
  return Math.min(8192, Math.max(512, Math.floor(window / 16)));
}

/**
 * Nothing is ever cut, so what does not fit is refused.
 *
 * @param tokens estimated, of pinned part, history, the new message and the tail
 * @throws Problem context_too_long, saying how much is too much
 */
export function assertFits(tokens: number, window: number): void {
  const room = window - replyReserve(window);
  if (tokens <= room) return;
  const amount = (value: number) => value.toLocaleString('en');
  throw new Problem(
    'context_too_long',
    `This would send about ${amount(tokens)} tokens, but the model's window has room for ${amount(room)} ` +
      `(${amount(window)} less ${amount(window - room)} for the reply): ${amount(tokens - room)} too many. ` +
      'Nothing was sent and nothing is cut. Connect a model with a larger window, or raise MODEL_CONTEXT_WINDOW if yours has one.',
  );
}

import type { CharacterTwin } from '../../../src/contracts/character.js';
import type { ConversationChoice } from '../../../src/contracts/problem.js';

/**
 * Something that went wrong, by the server's stable code, or one of the client's own: `offline` (no answer at
 * all), `unreadable` (an answer that is not the server's), `not_loaded` (code of the client that does not come).
 */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Of a file that holds several. */
    readonly conversations?: ConversationChoice[],
    /** Of a card whose character is here already. */
    readonly twin?: CharacterTwin,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('unreadable', error instanceof Error ? error.message : String(error));
}

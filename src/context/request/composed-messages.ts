import { escaped } from './open-message.js';
import { type NextMessage, type Transcript } from './transcript.js';

/** One turn's messages, ready to send. */
export interface ComposedMessages {
  /** The JSON array of messages, in parts. */
  messages: Uint8Array[];
  promptBytes: number;
  tailBytes: number;
}

/**
 * A transcript and a tail as the whole JSON array of messages.
 *
 * @param next a message that is not in the transcript yet, for a request that is only to be looked at
 */
export function compose(transcript: Transcript, tail: string, next?: NextMessage): ComposedMessages {
  const added = next ? Buffer.from(transcript.fragment(next), 'utf8') : Buffer.alloc(0);
  const role = next ? next.role : transcript.openRole;
  const ending = transcript.ending(next);
  const end = Buffer.from(
    role === 'user'
      ? `\\n\\n${escaped(tail)}${ending}]`
      : `${ending},{"role":"user","content":"${escaped(tail)}"}]`,
    'utf8',
  );
  return {
    messages: added.length ? [...transcript.buffers, added, end] : [...transcript.buffers, end],
    promptBytes: transcript.bytes + added.length + end.length,
    tailBytes: end.length,
  };
}

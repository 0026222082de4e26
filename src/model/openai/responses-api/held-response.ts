import type { Mark, Prompt } from '../../model.js';

/** A conversation that a server holds: what it was sent, and what it answered. */
export interface HeldResponse {
  id: string;
  /** What the session's next prompt should begin with. */
  prefix: Mark;
  reply: string;
  /** Bytes of tails that were sent and are held with it. */
  tailBytes: number;
}

/** Old tails are only noise to a model; from this share of a prompt on, the conversation is sent anew. */
const MOST_OLD_TAILS = 0.05;

/**
 * What a prompt adds to a conversation that is held: the messages after the reply, as a JSON array.
 * @returns null where the prompt is not that conversation carried on, or it holds too many old tails
 */
export function additionTo(held: HeldResponse, prompt: Prompt): Buffer | null {
  if (!prompt.keptPrefix?.beginsWith(held.prefix)) return null;
  if (held.tailBytes > MOST_OLD_TAILS * sizeOf(prompt.messages)) return null;
  const rest = bytesFrom(prompt.messages, held.prefix.bytes);
  const answered = Buffer.from(
    `"},{"role":"assistant","content":"${JSON.stringify(held.reply).slice(1, -1)}"},`,
  );
  if (!startsWith(rest, answered)) return null;
  const added = rest.subarray(answered.length);
  return startsWith(added, Buffer.from('{"role":"user"')) ? Buffer.concat([Buffer.from('['), added]) : null;
}

export function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

function bytesFrom(parts: readonly Uint8Array[], from: number): Buffer {
  const rest: Uint8Array[] = [];
  let at = 0;
  for (const part of parts) {
    if (at + part.byteLength > from) rest.push(part.subarray(Math.max(0, from - at)));
    at += part.byteLength;
  }
  return Buffer.concat(rest);
}

function startsWith(bytes: Buffer, beginning: Buffer): boolean {
  return (
    bytes.length >= beginning.length &&
    bytes.compare(beginning, 0, beginning.length, 0, beginning.length) === 0
  );
}

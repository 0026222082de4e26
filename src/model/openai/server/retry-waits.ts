import type { ReplyEvent } from '../../model.js';

type Waiting = Extract<ReplyEvent, { type: 'waiting' }>;

/** Hears that the server wants a pause of so many seconds before it is asked again: the client tells nobody. */
export type OnWait = (seconds: number, status: number) => void;

/**
 * Makes a call, and tells meanwhile of the pauses that the server asks for. The call hands on what hears of them: Node
 * would follow every promise of the process to find it by itself.
 * @throws what the call does
 */
export async function* tellingWaits<T>(call: (onWait: OnWait) => Promise<T>): AsyncGenerator<Waiting, T> {
  const waits: Waiting[] = [];
  let wake = () => {};
  let over = false;
  const answer = call((seconds, status) => {
    waits.push({
      type: 'waiting',
      until: new Date(Date.now() + seconds * 1000),
      code: status === 429 ? 'model_rate_limited' : 'model_unreachable',
    });
    wake();
  });
  const ended = () => {
    over = true;
    wake();
  };
  answer.then(ended, ended);
  while (!over) {
    if (waits.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    yield* waits.splice(0);
  }
  return answer;
}

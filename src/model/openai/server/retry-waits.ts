import { AsyncLocalStorage } from 'node:async_hooks';
import type { ReplyEvent } from '../../model.js';

type Waiting = Extract<ReplyEvent, { type: 'waiting' }>;

/** Who asked, from within the call: the client that waits between tries tells nobody. */
const asking = new AsyncLocalStorage<(waiting: Waiting) => void>();

/** Says to whoever asked that the server wants a pause of so many seconds before it is asked again. */
export function tellWait(seconds: number, status: number): void {
  asking.getStore()?.({
    type: 'waiting',
    until: new Date(Date.now() + seconds * 1000),
    code: status === 429 ? 'model_rate_limited' : 'model_unreachable',
  });
}

/** Makes a call, and tells meanwhile of the pauses that the server asks for. @throws what the call does */
export async function* tellingWaits<T>(call: () => Promise<T>): AsyncGenerator<Waiting, T> {
  const waits: Waiting[] = [];
  let wake = () => {};
  let over = false;
  const answer = asking.run((waiting) => {
    waits.push(waiting);
    wake();
  }, call);
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

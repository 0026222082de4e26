import type { components } from './schema.js';

type Schemas = components['schemas'];

interface InTurn {
  turnId: string;
  sessionId: string;
}

/** What happens in a conversation until something that was said is answered; others happen, too (docs/socket.md). */
export type TalkEvent =
  | { name: 'message.created'; body: { message: Schemas['MessageView'] } }
  | { name: 'turn.started'; body: InTurn & { message: Schemas['MessageView'] } }
  | { name: 'turn.delta'; body: InTurn & { offset: number; text: string } }
  | { name: 'turn.thinking'; body: InTurn & { offset: number; text: string } }
  | { name: 'turn.finished'; body: InTurn & { message: Schemas['MessageView']; receipt: Schemas['Receipt'] } }
  | { name: 'turn.failed'; body: InTurn & { code: string; message: string } };

/** The server-sent events of an answer. */
export async function* events(response: Response): AsyncGenerator<TalkEvent> {
  const decoder = new TextDecoder();
  let waiting = '';
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    waiting += decoder.decode(piece, { stream: true });
    const blocks = waiting.split('\n\n');
    waiting = blocks.pop()!;
    for (const block of blocks) {
      const name = /^event: (.+)$/m.exec(block)?.[1];
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (name && data) yield { name, body: JSON.parse(data) } as TalkEvent;
    }
  }
}

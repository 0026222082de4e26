import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Words of a reply, and milliseconds between them. */
export const PIECES = 200;
const PAUSE_MS = 30;

const isFirst = (n) => n % 40 === 39;

/** What a reply says: paragraphs of forty pieces. */
export const pieces = Array.from(
  { length: PIECES },
  (_, n) => `${isFirst(n) ? '\n\n' : ''}*word* “${n}” of the tide `,
);

/** The same as it is read: with what is done and what is said told apart. */
export const typeset = Array.from(
  { length: PIECES },
  (_, n) => `${isFirst(n) ? '<p>' : ''}<em>word</em> <span>“${n}”</span> of the tide `,
);

/** A language model's server that takes its time, as real ones do. */
export async function startStreamingModel() {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          object: 'list',
          data: [{ id: 'bench', object: 'model', context_length: 4_000_000 }],
        }),
      );
      return;
    }
    request.resume();
    await once(request, 'end');
    response.setHeader('content-type', 'text/event-stream');
    const tell = (choices, rest = {}) =>
      response.write(
        `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 0, model: 'bench', choices, ...rest })}\n\n`,
      );
    for (const content of pieces) {
      if (response.destroyed) return;
      tell([{ index: 0, delta: { content } }]);
      await sleep(PAUSE_MS);
    }
    tell([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    tell([], { usage: { prompt_tokens: 1, completion_tokens: PIECES, total_tokens: PIECES + 1 } });
    response.end('data: [DONE]\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

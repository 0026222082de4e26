import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { clock } from './clock.js';

const LISTED = JSON.stringify({
  object: 'list',
  data: [{ id: 'bench', object: 'model', context_length: 4_000_000 }],
});
const chunk = (fields) =>
  `data: ${JSON.stringify({ id: 'bench', object: 'chat.completion.chunk', created: 0, model: 'bench', ...fields })}\n\n`;
const LINES_OF_AN_ENTRY = Array.from(
  { length: 12 },
  (_, n) => `They spoke of the harbour and the letter (#${n}).`,
);
const REPLY = `${'The lamp burned low, and nobody said anything for a while. '.repeat(4)}Then the door opened.`;

/** An entry of the chronicle, which is the only thing that is asked for unstreamed here. */
const ENTRY = JSON.stringify({
  id: 'bench',
  object: 'chat.completion',
  created: 0,
  model: 'bench',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: {
        role: 'assistant',
        content: JSON.stringify({
          events: LINES_OF_AN_ENTRY,
          facts: LINES_OF_AN_ENTRY,
          promises: [],
          jokes: [],
          relationship: 'They are close.',
        }),
      },
    },
  ],
});

/** A language model's server that counts what it is sent and answers at once, always the same. */
export async function startModel() {
  let heard = () => {};
  const server = createServer((request, response) => {
    let bytes = 0;
    let head = '';
    request.on('data', (part) => {
      if (!bytes) head = part.toString('latin1', 0, 2000);
      bytes += part.length;
    });
    request.on('end', () => {
      const at = clock();
      if (request.method === 'GET') {
        response.writeHead(200, { 'content-type': 'application/json' }).end(LISTED);
        return;
      }
      if (/"stream":false/.test(head)) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(ENTRY);
        return;
      }
      heard({ at, bytes });
      const prompt = Math.ceil(bytes / 4);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: REPLY } }] }));
      response.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
      const usage = { prompt_tokens: prompt, completion_tokens: 60, total_tokens: prompt + 60 };
      response.end(`${chunk({ choices: [], usage })}data: [DONE]\n\n`);
    });
  });
  const sockets = new WebSocketServer({ server, path: '/v1/responses', maxPayload: 1 << 30 });
  sockets.on('connection', (socket) => {
    let held;
    socket.on('message', (data) => {
      const at = clock();
      const { previous_response_id: before } = JSON.parse(data.toString());
      heard({ at, bytes: data.length });
      const tell = (type, rest) => socket.send(JSON.stringify({ type, ...rest }));
      if (before && before !== held) {
        const error = { code: 'previous_response_not_found', message: 'Previous response not found.' };
        tell('error', { status: 400, error });
        return;
      }
      held = `resp_${at}`;
      tell('response.created', { response: { id: held, status: 'in_progress' } });
      tell('response.output_text.delta', { delta: REPLY });
      tell('response.completed', { response: { id: held, status: 'completed', output: [], usage: null } });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    /** The next chat completion asked for: when its last byte came, and how many its body had. */
    next: () => new Promise((resolve) => (heard = resolve)),
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
    },
  };
}

import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
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
const ENTRY = {
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
          scene: 'On the quay.',
          words: ['#2: letter mail post 信'],
          holds: [],
        }),
      },
    },
  ],
};
const ENTRY_TOKENS = Math.ceil(ENTRY.choices[0].message.content.length / 4);

/**
 * A language model's server that counts what it is sent and answers at once, always the same. It reads HTTP by hand, as
 * little as there is to read: what a server of Node's spends on a body of megabytes is not the turn's.
 */
export async function startModel() {
  let heard = () => {};
  const answer = ({ method, head, bytes, at }, respond) => {
    if (method === 'GET') return respond('application/json', LISTED);
    const prompt = Math.ceil(bytes / 4);
    if (/"stream":false/.test(head)) {
      const usage = { prompt_tokens: prompt, completion_tokens: ENTRY_TOKENS };
      return respond('application/json', JSON.stringify({ ...ENTRY, usage }));
    }
    heard({ at, bytes });
    const usage = { prompt_tokens: prompt, completion_tokens: 60, total_tokens: prompt + 60 };
    respond(
      'text/event-stream',
      chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: REPLY } }] }) +
        chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) +
        `${chunk({ choices: [], usage })}data: [DONE]\n\n`,
    );
  };
  const sockets = responsesSockets((said) => heard(said));
  const open = new Set();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    readRequests(socket, answer, sockets);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    /** The next chat completion asked for: when its last byte came, and how many its body had. */
    next: () => new Promise((resolve) => (heard = resolve)),
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** Reads one request after another; what asks to be another protocol goes to whoever speaks it. */
function readRequests(socket, answer, upgrades) {
  let head = '';
  let request = null;
  const read = (part) => {
    if (!request) {
      head += part.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (/^upgrade:/im.test(head.slice(0, end))) {
        socket.off('data', read);
        socket.unshift(Buffer.from(head, 'latin1'));
        upgrades.emit('connection', socket);
        return;
      }
      const length = Number(/^content-length: *(\d+)/im.exec(head.slice(0, end))?.[1] ?? 0);
      request = {
        method: head.split(' ', 1)[0],
        head: head.slice(end + 4),
        bytes: head.length - end - 4,
        length,
      };
      head = '';
    } else {
      if (request.head.length < 2000) request.head += part.toString('latin1', 0, 2000);
      request.bytes += part.length;
    }
    if (request.bytes < request.length) return;
    const whole = { ...request, at: clock() };
    request = null;
    answer(whole, (type, body) =>
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      ),
    );
  };
  socket.on('data', read);
}

/** The same over a socket that holds the conversation. */
function responsesSockets(heard) {
  const server = createHttpServer();
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
  return server;
}

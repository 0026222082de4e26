/** The processes around the server that is measured with many sockets: the model, the bare pipe, and who listens. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import WebSocket from 'ws';
import { clock } from '../support/clock.js';

const EVERY_MS = 20;
/** A token is the time at which it was sent, always so long. */
const STAMP = 16;
const stamp = () =>
  clock()
    .toFixed(3)
    .padStart(STAMP - 1, '0') + ' ';
const STAMPS = /\d{11}\.\d{3} /g;

const [role] = process.argv.slice(2);
const [what] = await once(process, 'message');
await { model, pipe, sockets, requests }[role](what);

function listen(server) {
  server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
}

/** A model that tells the time every 20 ms to everybody, evenly spread, until it is told to end. */
function model() {
  const streams = new Set();
  const chunk = (fields) =>
    `data: ${JSON.stringify({ id: 'bench', object: 'chat.completion.chunk', created: 0, model: 'bench', ...fields })}\n\n`;
  const server = createServer((incoming, response) => {
    incoming.resume();
    if (incoming.method === 'GET') {
      const listed = { object: 'list', data: [{ id: 'bench', object: 'model', context_length: 100_000 }] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(listed));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const stream = {
      tick: () => response.write(chunk({ choices: [{ index: 0, delta: { content: stamp() } }] })),
      end: () =>
        response.end(
          chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) + 'data: [DONE]\n\n',
        ),
    };
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
  });
  server.keepAliveTimeout = 60_000;
  let slot = 0;
  setInterval(() => {
    // A fifth of them every 4 ms: no more bunched than a model's own answers are.
    slot = (slot + 1) % 5;
    let n = 0;
    for (const stream of streams) if (n++ % 5 === slot) stream.tick();
  }, EVERY_MS / 5);
  process.on('message', (message) => {
    if (message !== 'end') return;
    for (const stream of streams) stream.end();
    streams.clear();
  });
  listen(server);
}

/** What no relay can do without: bytes of one connection into another. */
function pipe({ model }) {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  listen(
    createServer((incoming, response) => {
      incoming.resume();
      request(`${model}/chat/completions`, { method: 'POST', agent }, (answer) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        answer.pipe(response);
      }).end('{}');
    }),
  );
}

/** Counts tokens and their delays; says when every stream runs, what was counted, and when all have ended. */
function ears(count) {
  let delays = null;
  let running = 0;
  let ended = 0;
  process.on('message', (message) => {
    if (message === 'count') delays = [];
    else {
      const sorted = Float64Array.from(delays).sort();
      const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
      delays = null;
      process.send({ tokens: sorted.length, p50: at(0.5), p99: at(0.99) });
    }
  });
  return () => {
    let begun = false;
    return {
      hear(text) {
        const now = clock();
        const stamps = text.match(STAMPS);
        if (!stamps) return;
        if (!begun && ++running === count) process.send({});
        begun = true;
        if (delays) for (const one of stamps) delays.push(now - Number(one));
      },
      end() {
        if (++ended === count) process.send({ ended });
      },
    };
  };
}

/** Socket.IO's own frames, read with as little work as can be. */
async function sockets({ url, ids }) {
  const ear = ears(ids.length);
  for (const [n, sessionId] of ids.entries()) {
    const { hear, end } = ear();
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    socket.on('message', (data) => {
      const text = data.toString();
      if (text[0] === '0') socket.send('40{"token":"the-token-of-the-bench"}');
      else if (text === '2') socket.send('3');
      else if (text.startsWith('40')) socket.send(`420["session.open",{"sessionId":"${sessionId}"}]`);
      else if (text.startsWith('430'))
        socket.send(`421["message.send",{"sessionId":"${sessionId}","clientId":"${n}","text":"Go on."}]`);
      else if (text.startsWith('42["turn.delta"')) hear(text);
      else if (text.startsWith('42["turn.finished"') || text.startsWith('42["turn.failed"')) end();
    });
    // A few at a time: it is the streams that are measured, not their beginning.
    if (n % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function requests({ url, count }) {
  const ear = ears(count);
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  for (let n = 0; n < count; n++) {
    const { hear, end } = ear();
    request(url, { agent }, (answer) => {
      answer.on('data', (data) => hear(data.toString('latin1')));
      answer.on('end', end);
    }).end();
    if (n % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

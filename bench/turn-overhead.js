/**
 * (a) Turn overhead: from `message.send` at the client's socket to the last byte of the request at a local model,
 * against a committed INSERT plus the same bytes through a raw socket (cold: plus a plain read of the same rows).
 */
import { connect, createServer } from 'node:net';
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { median, sentence, startBenchServer, startCountingModel } from './bench-server.js';

const SIZES = [100, 1000, 10_000, 30_000];
const TURNS = 9;
const COLD = 3;

const model = await startCountingModel();
const server = await startBenchServer({
  OPENAI_BASE_URL: model.url,
  OPENAI_API_KEY: 'k',
  MODEL: 'bench',
  MODEL_CONTEXT_WINDOW: '4000000',
});
let socket;

async function open() {
  socket?.disconnect();
  socket = io(server.url, { transports: ['websocket'], auth: { token: server.token }, forceNew: true });
  await new Promise((resolve) => socket.once('connect', resolve));
}

async function turn(sessionId) {
  const ended = new Promise((resolve) => socket.once('turn.finished', resolve));
  const arrived = model.next();
  const from = performance.now();
  const ack = await socket.emitWithAck('message.send', {
    sessionId,
    clientId: randomUUID(),
    text: sentence(0),
  });
  if (!ack.ok) throw new Error(ack.message);
  const took = (await arrived) - from;
  const { receipt } = await ended;
  return { took, bytes: receipt.promptBytes };
}

/** The same bytes through a raw socket, until the other end has them all. */
async function rawSends(bytes, count) {
  const times = [];
  for (let n = 0; n < count; n++) {
    const body = Buffer.alloc(bytes, 97);
    times.push(
      await new Promise((resolve) => {
        let from = 0;
        const sink = createServer((incoming) => {
          let left = bytes;
          incoming.on('data', (chunk) => {
            if ((left -= chunk.length) > 0) return;
            resolve(performance.now() - from);
            incoming.destroy();
            sink.close();
          });
        }).listen(0, '127.0.0.1', () => {
          const out = connect(sink.address().port, '127.0.0.1', () => {
            from = performance.now();
            out.write(body);
          });
          out.on('error', () => {});
        });
      }),
    );
  }
  return times;
}

try {
  let database = await server.database();
  await database.query('CREATE TABLE bench (id serial PRIMARY KEY, content text)');
  const { id: characterId } = await server.call('POST', '/api/characters', { name: 'Bench' });
  const rows = [];
  for (const size of SIZES) {
    const sessionId = await server.session(characterId, size);
    await open();
    await socket.emitWithAck('session.open', { sessionId });
    for (let n = 0; n < 3; n++) await turn(sessionId);
    const warm = [];
    for (let n = 0; n < TURNS; n++) warm.push(await turn(sessionId));
    const { bytes } = warm[0];
    const inserts = [];
    for (let n = 0; n < 25; n++) {
      const from = performance.now();
      await database.query('INSERT INTO bench (content) VALUES ($1)', [sentence(n)]);
      inserts.push(performance.now() - from);
    }
    const [{ branch_id }] = (
      await database.query('SELECT branch_id FROM sessions WHERE id = $1', [sessionId])
    ).rows;
    const reads = [];
    for (let n = 0; n < 7; n++) {
      const from = performance.now();
      await database.query(
        'SELECT seq, role, label, content, tokens FROM messages WHERE branch_id = $1 ORDER BY seq',
        [branch_id],
      );
      reads.push(performance.now() - from);
    }
    const raw = await rawSends(bytes, TURNS);
    const limit = median(inserts) + median(raw);
    await database.end();
    const cold = [];
    for (let n = 0; n < COLD; n++) {
      // Another session first, so that what is measured is this session's coming, not the process's warming up.
      await server.restart();
      await open();
      const other = await server.session(characterId, 10);
      await turnIn(other);
      cold.push((await turnIn(sessionId)).took);
    }
    rows.push({
      messages: size,
      'request MB': (bytes / 1e6).toFixed(2),
      'warm ms': median(warm.map(({ took }) => took)).toFixed(1),
      'limit ms': limit.toFixed(1),
      'warm ratio': (median(warm.map(({ took }) => took)) / limit).toFixed(2),
      'cold ms': median(cold).toFixed(1),
      'cold limit ms': (limit + median(reads)).toFixed(1),
      'cold ratio': (median(cold) / (limit + median(reads))).toFixed(2),
    });
    database = await server.database();
  }
  console.log(
    '\n(a) Turn overhead against INSERT + raw socket (cold: + read of the rows); aim ≤ 3 at 10,000 and 30,000',
  );
  console.table(rows);
} finally {
  socket?.disconnect();
  await server.stop();
  model.close();
}
process.exit(0);

async function turnIn(sessionId) {
  await socket.emitWithAck('session.open', { sessionId });
  return turn(sessionId);
}

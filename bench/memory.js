/** (c) Memory of the server with 100 open sessions of 1,000 messages, against the bytes of their text. */
import { readFileSync } from 'node:fs';
import { io } from 'socket.io-client';
import { sentence, startBenchServer } from './bench-server.js';

const SESSIONS = 100;
const MESSAGES = 1000;

const server = await startBenchServer({ OPENAI_BASE_URL: '', OPENAI_API_KEY: '', MODEL: '' });
const resident = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;
let socket;
try {
  const { id: characterId } = await server.call('POST', '/api/characters', { name: 'Bench' });
  const ids = [];
  for (let n = 0; n < SESSIONS; n++) ids.push(await server.session(characterId, MESSAGES));
  await server.restart();
  const before = resident();
  socket = io(server.url, { transports: ['websocket'], auth: { token: server.token } });
  await new Promise((resolve) => socket.once('connect', resolve));
  for (const sessionId of ids) {
    await socket.emitWithAck('session.open', { sessionId });
    await server.call('POST', `/api/sessions/${sessionId}/context`, { text: 'hello' });
  }
  const after = resident();
  const text = (SESSIONS * MESSAGES * Buffer.byteLength(sentence(500))) / 1024 / 1024;
  console.log(
    `\n(c) Memory: ${SESSIONS} open sessions of ${MESSAGES} messages, against the bytes of their text`,
  );
  console.table([
    {
      'before MB': before.toFixed(0),
      'after MB': after.toFixed(0),
      'text MB': text.toFixed(0),
      'growth / text': ((after - before) / text).toFixed(1),
    },
  ]);
} finally {
  socket?.disconnect();
  await server.stop();
}
process.exit(0);

import { randomUUID } from 'node:crypto';
import { clock } from '../support/clock.js';
import { startLimit } from '../support/limit.js';
import { said, story } from './story.js';
import { median, megabytes, milliseconds, short } from '../support/table.js';

const SIZES = [100, 1000, 10_000, 30_000];
/** A process that has only just begun still compiles what every turn runs. */
const WARM_UP = 20;
const WARM = 31;
const COLD = 5;

/** From the client's `message.send` to the last byte of the request at the model. */
export async function measureTurns(server) {
  const cases = [];
  for (const count of SIZES) {
    const sessionId = await server.session(story(count));
    // Turns and limits take turns, so that whatever else the machine does falls on both.
    const cold = [];
    for (let n = 0; n < COLD; n++) {
      await server.restart();
      const limit = await startLimit(await server.databaseUrl());
      const socket = await server.open(sessionId);
      const turn = await send(server, socket, sessionId);
      cold.push({ turn, limit: await limit.turn({ ...turn, sessionId, reads: true }) });
      await limit.stop();
    }
    const limit = await startLimit(await server.databaseUrl());
    const socket = await server.open(sessionId);
    const warm = [];
    for (let n = 0; n < WARM_UP + WARM; n++) {
      const turn = await send(server, socket, sessionId);
      const floor = await limit.turn({ ...turn, sessionId, reads: false });
      if (n >= WARM_UP) warm.push({ turn, limit: floor });
    }
    await limit.stop();
    const name = `${count.toLocaleString('en')} messages (${megabytes(warm.at(-1).turn.bytes)})`;
    const target = count < 10_000 ? '–' : '≤ 2×';
    cases.push(
      caseOf(`${name}, warm`, warm, target),
      caseOf(`${name}, cold`, cold, target),
      recallOf(name, warm),
    );
  }
  return {
    title: 'Turn overhead: message.send to the last byte of the request at the model',
    limit: 'a committed INSERT and the same bytes written to a socket (cold: and the rows read)',
    cases,
  };
}

let sent = 0;

async function send(server, socket, sessionId) {
  const text = said(++sent);
  const request = server.model.next();
  const finished = new Promise((resolve, reject) => {
    socket.once('turn.finished', resolve);
    socket.once('turn.failed', ({ message }) => reject(new Error(message)));
  });
  const begun = clock();
  socket.emit('message.send', { sessionId, clientId: randomUUID(), text }, (answer) => {
    if (!answer.ok) socket.listeners('turn.failed').forEach((listener) => listener(answer));
  });
  const { at, bytes } = await Promise.race([request, finished.then(() => request)]);
  const { receipt } = await finished;
  socket.off('turn.failed');
  const recall = receipt.recallMs ?? 0;
  return { ms: at - begun - recall, recall, bytes, text };
}

/** Recall comes on top, and is told by itself. */
function recallOf(name, pairs) {
  const recall = median(pairs.map((pair) => pair.turn.recall));
  const floor = median(pairs.map((pair) => pair.limit.ms));
  return {
    name: `${name}, recall on top`,
    measured: milliseconds(recall),
    limit: `${milliseconds(floor)} (as warm)`,
    ratio: `${short(recall / floor)}×`,
  };
}

function caseOf(name, pairs, target) {
  const turn = median(pairs.map((pair) => pair.turn.ms));
  const floor = median(pairs.map((pair) => pair.limit.ms));
  const part = (key) => short(median(pairs.map((pair) => pair.limit[key])));
  const parts = [part('insert'), part('write'), ...(name.endsWith('cold') ? [part('read')] : [])].join(' + ');
  return {
    name,
    measured: milliseconds(turn),
    limit: `${milliseconds(floor)} (${parts})`,
    ratio: `${short(turn / floor)}×`,
    target,
  };
}

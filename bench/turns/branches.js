import { randomUUID } from 'node:crypto';
import { clock } from '../support/clock.js';
import { startLimit } from '../support/limit.js';
import { said, story } from './story.js';
import { median, megabytes, milliseconds, short } from '../support/table.js';

const MESSAGES = 10_000;
const BRANCHES = 50;
const COLD = 5;

/** The first turn after a restart where the story goes over fifty branches, each out of the one before. */
export async function measureBranches(server) {
  const plain = await server.session(story(MESSAGES));
  const id = await server.session(story(MESSAGES - 2 * BRANCHES));
  for (let n = 0; n < BRANCHES; n++) {
    const { items } = await server.get(`/api/sessions/${id}/messages?limit=1`);
    await server.post(`/api/sessions/${id}/branches`, { messageId: items[0].id });
    await server.post(`/api/sessions/${id}/messages`, { text: said(n) });
  }
  const pairs = [];
  for (let n = 0; n < COLD; n++) {
    await server.restart();
    const limit = await startLimit(await server.databaseUrl());
    const socket = await server.open(id);
    const text = said(n);
    const request = server.model.next();
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    const begun = clock();
    socket.emit('message.send', { sessionId: id, clientId: randomUUID(), text }, () => {});
    const { at, bytes } = await request;
    const { receipt } = await finished;
    const turn = at - begun - (receipt.recallMs ?? 0);
    pairs.push({ turn, bytes, limit: (await limit.turn({ sessionId: plain, text, bytes, reads: true })).ms });
    await limit.stop();
  }
  const turn = median(pairs.map((pair) => pair.turn));
  const floor = median(pairs.map((pair) => pair.limit));
  return {
    title: `A story over ${BRANCHES} branches, each out of the one before`,
    limit: 'a committed INSERT, the same bytes written to a socket, and as many rows read in one range',
    cases: [
      {
        name: `${MESSAGES.toLocaleString('en')} messages (${megabytes(pairs[0].bytes)}), cold`,
        measured: milliseconds(turn),
        limit: milliseconds(floor),
        ratio: `${short(turn / floor)}×`,
        target: '≤ 2×',
      },
    ],
  };
}

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { clock } from '../support/clock.js';
import { startGateway } from '../support/gateway.js';
import { cpuOf } from './slope.js';
import { said } from './story.js';
import { megabytes, median, milliseconds, short } from '../support/table.js';
import { IDLE_MS } from '../../dist/src/bridges/core/burst.js';

const WARM_UP = 10;
const TURNS = 31;
const CHATS = 500;
/** A bridge's flood gate has room for as many again after this. */
const REFILL_MS = 12_000;
const PERSON = 20_001;
const FIRST_GROUP = 30_000;

/** What a platform's message takes to the model, beside the same turn by socket; and five hundred chats at once. */
export async function measureBridges(server) {
  const gateway = await startGateway();
  try {
    await server.empty();
    const groups = Array.from({ length: CHATS }, (_, n) => FIRST_GROUP + n);
    const { id } = await server.post('/api/bridges', {
      kind: 'onebot',
      name: 'Bench',
      enabled: true,
      settings: {
        endpoint: gateway.url,
        accessToken: 'a-token-of-the-bench',
        characterId: server.character,
        rooms: groups.map(String),
        perPerson: 100_000,
        perDay: 1_000_000,
      },
    });
    while ((await server.get(`/api/bridges/${id}`)).status.state !== 'connected') await pause(50);
    return [await alone(server, gateway, id), await together(server, gateway, groups)];
  } finally {
    gateway.close();
  }
}

async function alone(server, gateway, id) {
  const { code } = await server.post(`/api/bridges/${id}/pairings`, { characterId: server.character });
  gateway.say(PERSON, code);
  await gateway.received(1);
  await pause(500);
  const [{ id: sessionId }] = (await server.get('/api/sessions')).items;
  const socket = await server.open(sessionId);
  const [bridge, web] = [[], []];
  for (let n = 0; n < WARM_UP + TURNS; n++) {
    const count = gateway.sent;
    const byBridge = await timed(server, () => gateway.say(PERSON, said(2 * n)));
    await gateway.received(count + 1);
    const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
    const bySocket = await timed(server, () =>
      socket.emit('message.send', { sessionId, clientId: randomUUID(), text: said(2 * n + 1) }),
    );
    await finished;
    if (n < WARM_UP) continue;
    bridge.push(byBridge - IDLE_MS);
    web.push(bySocket);
  }
  const [ours, limit] = [median(bridge), median(web)];
  return {
    title: 'By a bridge: from the platform’s message to the request at the model, the burst’s wait apart',
    limit: 'the same turn by socket',
    cases: [
      {
        name: `${TURNS} turns in one conversation`,
        measured: milliseconds(ours),
        limit: milliseconds(limit),
        ratio: `+${milliseconds(ours - limit)}`,
        target: '≤ 10 ms more',
      },
    ],
  };
}

async function timed(server, say) {
  const request = server.model.next();
  const begun = clock();
  say();
  return (await request).at - begun;
}

async function together(server, gateway, groups) {
  const row = { title: `${CHATS} chats at once by one bridge`, limit: 'the same turns by HTTP' };
  if (process.platform !== 'linux')
    return { ...row, cases: [{ name: 'all', skipped: 'skipped: no /proc here' }] };
  const wave = async (text) => {
    const count = gateway.sent + CHATS;
    for (const group of groups) gateway.say(group + 100_000, text, group);
    await gateway.received(count);
  };
  // Their sessions are made with the first.
  await pause(REFILL_MS);
  await wave('Hello.');
  await pause(REFILL_MS);
  const byBridge = await weighed(server.pid, () => wave('And again.'));
  const ids = [];
  for (let n = 0; n < CHATS; n++) ids.push(await server.empty());
  const talk = (text) => Promise.all(ids.map((id) => server.post(`/api/sessions/${id}/messages`, { text })));
  await talk('Hello.');
  await pause(REFILL_MS);
  const byHttp = await weighed(server.pid, () => talk('And again.'));
  return {
    ...row,
    cases: [
      {
        name: 'CPU of the server a message',
        measured: milliseconds(byBridge.cpu / CHATS),
        limit: milliseconds(byHttp.cpu / CHATS),
        ratio: `${short(byBridge.cpu / byHttp.cpu)}×`,
      },
      {
        name: 'until the last reply is sent',
        measured: milliseconds(byBridge.ms),
        limit: milliseconds(byHttp.ms),
        ratio: `${short(byBridge.ms / byHttp.ms)}×`,
      },
      {
        name: 'resident set, after and before',
        measured: `${megabytes(byBridge.after)}, ${megabytes(byBridge.before)}`,
        limit: `${megabytes(byHttp.after)}, ${megabytes(byHttp.before)}`,
        ratio: `${short(byBridge.after / byHttp.after)}×`,
      },
    ],
  };
}

async function weighed(pid, work) {
  const [cpu, before, begun] = [await cpuOf(pid), await residentBytes(pid), clock()];
  await work();
  const ms = clock() - begun;
  return { cpu: (await cpuOf(pid)) - cpu, before, after: await residentBytes(pid), ms };
}

async function residentBytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { clock } from '../support/clock.js';
import { median, milliseconds, short } from '../support/table.js';
import { said, story } from './story.js';

const SIZES = [100, 1000, 10_000];
const WARM_UP = 20;
const TURNS = 61;
const PAUSE_MS = 50;
const CHARACTERS = 5000;
/** Requests that a program has under way at once. */
const AT_ONCE = 4;
const SEARCHES = 300;
const PLACES = ['harbour', 'Lighthouse', '图书馆', 'archive', 'ferry', 'observatory', '茶馆', 'mill'];

/** How other programs fare: their turns beside those over a socket, characters written, and found. */
export async function measurePrograms(server) {
  const turns = [];
  for (const size of SIZES) turns.push(...(await turnsOf(server, size)));
  return [
    {
      title: 'A turn asked for at /v1, to the last byte of the request at the model, and to its end',
      limit: 'the same over a socket, by turns',
      cases: turns,
    },
    {
      title: `A library of ${CHARACTERS.toLocaleString('en')} characters, by the API`,
      limit: '100 written a second; 50 ms for 99 of 100 searches',
      cases: [await written(server), ...(await searched(server))],
    },
  ];
}

async function turnsOf(server, size) {
  const [bySocket, byRequest] = [await server.session(story(size)), await server.session(story(size))];
  const socket = await server.open(bySocket);
  const ask = asker(server);
  const rows = [];
  for (let n = 0; n < WARM_UP + TURNS; n++) {
    // What a turn leaves to be done behind it falls on neither: each begins after a pause, now this one first, now that.
    const ways = [
      ['socket', () => overSocket(server, socket, bySocket, n)],
      ['request', () => overV1(server, ask, byRequest, n)],
    ];
    const pair = {};
    for (const [way, turn] of n % 2 ? ways : ways.toReversed()) {
      pair[way] = await turn();
      await sleep(PAUSE_MS);
    }
    if (n >= WARM_UP) rows.push(pair);
  }
  ask.end();
  const caseOf = (name, part) => {
    const [request, floor] = ['request', 'socket'].map((way) => median(rows.map((row) => row[way][part])));
    return {
      name: `${size.toLocaleString('en')} messages, ${name}`,
      measured: milliseconds(request),
      limit: milliseconds(floor),
      ratio: `${short(request / floor)}×`,
      target: '≤ 1.3×',
    };
  };
  return [caseOf('to the model', 'sent'), caseOf('whole', 'whole')];
}

async function overSocket(server, socket, sessionId, n) {
  const request = server.model.next();
  const finished = new Promise((resolve) => socket.once('turn.finished', resolve));
  const begun = clock();
  socket.emit('message.send', { sessionId, clientId: randomUUID(), text: said(n) }, () => {});
  const { receipt } = await finished;
  const ended = clock();
  // Recall depends on the words, and comes on top.
  const recall = receipt.recallMs ?? 0;
  return { sent: (await request).at - begun - recall, whole: ended - begun - recall };
}

async function overV1(server, ask, sessionId, n) {
  const request = server.model.next();
  const begun = clock();
  await ask('POST', '/v1/chat/completions', {
    model: server.character,
    metadata: { session_id: sessionId },
    messages: [{ role: 'user', content: said(n) }],
  });
  const ended = clock();
  const { items } = await ask('GET', `/api/sessions/${sessionId}/messages?limit=1`);
  const recall = items[0]?.receipt?.recallMs ?? 0;
  return { sent: (await request).at - begun - recall, whole: ended - begun - recall };
}

async function written(server) {
  const ask = asker(server);
  let n = 0;
  const begun = clock();
  const write = async () => {
    while (n < CHARACTERS) await ask('POST', '/api/characters', character(n++));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
  const rate = CHARACTERS / ((clock() - begun) / 1000);
  ask.end();
  return {
    name: `written, ${AT_ONCE} at once`,
    measured: `${short(rate)} /s`,
    limit: '100 /s',
    ratio: `${short(rate / 100)}×`,
    target: '≥ 1×',
  };
}

async function searched(server) {
  const ask = asker(server);
  const kinds = [
    ['nothing asked', () => ''],
    ['a word', (n) => `&q=${encodeURIComponent(PLACES[n % PLACES.length])}`],
    ['two words', (n) => `&q=${encodeURIComponent(`${PLACES[n % PLACES.length]} keeper`)}`],
    ['a word that nobody has', (n) => `&q=nowhere${n}`],
    ['a tag', (n) => `&tag=tag${n % 20}`],
  ];
  const times = kinds.map(() => []);
  for (let n = 0; n < SEARCHES; n++)
    for (const [kind, [, query]] of kinds.entries()) {
      const begun = clock();
      await ask('GET', `/api/characters?limit=50${query(n)}`);
      times[kind].push(clock() - begun);
    }
  ask.end();
  return kinds.map(([name], kind) => {
    const sorted = times[kind].toSorted((a, b) => a - b);
    const p99 = sorted[Math.floor(sorted.length * 0.99)];
    return {
      name: `searched: ${name} (median ${milliseconds(median(sorted))})`,
      measured: milliseconds(p99),
      limit: '50 ms',
      ratio: `${short(p99 / 50)}×`,
      target: '≤ 1×',
    };
  });
}

function character(n) {
  const place = PLACES[n % PLACES.length];
  const line = (kind, m) => ({
    text: `${kind} ${n}.${m}: She has kept the ${place} since the year ${1900 + ((n + m) % 120)} and tells of it.`,
    kind: 'invented',
  });
  return {
    name: `Keeper ${n} of the ${place}`,
    tags: [`tag${n % 20}`, place],
    sheet: {
      identity: Array.from({ length: 8 }, (_, m) => line('Identity', m)),
      voice: Array.from({ length: 4 }, (_, m) => line('Voice', m)),
      world: Array.from({ length: 4 }, (_, m) => line('World', m)),
      greetings: [`Welcome to the ${place}.`],
    },
  };
}

/** Asks over connections that stay open, as programs do. */
function asker(server) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const ask = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${server.token}`,
        ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const request = http.request(server.url + path, { method, agent, headers }, (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('end', () => {
          const answer = Buffer.concat(pieces).toString();
          if (response.statusCode < 300) resolve(JSON.parse(answer));
          else reject(new Error(`${method} ${path} was answered with ${response.statusCode}: ${answer}`));
        });
      });
      request.on('error', reject).end(text);
    });
  ask.end = () => agent.destroy();
  return ask;
}

import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { FakeModel } from './fakes/fake-model.js';
import type { TestServer } from './server.js';

/** What a process takes of the memory, in megabytes. */
export const residentOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

/**
 * Says something on a connection of its own: whoever sends a flood is busy for so long that the server may have closed
 * one that was kept.
 */
export async function say(
  server: TestServer,
  sessionId: string,
  said: object,
): Promise<{ status: number; body: any }> {
  const body = JSON.stringify(said);
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${server.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const asked = request(
      `${server.url}/api/sessions/${sessionId}/messages`,
      { method: 'POST', agent: false, headers },
      (response) => {
        let text = '';
        response.on('data', (piece: Buffer) => (text += piece.toString()));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

export interface Flood {
  /** How many were taken, and what was said to the others. */
  taken: number;
  /** So many replies answer them, as far as they were taken by sockets. */
  turns: number;
  refused: { code: string; retryAfter?: number }[];
  /** Of another conversation, while it lasted. */
  otherAnswered: boolean[];
  /** Megabytes. */
  grewBy: number;
}

/** Many messages at once in one session, by sockets or by requests, while another conversation goes on. */
export async function flood(
  server: TestServer,
  sessions: { flooded: string; other: string },
  {
    count,
    bytes,
    door,
    sockets = 1,
  }: { count: number; bytes: number; door: 'socket' | 'http'; sockets?: number },
): Promise<Flood> {
  const before = residentOf(server.pid);
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, residentOf(server.pid))), 25);
  const clients = await Promise.all(Array.from({ length: sockets }, () => server.socket()));
  const text = 'x'.repeat(bytes);
  const turns = new Set<string>();
  const outcome: Flood = { taken: 0, turns: 0, refused: [], otherAnswered: [], grewBy: 0 };
  const one = async (n: number) => {
    const said = { text: `${n} ${text}`, clientId: `${door} ${n}` };
    if (door === 'socket') {
      const answer = await clients[n % sockets]!.emitWithAck('message.send', {
        sessionId: sessions.flooded,
        ...said,
      });
      if (answer.ok) {
        outcome.taken++;
        turns.add(answer.turnId);
      } else outcome.refused.push(answer);
      return;
    }
    const { status, body } = await say(server, sessions.flooded, said);
    if (status === 200) outcome.taken++;
    else outcome.refused.push({ ...body, status });
  };
  const all = Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  let over = false;
  const others = (async () => {
    do {
      const { status } = await say(server, sessions.other, { text: 'Me too.' });
      outcome.otherAnswered.push(status === 200);
    } while (!over);
  })();
  await all;
  over = true;
  await others;
  clearInterval(timer);
  clients.forEach((client) => client.disconnect());
  outcome.grewBy = peak - before;
  outcome.turns = turns.size;
  return outcome;
}

/** Two conversations that have begun. */
export async function twoSessions(server: TestServer): Promise<{ flooded: string; other: string }> {
  const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  const begin = async () => {
    const id = (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
    await server.call('POST', `/api/sessions/${id}/messages`, { text: 'Hello.' });
    return id;
  };
  return { flooded: await begin(), other: await begin() };
}

export const environmentOf = (model: FakeModel) => ({
  OPENAI_BASE_URL: model.url,
  OPENAI_API_KEY: 'k',
  MODEL: 'fake',
  MEMORY_MB: '512',
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ConnectionView } from '../../src/contracts/connection.js';
import type { ChronicleView, MemoryWorkView } from '../../src/contracts/memory.js';
import type { SpendingView } from '../../src/contracts/spending.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import type { FakeRequest } from '../support/fakes/fake-request.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(90_000);

const line = (n: number) =>
  `${n}. On the quay of Lerwick the boats were counted twice, and boat ${n * 7919} was not among them.`;
const history = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      role: n % 2 ? 'assistant' : 'user',
      content: line(from + n),
      at: '2026-03-01T10:00:00Z',
    }),
  ).join('\n');

const isFill = ({ json }: FakeRequest) => !json.stream;

describe('what nobody asked for', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;
  let connection: ConnectionView;

  beforeAll(async () => {
    model = await startFakeModel({ window: 16_000 });
    model.fill = ({ n }) => ({
      events: [`Request ${n} counted the boats.`],
      facts: [],
      promises: [],
      jokes: [],
      relationship: '',
      scene: '',
    });
    server = await startServer({
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      MODEL: 'fake',
      MODEL_PRICE: '2 1 10',
    });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    [connection] = (await server.call('GET', '/api/connections')).body.items;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const fills = () => model.requests.filter(isFill).length;
  const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
  const take = (id: string, bytes: string) =>
    server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
  const say = (id: string, text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
  const chronicle = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/chronicle`)).body as ChronicleView;
  const work = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/memory`)).body as MemoryWorkView;
  const spending = async () =>
    (await server.call('GET', `/api/connections/${connection.id}/spending`)).body as SpendingView;
  const limit = async (budget: object) =>
    expect(await server.call('PATCH', `/api/connections/${connection.id}`, { budget })).toMatchObject({
      status: 200,
      body: { budget },
    });
  async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
    for (;;) {
      const found = await look();
      if (holds(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  /** Requests of background work today. */
  const asked = async () =>
    Object.entries((await spending()).today)
      .filter(([purpose]) => purpose !== 'turn')
      .reduce((sum, [, { requests }]) => sum + requests, 0);
  const folded = (id: string) =>
    until(
      () => chronicle(id),
      (view) => !view.folding,
    );

  let long: string;

  it('is not asked of the model where a long history comes in, and tells what it would take', async () => {
    long = await begin();
    await take(long, history(0, 5000));
    // One speaks right after.
    expect(await say(long, 'Which boat was missing?')).toMatchObject({ status: 200 });
    // How many they are depends on who comes first: the fold behind the import, or the turn.
    const { entries } = await folded(long);
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ madeBy }) => madeBy))).toEqual(new Set(['extract']));
    const offered = await work(long);
    expect(offered).toMatchObject({ state: 'offered', progress: null, reached: null });
    expect(offered.connectionId).toBe(connection.id);
    expect(offered.messages).toBeGreaterThan(4000);
    const { requests, tokens, cost } = offered.estimate;
    expect(requests).toBeGreaterThan(3);
    expect(tokens.in).toBeGreaterThan(100_000);
    expect(cost).toBeCloseTo((tokens.in * 2 + tokens.out * 10) / 1e6, 2);
    expect(fills()).toBe(0);
    expect((await spending()).today).toMatchObject({ turn: { requests: 1 } });
  });

  it('begins when it is started, the newest part first, and keeps what is finished when it is stopped', async () => {
    const before = await chronicle(long);
    let answered = 0;
    model.next({ hang: true, when: (request) => isFill(request) && ++answered > 2 });
    const started = await server.call('POST', `/api/sessions/${long}/memory/start`);
    expect(started).toMatchObject({ status: 200, body: { state: 'writing' } });
    await until(
      () => work(long),
      ({ progress }) => progress?.done === 2,
    );
    // Speaking meanwhile throws nothing away.
    expect(await say(long, 'And the one before?')).toMatchObject({ status: 200 });
    // The third was asked for, and hangs.
    await until(
      () => Promise.resolve(answered),
      (count) => count > 2,
    );
    const stopped = await server.call('POST', `/api/sessions/${long}/memory/stop`);
    expect(stopped).toMatchObject({ status: 200, body: { state: 'offered', progress: null } });
    const { entries } = await folded(long);
    const written = entries.filter(({ madeBy }) => madeBy === 'model');
    expect(written).toHaveLength(2);
    expect(entries.slice(-2)).toEqual(written);
    expect(entries[0]!.fromSeq).toBe(before.entries[0]!.fromSeq);
    // No message is told twice, and none is left out.
    entries.slice(1).forEach((entry, n) => expect(entry.fromSeq).toBe(entries[n]!.toSeq + 1));
    const { today } = await spending();
    expect(today.import).toMatchObject({ requests: fills() });
    expect(today.import!.cost).toBeGreaterThan(0);
  });

  it('obeys the budget of an import, and goes on when that is raised', async () => {
    const { requests } = (await spending()).today.import!;
    await limit({ perImport: { requests: requests + 1 } });
    const before = fills();
    await server.call('POST', `/api/sessions/${long}/memory/start`);
    const waiting = await until(
      () => work(long),
      ({ state }) => state !== 'writing',
    );
    expect(waiting).toMatchObject({
      state: 'budget_reached',
      reached: { period: 'perImport', what: 'requests', limit: requests + 1, beginsAnew: null },
    });
    expect(fills() - before).toBe(1);
    await limit({});
    await until(
      () => work(long),
      ({ state }) => state === 'nothing',
    );
    const { entries } = await folded(long);
    expect(new Set(entries.map(({ madeBy }) => madeBy))).toEqual(new Set(['model']));
  });

  it('waits for the limit of a day, told, and goes on when that is raised; turns go on all the while', async () => {
    const id = await begin();
    const requests = await asked();
    await limit({ perDay: { requests: requests + 2 } });
    const before = fills();
    let n = 10_000;
    for (let more = true; more; n += 100) {
      await take(id, history(n, 100));
      await server.call('POST', `/api/sessions/${id}/chronicle`);
      await folded(id);
      more = (await work(id)).state !== 'budget_reached';
    }
    expect(fills() - before).toBe(2);
    const { reached } = await work(id);
    expect(reached).toMatchObject({ period: 'perDay', what: 'requests', spent: requests + 2 });
    expect(new Date(reached!.beginsAnew!).getTime()).toBeGreaterThan(Date.now());
    expect((await spending()).reached).toMatchObject({ period: 'perDay' });
    expect(await say(id, 'Still there?')).toMatchObject({ status: 200 });
    const draft = await server.call('POST', `/api/sessions/${id}/impersonate`, {});
    expect(draft).toMatchObject({ status: 422, body: { code: 'budget_reached' } });
    expect(fills() - before).toBe(2);

    await limit({ perDay: { requests: requests + 100 } });
    await until(
      () => work(id),
      ({ state }) => state === 'nothing',
    );
    expect(new Set((await folded(id)).entries.map(({ madeBy }) => madeBy))).toEqual(new Set(['model']));
    expect(fills() - before).toBeGreaterThan(2);
  });

  it('does not write a sheet beyond a limit, and asks again', async () => {
    await limit({ perMonth: { tokens: 0 } });
    const before = fills();
    const text = 'Martha Quill kept the ferry for years. “You are late,” said Martha Quill. '.repeat(20);
    const { id } = (await server.call('POST', '/api/ingests', { text, name: 'Martha Quill' })).body;
    expect(await server.settled(id)).toMatchObject({
      status: 'needs_choice',
      error: { code: 'budget_reached' },
    });
    expect(fills()).toBe(before);
    await limit({});
  });

  it('is counted where it fails', async () => {
    const id = await begin();
    model.next({ failStatus: 404, when: isFill });
    const [before, sent] = [await asked(), fills()];
    await take(id, history(50_000, 500));
    await server.call('POST', `/api/sessions/${id}/chronicle`);
    await folded(id);
    expect(fills()).toBeGreaterThan(sent);
    expect((await asked()) - before).toBe(fills() - sent);
  });

  it('has limits that are numbers above zero, of known kinds', async () => {
    for (const budget of [{ perDay: { requests: -1 } }, { perHour: {} }, { perDay: { wishes: 3 } }])
      expect(await server.call('PATCH', `/api/connections/${connection.id}`, { budget })).toMatchObject({
        status: 400,
      });
  });
});

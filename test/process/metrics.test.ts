import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { once, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('metrics', () => {
  let model: FakeModel;
  let server: TestServer;
  beforeAll(async () => {
    model = await startFakeModel();
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  /** Every sample by its name and labels, as printed. */
  const read = async () => {
    const { status, body } = await server.call('GET', '/metrics');
    expect(status).toBe(200);
    const samples = new Map<string, number>();
    for (const line of (body as string).split('\n')) {
      const [, name, value] = /^([^#\s]\S*) (\S+)$/.exec(line) ?? [];
      if (name) samples.set(name, Number(value));
    }
    return { text: body as string, samples };
  };

  it('tell how turns end, what they cost, and how much of a prompt was kept', async () => {
    const { id: characterId } = (await server.call('POST', '/api/characters', { name: 'Zuleika' })).body;
    const { id } = (await server.call('POST', '/api/sessions', { characterId })).body;
    const say = (text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
    const first = (await say('A lighthouse.')).body.receipt;
    const second = (await say('A second lighthouse.')).body.receipt;
    model.next({ failStatus: 401 });
    expect((await say('A third.')).status).toBe(502);
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    model.next({ reply: 'slowly '.repeat(500), chunkDelayMs: 20 });
    const started = once(socket, 'turn.delta');
    await socket.emitWithAck('message.send', { sessionId: id, clientId: 'a', text: 'Go on.' });
    const finished = once(socket, 'turn.finished');
    await socket.emitWithAck('turn.stop', { turnId: (await started).turnId });
    await finished;

    const { text, samples } = await read();
    expect(samples.get('keepsake_turns_total{outcome="finished",code=""}')).toBe(2);
    expect(samples.get('keepsake_turns_total{outcome="failed",code="model_key_refused"}')).toBe(1);
    expect(samples.get('keepsake_turns_total{outcome="stopped",code=""}')).toBe(1);
    expect(samples.get('keepsake_turn_first_text_seconds_count')).toBe(3);
    expect(samples.get('keepsake_turn_seconds_count')).toBe(4);
    const tokens = (kind: string) => samples.get(`keepsake_tokens_total{kind="${kind}"}`);
    expect(tokens('prompt')).toBe(first.promptTokensReported + second.promptTokensReported);
    expect(tokens('cached')).toBe(first.cachedTokens + second.cachedTokens);
    expect(tokens('completion')).toBe(first.completionTokens + second.completionTokens);
    expect(samples.get('keepsake_prompt_bytes_total{part="kept"}')).toBeGreaterThan(second.keptPrefixBytes);
    expect(samples.get('keepsake_turn_kept_prefix_ratio_count')).toBe(2);
    expect(samples.get('keepsake_sockets')).toBe(1);
    expect(samples.get('keepsake_open_turns{status="running"}')).toBe(0);
    expect(samples.get('keepsake_database_up')).toBe(1);
    expect(samples.get('keepsake_database_connections{state="idle"}')).toBeGreaterThan(0);
    expect(samples.get('keepsake_chronicle_entries{made_by="model"}')).toBe(0);
    expect(samples.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(text).not.toMatch(/Zuleika|lighthouse|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('tell of ingests by their status', async () => {
    const text = 'Martha Quill kept the ferry. “You are late,” said Martha Quill. '.repeat(10);
    const { id } = (await server.call('POST', '/api/ingests', { text })).body;
    await server.settled(id);
    const { samples } = await read();
    expect(samples.get('keepsake_ingests{status="needs_choice"}')).toBe(1);
    expect(samples.get('keepsake_ingests{status="queued"}')).toBe(0);
  });
});

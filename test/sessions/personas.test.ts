import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PersonaView } from '../../src/contracts/persona.js';
import type { Receipt } from '../../src/contracts/receipt.js';
import type { SessionView } from '../../src/contracts/session.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { once, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('personas', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}.` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const make = async (persona: object) =>
    (await server.call('POST', '/api/personas', persona)).body as PersonaView;
  const begin = async (wish: object = {}) =>
    (await server.call('POST', '/api/sessions', { characterId, ...wish })).body as SessionView;
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body.receipt as Receipt;
  const sent = () => model.last.messages.map(({ content }) => content).join('\n');

  it('are several, of which one may be the default that new conversations take', async () => {
    const ann = await make({ name: 'Ann', description: 'A cartographer.', isDefault: true });
    const lin = await make({ name: '林', description: '修钟表的人。' });
    expect(ann).toMatchObject({ name: 'Ann', isDefault: true, sessions: 0 });
    expect(await begin()).toMatchObject({ persona: { name: 'Ann' }, personaId: ann.id });
    const other = await begin({ personaId: lin.id });
    expect(other).toMatchObject({ persona: { name: '林', description: '修钟表的人。' }, personaId: lin.id });
    const own = await begin({ persona: { name: 'Jo' } });
    expect(own).toMatchObject({ persona: { name: 'Jo', description: '' }, personaId: null });
    await server.call('PATCH', `/api/personas/${lin.id}`, { isDefault: true });
    expect((await begin()).personaId).toBe(lin.id);
    const { items } = (await server.call('GET', '/api/personas')).body;
    expect(items.map(({ name, isDefault, sessions }: PersonaView) => [name, isDefault, sessions])).toEqual([
      ['Ann', false, 1],
      ['林', true, 2],
    ]);
    await server.call('PATCH', `/api/personas/${lin.id}`, { isDefault: false });
    expect(await begin()).toMatchObject({ persona: { name: 'User' }, personaId: null });
    expect((await server.call('POST', '/api/personas', { name: '  ' })).body.code).toBe('bad_request');
    expect(
      (await server.call('POST', '/api/sessions', { characterId, personaId: characterId })).body.code,
    ).toBe('not_found');
  });

  it('keep a session’s prompt as it is, until a change is named as what moved it', async () => {
    const ann = await make({ name: 'Ann', description: 'Ann draws maps.' });
    const bea = await make({ name: 'Bea', description: 'Bea mends boats.' });
    const { id } = await begin({ personaId: ann.id });
    await say(id, 'One');
    expect(sent()).toContain('Ann draws maps.');
    expect((await say(id, 'Two')).prefixMovedBy).toBeUndefined();

    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const heard = once(socket, 'session.changed');
    await server.call('PATCH', `/api/sessions/${id}`, { personaId: bea.id });
    expect((await heard).session).toMatchObject({ personaId: bea.id, persona: { name: 'Bea' } });
    const moved = await say(id, 'Three');
    expect(moved.prefixMovedBy).toBe('persona');
    expect(moved.keptPrefixBytes).toBeGreaterThan(0);
    expect(sent()).toContain('Bea mends boats.');
    expect(sent()).not.toContain('Ann draws maps.');
    expect((await say(id, 'Four')).prefixMovedBy).toBeUndefined();

    await server.call('PATCH', `/api/personas/${bea.id}`, { description: 'Bea builds boats.' });
    expect((await say(id, 'Five')).prefixMovedBy).toBe('persona');
    expect(sent()).toContain('Bea builds boats.');

    expect((await server.call('DELETE', `/api/personas/${bea.id}`)).status).toBe(204);
    const kept = (await server.call('GET', `/api/sessions/${id}`)).body as SessionView;
    expect(kept).toMatchObject({
      personaId: null,
      persona: { name: 'Bea', description: 'Bea builds boats.' },
    });
    expect((await say(id, 'Six')).prefixMovedBy).toBeUndefined();

    // A text of its own makes it nobody's.
    await server.call('PATCH', `/api/sessions/${id}`, { personaId: ann.id });
    const alone = await server.call('PATCH', `/api/sessions/${id}`, { persona: { description: 'Tired.' } });
    expect(alone.body).toMatchObject({ personaId: null, persona: { name: 'Ann', description: 'Tired.' } });
    await server.call('PATCH', `/api/personas/${ann.id}`, { description: 'Ann sleeps.' });
    expect((await server.call('GET', `/api/sessions/${id}`)).body.persona.description).toBe('Tired.');
  });

  describe('drafts in their voice', () => {
    const begun = async () => {
      const { id } = await begin({ persona: { name: 'Jo', description: 'Jo speaks in short sentences.' } });
      await say(id, 'Hello.');
      return id;
    };
    const count = async (id: string) => (await server.call('GET', `/api/sessions/${id}`)).body.lastSeq;

    it('come whole by HTTP, are not stored, and move nothing', async () => {
      const id = await begun();
      const before = model.last.messageBytes;
      model.next({ reply: 'Fine. You?' });
      const { body } = await server.call('POST', `/api/sessions/${id}/impersonate`, {});
      expect(body).toMatchObject({ text: 'Fine. You?', receipt: { turnId: null } });
      const tail = model.last.messages.at(-1)!;
      expect(tail.role).toBe('user');
      expect(tail.content).toMatch(/^<tail>[^]*write Jo's next message[^]*<\/tail>$/);
      expect(tail.content).not.toContain("Write Mira's next message");
      // All that the last turn sent ahead of its tail, its reply, and then only the tail.
      const same = before.indexOf('\\n\\n<tail>');
      expect(model.last.messageBytes.subarray(0, same).equals(before.subarray(0, same))).toBe(true);
      expect(body.receipt.keptPrefixBytes).toBe(same);
      expect(await count(id)).toBe(2);
      const receipt = await say(id, 'Good.');
      expect(receipt.prefixMovedBy).toBeUndefined();
      expect(receipt.keptPrefixBytes).toBe(same);

      model.next({ reply: ' and you?' });
      await server.call('POST', `/api/sessions/${id}/impersonate`, { begun: 'I am well,' });
      expect(model.last.messages.at(-1)!.content).toContain('I am well,');
    });

    it('stream to the socket that asked, and to nobody else, until they are stopped', async () => {
      const id = await begun();
      const [mine, other] = await Promise.all([server.socket(), server.socket()]);
      let stray = 0;
      for (const socket of [mine, other]) await socket.emitWithAck('session.open', { sessionId: id });
      other.onAny((name: string) => (stray += Number(name.startsWith('draft.'))));
      let text = '';
      mine.on('draft.delta', (event) => {
        expect(event.offset).toBe(text.length);
        text += event.text;
      });
      model.next({ reply: 'Fine. And you?' });
      const finished = once(mine, 'draft.finished');
      expect(await mine.emitWithAck('draft.write', { sessionId: id, draftId: 'a' })).toEqual({ ok: true });
      expect(await finished).toMatchObject({
        draftId: 'a',
        text: 'Fine. And you?',
        receipt: { turnId: null },
      });
      expect(text).toBe('Fine. And you?');

      text = '';
      model.next({ reply: 'slow '.repeat(400), chunkDelayMs: 20 });
      const stopped = once(mine, 'draft.finished');
      await mine.emitWithAck('draft.write', { sessionId: id, draftId: 'b' });
      await once(mine, 'draft.delta');
      await mine.emitWithAck('draft.stop', { draftId: 'b' });
      const end = await stopped;
      expect(end.receipt).toBeUndefined();
      expect(end.text.length).toBeGreaterThan(0);
      expect(end.text.length).toBeLessThan(2000);
      expect(await model.last.ended).toBe('aborted');

      text = '';
      model.next({ reply: 'slow '.repeat(400), chunkDelayMs: 20 });
      await mine.emitWithAck('draft.write', { sessionId: id, draftId: 'c' });
      await once(mine, 'draft.delta');
      mine.disconnect();
      expect(await model.last.ended).toBe('aborted');
      expect(stray).toBe(0);
      expect(await count(id)).toBe(2);
    });

    /** An answer as events, as they come. */
    const ask = async function* (id: string, signal?: AbortSignal) {
      const answer = await fetch(`${server.url}/api/sessions/${id}/impersonate`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${server.token}`,
          accept: 'text/event-stream',
          'content-type': 'application/json',
        },
        body: '{"begun":"Well,"}',
        ...(signal && { signal }),
      });
      expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      const events = answer
        .body!.pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream());
      for await (const { event, data } of events) yield { event, ...JSON.parse(data) };
    };

    it('stream as events of HTTP, and stop with whoever leaves', async () => {
      const id = await begun();
      model.next({ reply: 'fine, thank you. 你呢？' });
      let text = '';
      let last;
      for await (const event of ask(id)) {
        last = event;
        if (event.event !== 'draft.delta') continue;
        expect(event).toMatchObject({ sessionId: id, offset: text.length });
        text += event.text;
      }
      expect(text).toBe(' fine, thank you. 你呢？');
      expect(last).toMatchObject({
        event: 'draft.finished',
        sessionId: id,
        text,
        receipt: { turnId: null, messagesTotal: 2 },
      });

      const leaving = new AbortController();
      model.next({ reply: 'slow '.repeat(400), chunkDelayMs: 20 });
      const events = ask(id, leaving.signal);
      expect((await events.next()).value).toMatchObject({ event: 'draft.delta', offset: 0 });
      leaving.abort();
      // What had come by then is still read.
      const rest = async () => {
        while (!(await events.next()).done);
      };
      await expect(rest()).rejects.toThrow();
      expect(await model.last.ended).toBe('aborted');

      // What fails on the way is an event, what fails before it an answer like any other.
      model.next({ reply: 'I was about to say', errorAfter: 3, chunkDelayMs: 20 });
      const said = [];
      for await (const event of ask(id)) said.push(event);
      expect(said.at(-1)).toMatchObject({ event: 'draft.failed', sessionId: id, code: 'model_failed' });
      model.next({ failStatus: 401 });
      const refused = await fetch(`${server.url}/api/sessions/${id}/impersonate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.token}`, accept: 'text/event-stream' },
      });
      expect(refused.status).toBe(502);
      expect(await refused.json()).toMatchObject({ code: 'model_key_refused' });
      expect(await count(id)).toBe(2);
    });

    it('are told of what went wrong', async () => {
      const id = await begun();
      const socket = await server.socket();
      model.next({ failStatus: 401 });
      const failed = once(socket, 'draft.failed');
      await socket.emitWithAck('draft.write', { sessionId: id, draftId: 'a' });
      expect(await failed).toMatchObject({ draftId: 'a', code: 'model_key_refused' });
      const other = once(socket, 'draft.failed');
      await socket.emitWithAck('draft.write', { sessionId: characterId, draftId: 'b' });
      expect((await other).code).toBe('not_found');
      const alone = await server.restart({ OPENAI_BASE_URL: '', OPENAI_API_KEY: '', MODEL: '' });
      expect(await alone.call('POST', `/api/sessions/${id}/impersonate`, {})).toMatchObject({
        status: 409,
        body: { code: 'model_needed' },
      });
      server = alone;
    });
  });
});

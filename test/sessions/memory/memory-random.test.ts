import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomInt } from 'node:crypto';
import type { ChronicleView } from '../../../src/contracts/memory.js';
import type { MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import { chance } from '../../support/chance.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(180_000);

const STEPS = 70;
const WORDS =
  'harbour lantern bakery Thursday chestnut promise 灯塔 饼干 妹妹 成都 letter drawer storm violin 下雨 birthday'.split(
    ' ',
  );

describe('any run of sends, edits, swipes, folds, rules, new sheets and restarts', () => {
  let model: FakeModel;
  let server: TestServer;
  const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
  const random = chance(seed);

  beforeAll(async () => {
    model = await startFakeModel({
      window: 3000,
      reply: ({ n }) =>
        `Reply ${n}. ${Array.from({ length: 25 }, (_, i) => WORDS[(n * 7 + i) % WORDS.length]).join(' ')}`,
    });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  it(`loses nothing and tells the truth (seed ${seed})`, async () => {
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    const { sheet } = (await server.call('GET', `/api/characters/${characterId}`)).body;
    const id = (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
    const at = (path: string) => `/api/sessions/${id}${path}`;
    const rules: string[] = [];
    let said = 0;
    let lastSent: Buffer | null = null;
    let lastTail = 0;

    const say = async () => {
      const text = `Message ${said++}: ${Array.from({ length: 8 + random.below(60) }, () => random.pick(WORDS)).join(' ')}`;
      const { status, body } = await server.call('POST', at('/messages'), { text });
      expect({ status, body: status === 200 ? {} : body }).toEqual({ status: 200, body: {} });
      checkReceipt(body.receipt);
    };
    /** What the receipt says is kept is kept, byte for byte, and nothing less. */
    const checkReceipt = (receipt: Receipt) => {
      const sent = model.requests.filter(({ json }) => json.stream).at(-1)!.messageBytes;
      expect(receipt.promptBytes).toBe(sent.length);
      expect(receipt.messagesVerbatim + receipt.messagesFolded).toBe(receipt.messagesTotal);
      if (lastSent) {
        const before = lastSent.subarray(0, lastSent.length - lastTail);
        let same = 0;
        while (same < before.length && before[same] === sent[same]) same++;
        expect(receipt.keptPrefixBytes).toBeLessThanOrEqual(same);
        if (!receipt.prefixMovedBy) expect(receipt.keptPrefixBytes).toBe(before.length);
      }
      lastSent = sent;
      lastTail = receipt.tailBytes;
    };
    const regenerate = async () => {
      const socket = await server.socket();
      await socket.emitWithAck('session.open', { sessionId: id });
      const ended = new Promise<{ receipt?: Receipt }>((resolve) => {
        socket.once('turn.finished', resolve);
        socket.once('turn.failed', resolve as never);
      });
      const ack = await socket.emitWithAck('turn.regenerate', { sessionId: id });
      if (ack.ok) {
        const { receipt } = await ended;
        expect(receipt).toBeDefined();
        checkReceipt(receipt!);
      }
      socket.disconnect();
    };
    const fold = () => server.call('POST', at('/chronicle'));
    const correct = async () => {
      const { entries } = (await server.call('GET', at('/chronicle'))).body as ChronicleView;
      if (!entries.length) return;
      const path = at(`/chronicle/${random.pick(entries).id}`);
      const choice = random.below(3);
      if (choice === 0)
        await server.call('PATCH', path, { text: `They spoke of the ${random.pick(WORDS)}.` });
      else if (choice === 1) await server.call('POST', `${path}/rewrite`);
      else await server.call('DELETE', path);
    };
    const rule = async () => {
      if (rules.length && random.below(3) === 0) {
        expect((await server.call('DELETE', at(`/rules/${rules.pop()!}`))).status).toBe(204);
      } else {
        const text = `Never mention the ${random.pick(WORDS)}.`;
        rules.push((await server.call('POST', at('/rules'), { text })).body.id);
      }
    };
    const edit = async () => {
      const { items } = (await server.call('GET', at('/messages?limit=500'))).body as {
        items: MessageView[];
      };
      const content = `Edited ${said++}: ${Array.from({ length: 20 }, () => random.pick(WORDS)).join(' ')}`;
      const { status, body } = await server.call('PATCH', at(`/messages/${random.pick(items).id}`), {
        content,
      });
      expect({ status, content: body.content }).toEqual({ status: 200, content });
    };
    const newSheet = () =>
      server.call('PATCH', `/api/characters/${characterId}`, {
        sheet: { ...sheet, scenario: `A room with a ${random.pick(WORDS)}.` },
      });
    const context = async () =>
      (await server.call('POST', at('/context'), { text: 'Where were we?' })).body as {
        request: { messages: { content: string }[] };
      };
    const settled = async () => {
      for (;;) {
        const view = (await server.call('GET', at('/chronicle'))).body as ChronicleView;
        if (!view.folding) return view;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    /** What would be sent: looking at it may fold, so that it is read until both tell of the same story. */
    const steady = async () => {
      let view = await settled();
      let shown = await context();
      for (let before = -1; before !== view.foldedSeq; view = await settled()) {
        before = view.foldedSeq;
        shown = await context();
      }
      return { view, shown };
    };
    const restart = async () => {
      const { shown: before } = await steady();
      server = await server.restart();
      const after = await context();
      const ahead = (messages: { content: string }[]) =>
        messages.map(({ content }) => content.split('<tail>\n')[0]);
      expect(ahead(after.request.messages)).toEqual(ahead(before.request.messages));
    };
    const everythingIsThere = async () => {
      const { view, shown } = await steady();
      const sent = shown.request.messages.map(({ content }) => content).join('\n');
      const { entries, foldedSeq } = view;
      const { items } = (await server.call('GET', at('/messages?limit=500'))).body as {
        items: MessageView[];
      };
      expect(items.map(({ seq }) => seq)).toEqual(items.map((_, n) => n + 1));
      for (const { seq, content } of items) {
        if (seq > foldedSeq) expect(sent).toContain(content);
        else expect(entries.some(({ fromSeq, toSeq }) => fromSeq <= seq && seq <= toSeq)).toBe(true);
      }
      if (foldedSeq) {
        const { seq, content } = items[random.below(foldedSeq)]!;
        const found = await server.call(
          'GET',
          at(`/search?limit=500&q=${encodeURIComponent(content.slice(0, 80))}`),
        );
        expect(found.body.items.map((item: MessageView) => item.seq)).toContain(seq);
      }
    };

    await say();
    let restarts = 0;
    for (let n = 0; n < STEPS; n++) {
      const step = random.below(20);
      if (step < 11) await say();
      else if (step === 11) await edit();
      else if (step < 14) await regenerate();
      else if (step === 14) await fold();
      else if (step === 15) await correct();
      else if (step < 18) await rule();
      else if (step === 18) await newSheet();
      else if (restarts++ < 3) await restart();
      if (n % 10 === 9) await everythingIsThere();
    }
    expect((await settled()).foldedSeq).toBeGreaterThan(0);
  });
});

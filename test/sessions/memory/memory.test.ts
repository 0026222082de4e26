import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChronicleView, RuleView } from '../../../src/contracts/memory.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

const LINES = [
  'We walked along the harbour until the lamps were lit, and you told me about the boat your father had mended.',
  '昨天下了一整天的雨，我坐在窗边把你送我的那本书读完了，结尾和我想的完全不一样。',
  'There is a bakery behind the church that sells rye bread on Thursdays only; we should go there together some time.',
  '我妹妹下个月要搬到成都去，她说那边的冬天没有风，只是总见不到太阳。',
];
const line = (n: number) => `${n}. ${LINES[n % LINES.length]} (${n * 7919})`;

describe('a session that outgrows its window', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({
      window: 4000,
      reply: ({ n }) => `Reply ${n}: ${LINES[n % LINES.length]}`,
    });
    model.fill = () => ({
      events: ['They walked by the harbour (#2).'],
      facts: ['The sister moves to Chengdu (#8).'],
      promises: [],
      jokes: [],
      relationship: 'Close.',
      scene: 'On the quay, at dusk.',
    });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as { receipt: Receipt };
  const chronicle = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/chronicle`)).body as ChronicleView;
  /** The chronicle when no entry is being written any more. */
  const folded = async (id: string) => {
    for (;;) {
      const view = await chronicle(id);
      if (!view.folding) return view;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const grow = async (id: string, from: number, to: number) => {
    const receipts: Receipt[] = [];
    for (let n = from; n < to; n++) receipts.push((await say(id, line(n))).receipt);
    return receipts;
  };
  const shown = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/context`, { text })).body as {
      request: { messages: { role: string; content: string }[] };
      receipt: Receipt;
    };
  const withoutTail = (messages: { content: string }[]) =>
    messages.map(({ content }) => content.split('<tail>\n')[0]!);
  const tailOf = (messages: { content: string }[]) => messages.at(-1)!.content.split('<tail>\n')[1]!;

  let grown: string;
  it('folds without losing a message, and keeps its prefix between folds', async () => {
    grown = await begin();
    const receipts = await grow(grown, 0, 110);
    const moved = receipts.filter(({ prefixMovedBy }) => prefixMovedBy);
    expect(moved.length).toBeGreaterThan(1);
    expect(new Set(moved.map(({ prefixMovedBy }) => prefixMovedBy))).toEqual(new Set(['fold']));
    receipts.forEach((receipt, n) => {
      expect(receipt.messagesVerbatim + receipt.messagesFolded).toBe(receipt.messagesTotal);
      expect(receipt.messagesTotal).toBe(2 * n + 1);
      expect(receipt.promptTokensReported).toBeLessThanOrEqual(4000);
    });
    const { items } = (await server.call('GET', `/api/sessions/${grown}/messages?limit=500`)).body;
    const { foldedSeq, entries } = await folded(grown);
    const { request } = await shown(grown, 'And now?');
    const sent = withoutTail(request.messages).join('\n');
    for (const { seq, content } of items as { seq: number; content: string }[]) {
      if (seq > foldedSeq) expect(sent).toContain(content);
      else expect(entries.some(({ fromSeq, toSeq }) => fromSeq <= seq && seq <= toSeq)).toBe(true);
    }
    const later = receipts.slice(10);
    const bytes = (pick: (receipt: Receipt) => number) =>
      later.reduce((sum, receipt) => sum + pick(receipt), 0);
    const share = bytes(({ keptPrefixBytes }) => keptPrefixBytes) / bytes((r) => r.promptBytes - r.tailBytes);
    expect(share).toBeGreaterThan(0.85);
  });

  it('unfolds in a larger window, and what was written stands again with the next need', async () => {
    const id = await begin();
    await server.call('PATCH', `/api/sessions/${id}`, { tokenBudget: 1800 });
    let small = await folded(id);
    for (let n = 0; small.entries.length < 2; n++) {
      await say(id, line(n));
      small = await folded(id);
    }
    const written = () =>
      model.requests.filter(({ json }) => json.response_format?.json_schema?.name === 'chronicle_entry')
        .length;
    const paid = written();
    await server.call('PATCH', `/api/sessions/${id}`, { tokenBudget: null });
    await say(id, 'I have more room now.');
    let large = await chronicle(id);
    for (; large.foldedSeq >= small.foldedSeq; large = await chronicle(id))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const first = await say(id, 'Do you see it?');
    expect(first.receipt.prefixMovedBy).toBe('unfold');
    expect((await say(id, 'And now?')).receipt.prefixMovedBy).toBeUndefined();
    expect(written()).toBe(paid);

    await server.call('PATCH', `/api/sessions/${id}`, { tokenBudget: 1800 });
    let again = large;
    for (let n = 0; again.foldedSeq < small.foldedSeq; n++) {
      await say(id, `Little room again. ${line(n)}`);
      again = await folded(id);
    }
    const ranges = ({ entries }: ChronicleView) => entries.map(({ fromSeq, toSeq }) => [fromSeq, toSeq]);
    expect(ranges(again).slice(0, small.entries.length)).toEqual(ranges(small));
    expect(written() - paid).toBeLessThanOrEqual(again.entries.length - small.entries.length);
  });

  it('sends the same bytes after a restart, and shows what was sent byte for byte', async () => {
    const before = await shown(grown, 'Where were we?');
    server = await server.restart();
    const after = await shown(grown, 'Where were we?');
    expect(withoutTail(after.request.messages)).toEqual(withoutTail(before.request.messages));
    expect(after.receipt.keptPrefixBytes).toBe(before.receipt.keptPrefixBytes);

    const { receipt } = await say(grown, 'Where were we?');
    const path = `/api/sessions/${grown}/turns/${receipt.turnId}/request`;
    const view = (await server.call('GET', path)).body;
    expect(view.exact).toBe(true);
    const bytes = view.parts.reduce((sum: number, part: { bytes: number }) => sum + part.bytes, 0);
    expect(bytes).toBe(receipt.promptBytes);
    const streamed = model.requests.filter(({ json }) => json.stream).at(-1)!;
    const raw = await fetch(`${server.url}${path}?format=json`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect(Buffer.from(await raw.arrayBuffer()).equals(streamed.messageBytes)).toBe(true);
    const { items } = (await server.call('GET', `/api/sessions/${grown}/turns?limit=5`)).body;
    expect(items[0].receipt.turnId).toBe(receipt.turnId);
    expect(items).toHaveLength(5);
  });

  it('is searched by dates, and by a day whose date was told', async () => {
    const now = new Date();
    const lastMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15, 12)).toISOString();
    const lastYear = now.getUTCFullYear() - 1;
    // A month in which it is not now.
    const [name, month] = now.getUTCMonth() === 1 ? ['August', '08'] : ['February', '02'];
    const lines = [
      { role: 'user', content: `My birthday is ${name} 3.`, at: `${lastYear - 1}-11-20T12:00:00Z` },
      { role: 'assistant', content: 'I baked you a lemon cake.', at: `${lastYear}-${month}-03T12:00:00Z` },
      { role: 'user', content: 'The ferry was late again.', at: lastMonth },
      { role: 'assistant', content: '灯塔今晚没有亮。', at: lastMonth },
      { role: 'user', content: 'The ferry was early today.', at: now.toISOString() },
    ];
    const id = (await server.call('POST', '/api/sessions', { characterId, timeZone: 'UTC' })).body
      .id as string;
    const bytes = Buffer.from(lines.map((one) => JSON.stringify(one)).join('\n'));
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
    const found = async (q: string) =>
      (
        (await server.call('GET', `/api/sessions/${id}/search?q=${encodeURIComponent(q)}`)).body as {
          items: { content: string }[];
        }
      ).items.map(({ content }) => content);
    expect(await found('ferry last month')).toEqual(['The ferry was late again.']);
    expect(await found('上个月的灯塔')).toEqual(['灯塔今晚没有亮。']);
    expect(await found('last month')).toHaveLength(2);
    expect(await found('on my birthday')).toEqual(['I baked you a lemon cake.']);
    expect(await found('100%')).toEqual([]);
  });

  it('lets its chronicle be read, corrected, written anew and taken back', async () => {
    const { entries, foldedSeq } = await folded(grown);
    const last = entries.at(-1)!;
    const path = `/api/sessions/${grown}/chronicle/${last.id}`;
    expect(last.toSeq).toBe(foldedSeq);
    const corrected = await server.call('PATCH', path, { text: 'The sister moved to 重庆.' });
    expect(corrected.body.entries.at(-1)).toMatchObject({
      text: 'The sister moved to 重庆.',
      madeBy: 'person',
    });
    expect((await shown(grown, 'Hm')).request.messages[0]!.content).toContain('The sister moved to 重庆.');

    const anew = await server.call('POST', `${path}/rewrite`);
    expect(anew.body.entries.at(-1)).toMatchObject({ madeBy: 'model', fromSeq: last.fromSeq });
    expect(anew.body.entries.at(-1).text).toContain('Chengdu');

    // What the model fails at leaves what is there, and says so.
    for (const [failure, code] of [
      [{ failStatus: 401 }, 'model_key_refused'],
      [{ reply: '[1]' }, 'model_bad_json'],
      [
        { reply: '{"events":[],"facts":[],"promises":[],"jokes":[],"relationship":"","scene":""}' },
        'model_empty',
      ],
    ] as const) {
      model.next({ ...failure, when: ({ json }) => !json.stream }, 2);
      expect((await server.call('POST', `${path}/rewrite`)).body.code).toBe(code);
      model.asUsual();
      expect((await chronicle(grown)).entries.at(-1)!.text).toBe(anew.body.entries.at(-1).text);
    }
    const asked = model.requests.filter(({ json }) => !json.stream);
    expect(asked.length).toBeGreaterThan(2);

    const first = `/api/sessions/${grown}/chronicle/${entries[0]!.id}`;
    expect((await server.call('DELETE', first)).body.code).toBe('context_too_long');
    expect((await chronicle(grown)).foldedSeq).toBe(foldedSeq);
    const undone = await server.call('DELETE', path);
    if (undone.status === 200) expect(undone.body.foldedSeq).toBe(last.fromSeq - 1);
    else expect(undone.body.code).toBe('context_too_long');

    const small = await begin();
    await grow(small, 0, 12);
    await server.call('POST', `/api/sessions/${small}/chronicle`);
    // Nothing was to be gained: everything fits with room to spare.
    expect(await folded(small)).toMatchObject({ entries: [], foldedSeq: 0, folding: false });
  });

  it('makes entries anew that repeat what an earlier message said before it was changed or deleted', async () => {
    const usual = model.fill;
    const secrets = /quillfeather|紫檀匣子/g;
    // A model that repeats what it is shown of before, against its orders.
    model.fill = ({ messages }) => ({
      events: messages[1]!.content.match(/harbour|成都|bakery/g)!.slice(0, 1),
      facts: [...new Set(messages[1]!.content.match(secrets) ?? [])].map(
        (secret) => `Nobody may know: ${secret}.`,
      ),
      promises: [],
      jokes: [],
      relationship: '',
      scene: '',
    });
    const id = await begin();
    const path = `/api/sessions/${id}`;
    await say(id, 'The word is quillfeather, by the harbour.');
    await say(id, '紫檀匣子在成都。');
    for (let n = 0; n < 3; n++) {
      await grow(id, n * 20, n * 20 + 20);
      await server.call('POST', `${path}/chronicle`);
      await folded(id);
    }
    const texts = async () => (await folded(id)).entries.map(({ text }) => text);
    const entries = await texts();
    expect(entries.length).toBeGreaterThan(2);
    for (const secret of ['quillfeather', '紫檀匣子'])
      expect(entries.filter((text) => text.includes(secret))).toHaveLength(entries.length);
    const { items } = (await server.call('GET', `${path}/messages?limit=500`)).body as {
      items: { id: string }[];
    };
    const [first, , third] = items;

    // Nothing of what was changed goes to the model again, be it while entries are written anew.
    await server.call('PATCH', `${path}/messages/${first!.id}`, {
      content: 'The word is none, by the harbour.',
    });
    const asked = model.requests.length;
    for (const text of await texts()) expect(text).not.toContain('quillfeather');
    expect(model.requests.length).toBeGreaterThan(asked);

    for (const { id: entry } of (await chronicle(id)).entries)
      await server.call('POST', `${path}/chronicle/${entry}/rewrite`);
    expect(await texts()).toEqual(entries.map(() => expect.stringContaining('紫檀匣子')));

    // One that is being written from what is deleted meanwhile is written again.
    let release = () => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    model.next({ when: ({ json }) => !json.stream, until });
    const held = model.requests.length + 1;
    const writing = server.call('POST', `${path}/chronicle/${(await chronicle(id)).entries[1]!.id}/rewrite`);
    await model.received(held);
    await server.call('DELETE', `${path}/messages/${third!.id}?forever=true`);
    release();
    await writing;
    const last = await chronicle(id);
    expect(last.entries.filter(({ text }) => text.includes('紫檀'))).toEqual([]);
    expect((await texts()).filter((text) => text.includes('紫檀'))).toEqual([]);
    expect((await folded(id)).entries.map(({ madeBy }) => madeBy)).toEqual(entries.map(() => 'model'));
    await say(id, 'And now?');
    expect(JSON.stringify(model.last.messages)).not.toMatch(secrets);
    model.fill = usual;
  });

  it('folds at once where one step overruns the window, of the words themselves', async () => {
    const id = await begin();
    const history = Array.from({ length: 400 }, (_, n) =>
      JSON.stringify({ role: n % 2 ? 'assistant' : 'user', content: line(n), at: '2026-03-01T10:00:00Z' }),
    ).join('\n');
    model.next({ hang: true, when: ({ json }) => !json.stream });
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes: history });
    const { receipt } = await say(id, 'Do you remember the rye bread?');
    expect(receipt.messagesTotal).toBe(401);
    expect(receipt.messagesFolded).toBeGreaterThan(300);
    const { entries } = await chronicle(id);
    expect(new Set(entries.map(({ madeBy }) => madeBy))).toEqual(new Set(['extract']));
    expect(entries[0]!.text).toMatch(/, #\d+\)$/m);
  });

  it('takes rules at once in the tail, and into the pinned part when the prefix moves anyway', async () => {
    const id = await begin();
    await say(id, 'Hello.');
    const rule = (await server.call('POST', `/api/sessions/${id}/rules`, { text: '不要再提那只猫' }))
      .body as RuleView;
    expect(rule).toMatchObject({ scope: 'session', stands: 'tail' });
    const { receipt } = await say(id, 'Hello again.');
    const first = model.requests.filter(({ json }) => json.stream).at(-1)!.messages;
    expect(tailOf(first)).toContain('不要再提那只猫');
    expect(first[0]!.content).not.toContain('不要再提那只猫');
    expect(receipt.prefixMovedBy).toBeUndefined();

    const { sheet } = (await server.call('GET', `/api/characters/${characterId}`)).body;
    await server.call('PATCH', `/api/characters/${characterId}`, { sheet });
    const moved = (await say(id, 'And again.')).receipt;
    expect(moved.prefixMovedBy).toBe('sheet');
    const second = model.requests.filter(({ json }) => json.stream).at(-1)!.messages;
    expect(second[0]!.content).toContain('不要再提那只猫');
    expect(tailOf(second)).not.toContain('不要再提那只猫');

    await server.call('DELETE', `/api/sessions/${id}/rules/${rule.id}`);
    await say(id, 'Once more.');
    const third = model.requests.filter(({ json }) => json.stream).at(-1)!.messages;
    expect(tailOf(third)).toContain('不要再提那只猫');
    expect((await server.call('GET', `/api/sessions/${id}/rules`)).body.items).toEqual([]);
  });

  it('tells once that a rule of the tail was taken back, and never of one that nobody was told', async () => {
    const id = await begin();
    await say(id, 'Hello.');
    const add = async (text: string) =>
      (await server.call('POST', `/api/sessions/${id}/rules`, { text })).body as RuleView;
    const end = (rule: RuleView) => server.call('DELETE', `/api/sessions/${id}/rules/${rule.id}`);
    const told = await add('Let it rain.');
    await say(id, 'Hello again.');
    expect(tailOf(model.last.messages)).toContain('Let it rain.');
    await end(told);
    await end(await add('Let it snow.'));
    await say(id, 'And again.');
    expect(tailOf(model.last.messages)).toMatch(/took back:\n- Let it rain\.\n/);
    expect(tailOf(model.last.messages)).not.toContain('snow');
    await say(id, 'Once more.');
    expect(tailOf(model.last.messages)).not.toContain('rain');
  });

  it('asks for an answer outside the story to what is said outside it', async () => {
    const id = await begin();
    await say(id, '[OOC: shorter from here on, please (two lines)]');
    expect(tailOf(model.last.messages)).toContain('last message above is said outside the story');
    await say(id, '[OOC: thanks] *She sits down.*');
    expect(tailOf(model.last.messages)).toContain("Answer User's last message");
  });

  it('stays below a budget', async () => {
    const id = await begin();
    await grow(id, 0, 12);
    const { body } = await server.call('PATCH', `/api/sessions/${id}`, { tokenBudget: 1800 });
    expect(body.tokenBudget).toBe(1800);
    for (const receipt of await grow(id, 12, 20)) {
      expect(receipt.promptTokensEstimated).toBeLessThanOrEqual(1800);
      expect(receipt.messagesVerbatim + receipt.messagesFolded).toBe(receipt.messagesTotal);
    }
  });

  it.each([
    ['My sister Hannah moved to Lübeck in spring.', 'Where does Hannah live now?', 'Hannah'],
    ['我的猫叫饼干，是橘色的。', '我的猫叫什么名字？', '的猫'],
  ])('brings back word for word what left the window: %s', async (fact, question, why) => {
    const id = await begin();
    await say(id, fact);
    await grow(id, 0, 60);
    const { foldedSeq } = await chronicle(id);
    expect(foldedSeq).toBeGreaterThan(2);
    const { request, receipt } = await shown(id, question);
    expect(tailOf(request.messages)).toContain(`- ${fact} (User, #1)\n`);
    expect(tailOf(request.messages)).toMatch(/\[\d{4}-\d\d-\d\d \w{3}\]\n/);
    expect(receipt.recalled).toContain(1);
    expect(receipt.recalledFor![1]).toContain(why);
    expect(receipt.tailBytes).toBeLessThan(receipt.promptBytes / 2);
  });

  it('brings entries of a lorebook that is too large to be pinned by their keys, Chinese ones too', async () => {
    const made = (await server.call('POST', '/api/characters', { name: 'Keeper' })).body;
    const filler = 'The tower has many rooms, and each has a name that nobody uses any more. '.repeat(4);
    const entries = [
      ...Array.from({ length: 80 }, (_, n) => ({ keys: [`room ${n}`], content: `Room ${n}: ${filler}` })),
      { keys: ['灯塔'], content: '灯塔的钥匙埋在老橡树下。' },
      { keys: ['beacon'], content: 'The beacon burns whale oil.' },
    ];
    const sheet = { ...made.sheet, lorebook: { entries } };
    await server.call('PATCH', `/api/characters/${made.id}`, { sheet });
    const id = (await server.call('POST', '/api/sessions', { characterId: made.id })).body.id as string;
    const zh = await shown(id, '灯塔的门怎么开？');
    expect(zh.request.messages[0]!.content).not.toContain('老橡树');
    expect(tailOf(zh.request.messages)).toContain('灯塔的钥匙埋在老橡树下。');
    expect(tailOf(zh.request.messages)).not.toContain('whale oil');
    const en = await shown(id, 'Tell me of the Beacon.');
    expect(tailOf(en.request.messages)).toContain('The beacon burns whale oil.');
  });
});

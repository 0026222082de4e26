import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { ChronicleView } from '../../../src/contracts/memory.js';
import type { MessageView, PinView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import { type FakeModel, startFakeModel } from '../../support/fakes/fake-model.js';
import { once, startServer, type TestServer } from '../../support/server.js';

jest.setTimeout(120_000);

const LINES = [
  'We walked along the harbour until the lamps were lit, and you told me about the boat your father had mended.',
  '昨天下了一整天的雨，我坐在窗边把你送我的那本书读完了，结尾和我想的完全不一样。',
  'There is a bakery behind the church that sells rye bread on Thursdays only; we should go there together some time.',
];
const line = (n: number) => `${n}. ${LINES[n % LINES.length]}`;
const SECRET = 'zanzibarquux';

describe('what is folded', () => {
  let model: FakeModel;
  let server: TestServer;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ window: 4000, reply: ({ n }) => `Reply ${n}.` });
    // What a model writes of a stretch repeats its words, and not those of what came before it.
    const stretch = (raw: Buffer) => raw.subarray(raw.lastIndexOf('# The messages'));
    model.fill = ({ raw }) => ({
      events: [`They spoke (${stretch(raw).includes(SECRET) ? `of ${SECRET}` : 'of nothing'}).`],
      facts: [],
      promises: [],
      jokes: [],
      relationship: '',
      scene: '',
    });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  /** A session whose message `at` is that text, long enough to be folded at once by the next one. */
  const long = async (at: number, text: string) => {
    const id = (await server.call('POST', '/api/sessions', { characterId, timeZone: 'UTC' })).body
      .id as string;
    const bytes = Array.from({ length: 120 }, (_, n) =>
      JSON.stringify({
        role: n % 2 ? 'assistant' : 'user',
        content: n + 1 === at ? text : line(n),
        at: new Date(Date.UTC(2025, 2, 1 + Math.floor(n / 4), 10, n % 60)).toISOString(),
      }),
    ).join('\n');
    await server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
    return id;
  };
  const say = async (id: string, text: string) =>
    (await server.call('POST', `/api/sessions/${id}/messages`, { text })).body as { receipt: Receipt };
  const message = async (id: string, seq: number) =>
    (await server.call('GET', `/api/sessions/${id}/messages?around=${seq}&limit=2`)).body.items.find(
      (one: MessageView) => one.seq === seq,
    ) as MessageView;
  const pins = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/pins`)).body.items as PinView[];
  const folded = async (id: string) => {
    for (;;) {
      const view = (await server.call('GET', `/api/sessions/${id}/chronicle`)).body as ChronicleView;
      if (!view.folding) return view;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** Talks until a turn has stood between no folds: one may begin a moment after the turn before it was answered. */
  const untilFolded = async (id: string) => {
    await say(id, 'Good morning.');
    do await folded(id);
    while ((await say(id, 'Good morning.')).receipt.prefixMovedBy === 'fold');
    return folded(id);
  };
  const sent = () => {
    const messages = model.requests.filter(({ json }) => json.stream).at(-1)!.messages;
    return { systemPrompt: messages[0]!.content, tail: messages.at(-1)!.content.split('<tail>\n')[1]! };
  };

  it('stands word for word where it was pinned: in the tail, then with the chronicle, and never moves the prefix', async () => {
    const id = await long(9, 'My birthday is the third of August, and I hate lilies.');
    expect((await untilFolded(id)).foldedSeq).toBeGreaterThan(20);
    const nine = await message(id, 9);
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    const heard = once(socket, 'message.changed');
    const pinned = await server.call('PUT', `/api/sessions/${id}/messages/${nine.id}/pin`);
    expect(pinned).toMatchObject({ status: 200, body: { id: nine.id, pinned: true } });
    expect((await heard).message.pinned).toBe(true);
    expect(await pins(id)).toMatchObject([{ message: { seq: 9 }, stands: 'tail' }]);

    const { receipt } = await say(id, 'What shall we do today?');
    expect(receipt).toMatchObject({ pinned: [9] });
    expect(receipt.prefixMovedBy).toBeUndefined();
    expect(receipt.recalled).not.toContain(9);
    expect(sent().tail).toContain(`[2025-03-03 Mon]\n- ${nine.content} (User, #9)\n`);
    expect(sent().systemPrompt).not.toContain('Always to be remembered');

    // The next fold renders the chronicle anew, and takes it in.
    for (let n = 0; (await pins(id))[0]!.stands === 'tail'; n++) {
      await say(id, line(n));
      await folded(id);
    }
    const settled = (await say(id, 'And now?')).receipt;
    expect(settled.pinned).toEqual([9]);
    expect(sent().systemPrompt).toMatch(/Always to be remembered[^\n]*\n\[2025-03-03 Mon\]\n- My birthday/);
    expect(sent().tail).not.toContain('lilies');
    expect((await say(id, 'And now?')).receipt.prefixMovedBy).toBeUndefined();

    const off = await socket.emitWithAck('message.pin', { sessionId: id, messageId: nine.id, pinned: false });
    if (!off.ok) throw new Error(off.message);
    expect(off.message.pinned).toBeUndefined();
    expect(await pins(id)).toEqual([]);
    expect((await say(id, 'Good night.')).receipt.prefixMovedBy).toBeUndefined();
    expect((await server.call('PUT', `/api/sessions/${id}/messages/${characterId}/pin`)).body.code).toBe(
      'not_found',
    );
  });

  it('stands with its text as it is after an edit, on branches too; of too many, the latest pinned stand', async () => {
    const id = await long(9, 'I was born in Ulm.');
    await say(id, 'Good morning.');
    await folded(id);
    for (const seq of [9, 3, 5, 7]) {
      const { id: messageId } = await message(id, seq);
      await server.call('PUT', `/api/sessions/${id}/messages/${messageId}/pin`);
    }
    const nine = await message(id, 9);
    await server.call('PATCH', `/api/sessions/${id}/messages/${nine.id}`, { content: 'I was born in Köln.' });
    await say(id, 'Where was I born?');
    expect(sent().systemPrompt + sent().tail).toContain('Köln');
    expect(sent().systemPrompt + sent().tail).not.toContain('in Ulm');
    const last = (await server.call('GET', `/api/sessions/${id}/messages?limit=1`)).body
      .items[0] as MessageView;
    await server.call('POST', `/api/sessions/${id}/branches`, { messageId: last.id });
    expect((await pins(id)).map(({ message }) => message.seq)).toEqual([3, 5, 7, 9]);
    await say(id, 'Where was I born?');
    expect(sent().systemPrompt).toContain('- I was born in Köln. (User, #9)');

    for (let seq = 11; seq < 80; seq += 2) {
      const { id: messageId } = await message(id, seq);
      await server.call('PUT', `/api/sessions/${id}/messages/${messageId}/pin`);
    }
    const { receipt } = await say(id, 'Still?');
    const latest = (await pins(id)).filter(({ stands }) => stands === 'tail').at(-1)!.message.seq;
    expect(receipt.pinned).toContain(latest);
    expect(receipt.pinsLeftOut!.length).toBeGreaterThan(0);
    expect(Math.max(...receipt.pinsLeftOut!)).toBeLessThan(latest);
    expect(receipt.promptTokensEstimated).toBeLessThan(3750);
  });

  it('keeps to its room in a long history with many pins, and says which have none', async () => {
    const count = 10_000;
    const id = (await server.call('POST', '/api/sessions', { characterId, timeZone: 'UTC' })).body
      .id as string;
    const history = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) =>
        JSON.stringify({
          role: (from + n) % 2 ? 'assistant' : 'user',
          content: line(from + n + 1),
          at: new Date(Date.UTC(2024, 0, 1, from + n)).toISOString(),
        }),
      ).join('\n');
    const bring = (bytes: string) =>
      server.upload(`/api/sessions/${id}/import`, 'file', { name: 'h.jsonl', bytes });
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    // Pinned while it was said, and pinned once it was folded: a minute apart, the later numbers later.
    const pin = (seqs: number[]) =>
      database.query(
        `INSERT INTO pins (branch_id, seq, created_at) SELECT s.branch_id, seq, now() + n * interval '1 minute'
         FROM sessions s, unnest($2::int[]) WITH ORDINALITY AS p (seq, n) WHERE s.id = $1`,
        [id, seqs],
      );
    await bring(history(0, count));
    const early = Array.from({ length: 100 }, (_, n) => 40 * (n + 1));
    await pin(early);
    await say(id, 'Good morning.');
    const { foldedSeq } = await folded(id);
    expect(foldedSeq).toBeGreaterThan(count - 200);
    const late = early.map((seq) => seq + 5000);
    await pin(late);
    // Straight into the tables: the session's row tells those who keep its head.
    await database.query('UPDATE sessions SET updated_at = updated_at WHERE id = $1', [id]);

    const { receipt } = await say(id, 'What did I ask you to remember?');
    const { systemPrompt, tail } = sent();
    const stand = (text: string) => [...text.matchAll(/, #(\d+)\)$/gm)].map(([, seq]) => Number(seq));
    const standing = [...stand(systemPrompt), ...stand(tail)];
    const pinned = new Set(receipt.pinned);
    const left = new Set(receipt.pinsLeftOut);
    expect(pinned.size).toBeGreaterThan(10);
    expect(pinned.size + left.size).toBeLessThanOrEqual(200);
    for (const seq of pinned) {
      expect(standing).toContain(seq);
      expect(left.has(seq)).toBe(false);
    }
    for (const seq of left) expect(standing).not.toContain(seq);
    // Every pin is on the receipt, one way or the other; of those in the tail the latest go first.
    expect([...pinned, ...left].sort((a, b) => a - b)).toEqual([...early, ...late]);
    const inTail = late.filter((seq) => pinned.has(seq));
    expect(inTail).toEqual(late.slice(-inTail.length));
    expect(systemPrompt + tail).toContain(line(late.at(-1)!));
    // A quarter of the window at the most, and it all fits.
    expect(receipt.tailBytes).toBeLessThan(1000 * 4.5);
    expect(receipt.promptTokensEstimated).toBeLessThan(3750);
    expect(receipt.messagesVerbatim + receipt.messagesFolded).toBe(receipt.messagesTotal);

    // Pins are found by their index, whatever lies between them.
    await database.query('ANALYZE messages, pins, branch_segments');
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT m.content FROM branch_segments g
       JOIN pins pin ON pin.branch_id = g.of_branch_id AND pin.seq BETWEEN g.from_seq AND g.to_seq
       JOIN messages m ON m.branch_id = pin.branch_id AND m.seq = pin.seq AND m.chosen
       WHERE g.branch_id = (SELECT branch_id FROM sessions WHERE id = '${id}') AND m.content <> ''`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan on messages');
    await database.end();
  });

  it('is told by a branch as its parent tells it, when a message is changed later', async () => {
    const id = await long(9, `The word is ${SECRET}.`);
    await say(id, 'Good morning.');
    const { entries } = await folded(id);
    await server.call('POST', `/api/sessions/${id}/chronicle/${entries[0]!.id}/rewrite`);
    const last = (await server.call('GET', `/api/sessions/${id}/messages?limit=1`)).body
      .items[0] as MessageView;
    const map = (await server.call('POST', `/api/sessions/${id}/branches`, { messageId: last.id })).body
      .items;
    expect((await folded(id)).entries[0]!.text).toContain(SECRET);
    await server.call('POST', `/api/sessions/${id}/branches/${map[0].id}/open`);
    const nine = await message(id, 9);
    await server.call('PATCH', `/api/sessions/${id}/messages/${nine.id}`, { content: 'There is no word.' });
    expect((await folded(id)).entries[0]!.text).not.toContain(SECRET);
    await server.call('POST', `/api/sessions/${id}/branches/${map[1].id}/open`);
    const copied = (await folded(id)).entries[0]!;
    expect(copied.text).not.toContain(SECRET);
    expect(copied.madeBy).toBe('model');
    const { receipt } = await say(id, 'And?');
    expect(sent().systemPrompt).not.toContain(SECRET);
    expect(receipt.messagesVerbatim + receipt.messagesFolded).toBe(receipt.messagesTotal);
  });

  it('is changed at once, never sent as it was, and written anew by the model soon, across a kill', async () => {
    const id = await long(9, `The word is ${SECRET}.`);
    await say(id, 'Good morning.');
    const { entries } = await folded(id);
    await server.call('POST', `/api/sessions/${id}/chronicle/${entries[0]!.id}/rewrite`);
    const other = await server.call('POST', `/api/sessions/${id}/branches`, {
      messageId: (await message(id, 120)).id,
    });
    await server.call('POST', `/api/sessions/${id}/branches/${other.body.items[0].id}/open`);
    expect((await folded(id)).entries[0]).toMatchObject({ madeBy: 'model' });

    // While the model writes and writes, the change is there already, and nobody waits for it.
    const fills = () => model.requests.filter(({ json }) => !json.stream).length;
    const before = fills();
    model.next({ hang: true });
    const nine = await message(id, 9);
    const path = `/api/sessions/${id}/messages/${nine.id}`;
    expect((await server.call('PATCH', path, { content: 'I promise: the word is pelican.' })).status).toBe(
      200,
    );
    while (fills() === before) await new Promise((resolve) => setTimeout(resolve, 20));
    const hasty = (await server.call('GET', `/api/sessions/${id}/chronicle`)).body as ChronicleView;
    expect(hasty).toMatchObject({ folding: true });
    expect(hasty.entries[0]).toMatchObject({ madeBy: 'extract' });
    const { receipt } = await say(id, 'What was the word?');
    expect(sent().systemPrompt).toContain('the word is pelican.');
    expect(model.last.raw.includes(SECRET)).toBe(false);
    expect(receipt.messagesVerbatim + receipt.messagesFolded).toBe(receipt.messagesTotal);

    await server.stop('SIGKILL');
    server = await server.restart();
    await folded(id);
    const [entry] = (await folded(id)).entries;
    expect(entry).toMatchObject({ madeBy: 'model' });
    expect(entry!.text).toContain('of nothing');
    // What one place tells on two branches is written once.
    await server.call('POST', `/api/sessions/${id}/branches/${other.body.items[1].id}/open`);
    await say(id, 'And here?');
    await server.call('PATCH', path, { content: 'There was no word.' });
    expect((await folded(id)).entries[0]).toMatchObject({ madeBy: 'model' });
  });

  it('leaves no trace of a message that is deleted for good', async () => {
    const id = await long(9, `The word is ${SECRET}, in German „${SECRET}“.`);
    await say(id, 'Good morning.');
    const hasty = await folded(id);
    await server.call('POST', `/api/sessions/${id}/chronicle/${hasty.entries[0]!.id}/rewrite`);
    const nine = await message(id, 9);
    await server.call('PUT', `/api/sessions/${id}/messages/${nine.id}/pin`);
    await say(id, 'Do you remember the word?');
    const last = (await server.call('GET', `/api/sessions/${id}/messages?limit=1`)).body
      .items[0] as MessageView;
    const map = (await server.call('POST', `/api/sessions/${id}/branches`, { messageId: last.id })).body
      .items;
    await say(id, 'On the other branch.');
    await server.call('POST', `/api/sessions/${id}/branches/${map[0].id}/open`);
    const edited = (
      await server.call('PATCH', `/api/sessions/${id}/messages/${nine.id}`, { content: `It was ${SECRET}.` })
    ).body as MessageView;
    // Entries that were replaced, or taken back, are rows that hold the word, too.
    await folded(id);
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    await database.query(
      `INSERT INTO folds (owner_id, session_id, branch_id, from_seq, to_seq, from_at, to_at, text, tokens, made_by, status)
       SELECT f.owner_id, f.session_id, f.branch_id, f.from_seq, f.to_seq, f.from_at, f.to_at, f.text, f.tokens, f.made_by, s
       FROM folds f, unnest(ARRAY['replaced', 'undone', 'ready']) s WHERE f.session_id = $1 AND f.status = 'standing'
       ON CONFLICT DO NOTHING`,
      [id],
    );
    const holders = async () => {
      const { rows: columns } = await database.query<{ table: string; column: string }>(
        `SELECT table_name AS table, column_name AS column FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'bytea', 'character varying', 'json')`,
      );
      const found: string[] = [];
      for (const { table, column } of columns) {
        const { rows } = await database.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM "${table}" t WHERE t."${column}"::text ILIKE $1 OR t."${column}"::text LIKE $2`,
          [`%${SECRET}%`, `%${Buffer.from(SECRET).toString('hex')}%`],
        );
        if (rows[0]!.n) found.push(`${table}.${column}`);
      }
      return found.sort();
    };
    // Another session, of the test before, holds the word in its versions and what it once sent.
    await database.query('DELETE FROM sessions WHERE id <> $1', [id]);
    expect(await holders()).toEqual(['folds.text', 'messages.content', 'prompt_prefixes.text', 'turns.tail']);
    expect(
      (await server.call('DELETE', `/api/sessions/${id}/messages/${edited.id}?forever=true`)).status,
    ).toBe(200);
    expect(await holders()).toEqual([]);
    await database.end();
    expect(await pins(id)).toEqual([]);
    const chronicle = await folded(id);
    expect(chronicle.entries[0]!.text).toContain('of nothing');
    const { receipt } = await say(id, 'What was the word?');
    expect(receipt.messagesVerbatim + receipt.messagesFolded).toBe(receipt.messagesTotal);
    expect(model.last.raw.includes(SECRET)).toBe(false);
  });
});

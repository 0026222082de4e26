import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const chapter = (n: number) => `Chapter ${n}

The harbour was quiet that morning. Martha Quill was a tall woman of sixty, and she had kept the ferry for thirty years.

“You are late again,” said Martha Quill, and she did not look up from the rope.

“The clock is early,” said Tobias. “It always was, in chapter ${n}.”

Martha Quill looked at him for a long time. “Then mend the clock,” said Martha Quill.
`;
const NOVEL = [1, 2, 3, 4, 5].map(chapter).join('\n');

const chineseChapter = (n: number) => `第${'一二三四五'[n - 1]}章 渡口

　　这天清早，渡口很静。沈婆婆是个六十岁的女人，撑了三十年的船。
　　沈婆婆说道：“你又来迟了，这是第${n}回。”
　　阿福笑道：“是钟走得太快。”
　　沈婆婆看了他半晌，说道：“那就去把钟修好。”
`;
const CHINESE = [1, 2, 3, 4, 5].map(chineseChapter).join('\n');

async function citationsHold(server: TestServer, characterId: string): Promise<number> {
  const { body } = await server.call('GET', `/api/characters/${characterId}`);
  const claims = Object.values(body.sheet).filter(Array.isArray).flat() as {
    citations?: { sourceId: string; passageId: string; start: number; end: number; quote: string }[];
  }[];
  let count = 0;
  for (const { sourceId, passageId, start, end, quote } of claims.flatMap((claim) => claim.citations ?? [])) {
    const passage = (await server.call('GET', `/api/sources/${sourceId}/passages/${passageId}`)).body;
    expect(passage.text.slice(start, end)).toBe(quote);
    count++;
  }
  return count;
}

describe('from a novel to a conversation, with the understudy', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it.each([
    ['novel.txt', Buffer.from(NOVEL), 'Martha Quill', 'How long have you kept the ferry?', /thirty years/],
    ['小说.txt', Buffer.from(CHINESE), '沈婆婆', '你撑了多少年的船？', /三十年/],
    ['utf16.txt', Buffer.from(`\uFEFF${CHINESE}`, 'utf16le'), '沈婆婆', '你撑了多少年的船？', /三十年/],
  ])('%s', async (name, bytes, who, question, answer) => {
    const { status, body } = await server.upload('/api/ingests', 'files', { name, bytes });
    expect(status).toBe(202);
    const ingest = await server.settled(body.id);
    expect(ingest).toMatchObject({ status: 'needs_choice', step: 'choose' });
    expect(ingest.cast.find((member) => member.name === who)).toMatchObject({ quotes: expect.any(Number) });
    expect((await server.call('POST', `/api/ingests/${body.id}/characters`, { names: [who] })).status).toBe(
      202,
    );
    const done = await server.settled(body.id);
    expect(done).toMatchObject({ status: 'done', progress: 1 });
    expect(await citationsHold(server, done.characterIds[0]!)).toBeGreaterThan(3);
    const source = (await server.call('GET', `/api/sources/${done.sourceIds[0]}`)).body;
    expect(source.sections).toBe(5);
    const session = (await server.call('POST', '/api/sessions', { characterId: done.characterIds[0] })).body;
    const said = (await server.call('POST', `/api/sessions/${session.id}/messages`, { text: question })).body;
    expect(said.reply.content).toMatch(answer);
  });

  it('refuses what it cannot read with a code, and leaves nothing behind', async () => {
    for (const [name, bytes, code] of [
      ['picture.txt', Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)), 'file_not_text'],
      [
        'broken.epub',
        Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200, 1)]),
        /^(file_broken|file_unsupported|archive_unsafe)$/,
      ],
      ['empty.html', Buffer.from('<html><body></body></html>'), 'page_empty'],
    ] as const) {
      const { body } = await server.upload('/api/ingests', 'files', { name, bytes });
      const ingest = await server.settled(body.id);
      expect(ingest.status).toBe('failed');
      expect(ingest.error!.code).toMatch(code);
      expect(ingest.sourceIds).toEqual([]);
    }
    const link = (await server.call('POST', '/api/ingests', { url: 'http://127.0.0.1:1/' })).body;
    expect((await server.settled(link.id)).error!.code).toBe('link_not_allowed');
  });

  it('goes on with a job after a killed process', async () => {
    const { body } = await server.upload(
      '/api/ingests',
      'files',
      { name: 'n.txt', bytes: NOVEL.repeat(60) },
      { name: 'Tobias' },
    );
    await server.stop('SIGKILL');
    server = await server.restart();
    const done = await server.settled(body.id);
    expect(done.status).toBe('done');
    expect(done.characterIds).toHaveLength(1);
    expect(done.sourceIds).toHaveLength(1);
  });
});

describe('from a novel to a cited sheet, with a model', () => {
  let model: FakeModel;
  let server: TestServer;
  beforeAll(async () => {
    model = await startFakeModel({ window: 100_000 });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
  });

  it('locates every quotation, and keeps a claim without one from the prompt', async () => {
    const claim = (text: string, quote: string) => ({
      part: 'identity',
      text,
      kind: 'stated',
      about: null,
      quotes: [{ passage: 'p2', quote }],
    });
    model.next({
      when: ({ json }) => !json.stream,
      reply: JSON.stringify({
        claims: [
          claim('A ferrywoman of sixty.', 'Martha Quill was a tall woman of sixty'),
          claim(
            'Once crossed the desert on a camel.',
            'she crossed the burning desert upon a camel named Harold',
          ),
        ],
        scenario: 'At the landing.',
        greeting: '“Get in, then.”',
      }),
    });
    const { body } = await server.upload(
      '/api/ingests',
      'files',
      { name: 'novel.txt', bytes: NOVEL },
      { name: 'Martha Quill' },
    );
    const done = await server.settled(body.id);
    expect(done.error).toBeUndefined();
    const { sheet } = (await server.call('GET', `/api/characters/${done.characterIds[0]}`)).body;
    expect(sheet.identity.map((one: { citations: unknown[] }) => one.citations.length)).toEqual([1, 0]);
    expect(await citationsHold(server, done.characterIds[0]!)).toBe(1);
    const session = (await server.call('POST', '/api/sessions', { characterId: done.characterIds[0] })).body;
    const { request } = (await server.call('POST', `/api/sessions/${session.id}/context`, { text: 'hello' }))
      .body;
    expect(request.messages[0].content).toContain('A ferrywoman of sixty.');
    expect(request.messages[0].content).not.toContain('camel');
  });

  it('says so when the model answers with broken JSON, and leaves nothing half made', async () => {
    for (let n = 0; n < 6; n++)
      model.next({ when: ({ json }) => !json.stream, reply: 'I would rather not.' });
    const { body } = await server.upload(
      '/api/ingests',
      'files',
      { name: 'novel.txt', bytes: NOVEL },
      { name: 'Tobias' },
    );
    const failed = await server.settled(body.id);
    expect(failed).toMatchObject({
      status: 'failed',
      error: { code: 'model_bad_json' },
      characterIds: [],
      sourceIds: [],
    });
  });
});

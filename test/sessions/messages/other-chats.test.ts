import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startServer, type TestServer } from '../../support/server.js';
import { zipOf } from '../../support/files/zip.js';

jest.setTimeout(60_000);

let server: TestServer;
let characterId: string;

beforeAll(async () => {
  server = await startServer();
  characterId = (await server.call('POST', '/api/characters', { name: 'Mara' })).body.id;
});
afterAll(() => server.stop());

const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
const bring = (id: string, file: unknown, query = '') =>
  server.upload(`/api/sessions/${id}/import${query}`, 'file', {
    name: 'chat.json',
    bytes: Buffer.from(typeof file === 'string' ? file : JSON.stringify(file)),
  });
const story = async (id: string) =>
  (await server.call('GET', `/api/sessions/${id}/messages?limit=50`)).body.items as {
    role: string;
    content: string;
    createdAt: string;
  }[];

const chatOf = (name: string, hello: string, answer: string) => ({
  uuid: name,
  name,
  created_at: '2024-06-10T10:00:00Z',
  chat_messages: [
    { sender: 'human', text: hello, created_at: '2024-06-10T10:00:00Z' },
    { sender: 'assistant', text: answer, created_at: '2024-06-10T10:00:05Z' },
  ],
});

it('brings in the one conversation of several that was chosen', async () => {
  const id = await begin();
  const file = [chatOf('Lamp', 'Is it lit?', 'It is.'), chatOf('灯', '亮着吗？', '亮着。')];
  const asked = await bring(id, file);
  expect(asked).toMatchObject({
    status: 409,
    body: {
      code: 'several_conversations',
      conversations: [
        { n: 1, title: 'Lamp', at: '2024-06-10T10:00:00.000Z', messages: 2 },
        { n: 2, title: '灯', messages: 2 },
      ],
    },
  });
  expect(await bring(id, file, '?conversation=3')).toMatchObject({
    status: 400,
    body: { code: 'bad_request' },
  });
  expect(await bring(id, file, '?conversation=x')).toMatchObject({ status: 400 });
  expect(await bring(id, file, '?conversation=2')).toMatchObject({
    status: 200,
    body: { imported: 2, report: [] },
  });
  expect(await story(id)).toMatchObject([
    { role: 'user', content: '亮着吗？', createdAt: '2024-06-10T10:00:00.000Z' },
    { role: 'assistant', content: '亮着。', createdAt: '2024-06-10T10:00:05.000Z' },
  ]);
});

it('brings in a role-play with its versions, and plain text', async () => {
  const id = await begin();
  const turn = (n: number, isHuman: boolean, texts: string[]) => ({
    create_time: `2024-06-10T10:00:0${n}Z`,
    author: { is_human: isHuman, name: isHuman ? 'Ann' : 'Mara' },
    candidates: texts.map((raw_content, k) => ({ candidate_id: `${n}${k}`, raw_content })),
    primary_candidate_id: `${n}1`,
  });
  const turns = [turn(2, true, ['Hello']), turn(1, false, ['Hm?', '嗯？'])];
  expect(await bring(id, { turns })).toMatchObject({ status: 200, body: { imported: 2 } });
  expect(await bring(id, 'You: And now?\nMara: Now we wait.\n')).toMatchObject({ body: { imported: 2 } });
  expect((await story(id)).map(({ role, content }) => [role, content])).toEqual([
    ['assistant', '嗯？'],
    ['user', 'Hello'],
    ['user', 'And now?'],
    ['assistant', 'Now we wait.'],
  ]);
});

it('makes a character of each card of an archive', async () => {
  const bytes = zipOf([
    { name: 'a.yaml', content: 'name: Ilse\ngreeting: Come in.\ncontext: Bakes bread.\n' },
    { name: 'b.json', content: JSON.stringify({ char_name: '阿阮', char_persona: '卖花的人。' }) },
    { name: 'c.json', content: '{' },
  ]);
  const { status, body } = await server.upload('/api/characters/import', 'file', { name: 'x.zip', bytes });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: 'Ilse',
    others: [{ name: '阿阮' }],
    report: [expect.stringContaining('c.json')],
  });
  const other = await server.call('GET', `/api/characters/${body.others[0].id}`);
  expect(other.body.sheet.identity[0].text).toBe('卖花的人。');
});

it.each([
  [undefined, ['Nora', 'Nora'], 'Nora'],
  [undefined, ['You', 'You'], 'User'],
  [undefined, ['Nora', 'Tom'], 'User'],
  [{ name: 'Ilse' }, ['Nora', 'Nora'], 'Ilse'],
])('calls a persona %j by the name that a history has for the user: %j', async (persona, names, called) => {
  const { body } = await server.call('POST', '/api/sessions', { characterId, persona });
  const lines = names.map((name) => ({ name, is_user: true, mes: 'Hello?', send_date: 1_700_000_000_000 }));
  const chat = [{ user_name: names[0], character_name: 'Mara' }, ...lines];
  await bring(body.id, chat.map((line) => JSON.stringify(line)).join('\n'));
  const session = await server.call('GET', `/api/sessions/${body.id}`);
  expect(session.body.persona.name).toBe(called);
  expect(session.body.members).toContainEqual(expect.objectContaining({ kind: 'persona', name: called }));
});

it('brings in the chat of a scenario of Backyard’s archive', async () => {
  const id = await begin();
  const at = (n: number) => new Date(Date.UTC(2025, 5, 6, 12, n)).toISOString();
  const scenario = (title: string, hello: string, answers: string[]) =>
    JSON.stringify({
      schemaVersion: 1,
      title,
      firstMessages: [{ characterID: 'c', text: '{character} waves at {user}.' }],
      messages: [
        { type: 'human', createdAt: at(0), text: hello },
        {
          type: 'ai',
          outputs: answers.map((text, n) => ({ createdAt: at(n + 1), text, activeTimestamp: at(9 - n) })),
        },
      ],
    });
  const archive = zipOf([
    {
      name: 'manifest.json',
      content: JSON.stringify({
        schemaVersion: 1,
        scenarios: ['s/1.json', 's/2.json', 's/3.json', 's/4.json'],
      }),
    },
    { name: 's/1.json', content: scenario('Lamp', 'Is it lit?', ['It burns.', 'Not yet.']) },
    { name: 's/2.json', content: scenario('灯', '亮着吗？', ['亮着。']) },
    { name: 's/3.json', content: '{"messages": [{' },
    {
      name: 's/4.json',
      content: JSON.stringify({ title: 'never begun', firstMessages: [{ text: 'Hm?' }], messages: [] }),
    },
  ]);
  const bringArchive = (query: string, bytes: Uint8Array = archive) =>
    server.upload(`/api/sessions/${id}/import${query}`, 'file', { name: 'x.byaf', bytes });
  expect(await bringArchive('')).toMatchObject({
    status: 409,
    body: {
      conversations: [
        { n: 1, title: 'Lamp', messages: 3 },
        { n: 2, title: '灯', messages: 3 },
      ],
    },
  });
  const { status, body } = await bringArchive('?conversation=1');
  expect({ status, body }).toMatchObject({ status: 200, body: { imported: 3 } });
  expect(body.report.join(' ')).toContain('A scenario of this archive cannot be read');
  const [greeting, hello, answer] = await story(id);
  expect(greeting!.content).toMatch(/^Mara waves at /);
  expect([hello!.content, answer!.content]).toEqual(['Is it lit?', 'It burns.']);
  expect((await bringArchive('', archive.subarray(0, 400))).status).toBeGreaterThanOrEqual(400);
});

it("brings in the character's chats of an archive of SillyTavern's folder", async () => {
  const id = await begin();
  const chat = (...said: string[]) =>
    [
      { user_name: 'Kim', character_name: 'Mara', chat_metadata: {} },
      ...said.map((mes, n) => ({ name: n % 2 ? 'Kim' : 'Mara', is_user: n % 2 === 1, mes })),
    ]
      .map((line) => JSON.stringify(line))
      .join('\n');
  const bytes = zipOf([
    { name: 'default-user/characters/Mara.json', content: '{}' },
    { name: 'default-user/chats/Mara/first.jsonl', content: chat('The lamp is lit.', 'Good.') },
    { name: 'default-user/chats/Mara1/second.jsonl', content: chat('Fog.', 'Where?', 'There.') },
    { name: 'default-user/chats/Ilse/third.jsonl', content: chat('Bread?') },
  ]);
  const bring = (query: string) =>
    server.upload(`/api/sessions/${id}/import${query}`, 'file', { name: 'x.zip', bytes });
  expect(await bring('')).toMatchObject({
    status: 409,
    body: {
      code: 'several_conversations',
      conversations: [
        { n: 1, title: 'first', messages: 2 },
        { n: 2, title: 'second', messages: 3 },
      ],
    },
  });
  expect(await bring('?conversation=3')).toMatchObject({ status: 400 });
  expect(await bring('?conversation=2')).toMatchObject({ status: 200, body: { imported: 3, report: [] } });
  expect((await story(id)).map(({ content }) => content)).toEqual(['Fog.', 'Where?', 'There.']);
});

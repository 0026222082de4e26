import type { FakeModel } from './fakes/fake-model.js';
import type { TestServer } from './server.js';
import { zipOf } from './files/zip.js';

const NOVEL = `Chapter 1

“Who is there?” asked Mira. The lamp had gone out, and the ferry lay against the stairs.

“Nobody,” said Tom. “I have kept this ferry for thirty years, and nobody comes at night.”

“Then stay,” said Mira.

Chapter 2

“The river is high,” said Tom. He counted the boats, and went back up to the tower.

“It will fall by Thursday,” said Mira.
`;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const CARD = {
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: {
    name: '伊尔莎',
    description: 'Keeps the ferry.',
    first_mes: '你来了。',
    alternate_greetings: ['Fog again.'],
    assets: [{ type: 'icon', uri: 'embeded://assets/icon/images/main.png', name: 'main', ext: 'png' }],
    character_book: {
      entries: [
        { keys: ['rope'], content: '@@dont_activate_after_match\nThe rope is told of once.', extensions: {} },
        { keys: ['mist'], content: 'The mist stays.', extensions: { sticky: 2, cooldown: 2 } },
        { keys: ['/be+ll/'], content: '@@depth 1\nThe bell.', extensions: {}, use_regex: true },
      ].map((entry) => ({ ...entry, enabled: true, insertion_order: 1, use_regex: false })),
    },
  },
};

/** Fills a server, whose model has a small window, with at least one row of everything that a backup holds. */
export async function populate(server: TestServer, model: FakeModel): Promise<void> {
  const post = async (path: string, body: unknown = {}) => {
    const answer = await server.call('POST', path, body);
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await server.call('PUT', '/api/prompts/zh/main', { text: '{{original}}\n- 多写天气。' });
  await post('/api/connections', { baseUrl: 'http://127.0.0.1:9/v1', model: 'away', name: '远' });
  await post('/api/personas', { name: '林', description: '修钟表的人。', isDefault: true });
  const ingest = await server.upload('/api/ingests', 'files', { name: 'novel.txt', bytes: NOVEL });
  await server.settled(ingest.body.id);
  await post(`/api/ingests/${ingest.body.id}/characters`, { names: ['Mira'] });
  const { characterIds } = await server.settled(ingest.body.id);
  const charx = zipOf([
    { name: 'card.json', content: JSON.stringify(CARD) },
    { name: 'assets/icon/images/main.png', content: PNG },
    { name: 'assets/other/x.bin', content: Buffer.from([0, 1, 2, 255]) },
  ]);
  const card = await server.upload('/api/characters/import', 'file', { name: 'i.charx', bytes: charx });
  const { id: told } = await post('/api/sessions', { characterId: card.body.id, timeZone: 'Asia/Shanghai' });
  for (const text of ['Hello', 'the rope and the mist', 'the bell'])
    await post(`/api/sessions/${told}/messages`, { text });

  const { id } = await post('/api/sessions', { characterId: characterIds[0], timeZone: 'UTC' });
  const session = `/api/sessions/${id}`;
  const history = Array.from({ length: 16 }, (_, n) =>
    JSON.stringify({
      role: n % 2 ? 'assistant' : 'user',
      content: `${n}. ${'There is a bakery behind the church that sells rye bread; 我们下次一起去吧。'.repeat(10)}`,
      at: new Date(Date.UTC(2025, 2, 1 + n, 10, n)).toISOString(),
    }),
  ).join('\n');
  await server.upload(`${session}/import`, 'file', { name: 'h.jsonl', bytes: history });
  const { body: picture } = await server.upload(`${session}/pictures`, 'file', { name: 'p.png', bytes: PNG });
  const { reply } = await post(`${session}/messages`, { text: 'Good morning.', pictures: [picture.id] });
  while ((await server.call('GET', `${session}/chronicle`)).body.folding)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await server.call('PATCH', `${session}/messages/${reply.id}`, { content: 'Edited.' });
  const { items } = (await server.call('GET', `${session}/messages`)).body;
  await server.call('PUT', `${session}/messages/${items[0].id}/pin`);
  await post(`${session}/rules`, { scope: 'session', text: 'No cats.' });
  await post(`${session}/rules`, { scope: 'character', text: 'No dogs.' });
  await post(`${session}/branches`, { messageId: items.at(-3).id });
  await post(`${session}/messages`, { text: 'Another way.' });
  await indexed(server, model, (await post('/api/sessions', { characterId: characterIds[0] })).id);
}

/** Talks on until the model has folded the first messages, and has given words and facts of them. */
async function indexed(server: TestServer, model: FakeModel, id: string): Promise<void> {
  const { fill } = model;
  const entry = { events: ['Bread.'], facts: [], promises: [], jokes: [], relationship: '', scene: '' };
  model.fill = () => ({
    ...entry,
    words: ['#1: loaf 面包'],
    holds: ['#1 | User | home: Leeds | moved there'],
  });
  for (let n = 0, folded = 0; folded < 2; n++) {
    const text = `${n}. ${'There is a bakery behind the church that sells rye bread; 我们下次一起去吧。'.repeat(6)}`;
    await server.call('POST', `/api/sessions/${id}/messages`, { text });
    for (;;) {
      const { body } = await server.call('GET', `/api/sessions/${id}/chronicle`);
      folded = body.foldedSeq;
      if (!body.folding) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  model.fill = fill;
}

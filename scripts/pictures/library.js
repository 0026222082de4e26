import { setTimeout as sleep } from 'node:timers/promises';
import { CHINESE, HEROINE, NOVEL, OTHERS, QUESTIONS, TALK } from './story.js';

const DAY = 86_400_000;

/**
 * Fills a server that has just been started with characters and conversations, as somebody would who has used it for
 * some time.
 * @returns ids
 */
export async function fillLibrary(server) {
  for (const [name, line, language, tags, talk] of OTHERS) {
    const sheet = sheetOf(line, { language, cardNotes: { tags } });
    const { id } = await server.post('/api/characters', { name, sheet });
    if (talk) await converse(server, id, 'Rowan', talk, []);
  }

  const { name, line, scenario, greeting, talk, question } = CHINESE;
  const sheet = sheetOf(line, { language: 'zh', scenario, greetings: [greeting] });
  const { id } = await server.post('/api/characters', { name, sheet });
  const chineseSession = await converse(server, id, '阿远', talk, [question]);

  const heroine = await readNovel(server);
  const session = await converse(server, heroine, 'Rowan', TALK, QUESTIONS);
  return { heroine, session, chineseSession };
}

const sheetOf = (line, more) => ({
  identity: [{ id: 'identity-1', text: line, kind: 'invented', citations: [] }],
  ...more,
});

async function readNovel(server) {
  const form = new FormData();
  form.append('files', new Blob([NOVEL.text]), NOVEL.name);
  form.append('name', HEROINE);
  const { id } = await server.post('/api/ingests', form);
  const { characterIds } = await until(
    () => server.get(`/api/ingests/${id}`),
    ({ status }) => !['queued', 'running'].includes(status),
  );
  if (!characterIds.length) throw new Error('No sheet was written of the novel.');
  return characterIds[0];
}

/** A conversation that began some days ago; the questions are asked now, and answered by the model. */
async function converse(server, characterId, persona, talk, questions) {
  const { id } = await server.post('/api/sessions', { characterId, persona: { name: persona } });
  const begun = Date.now() - 12 * DAY;
  const lines = talk.map((content, n) =>
    JSON.stringify({
      role: n % 2 ? 'assistant' : 'user',
      content,
      at: new Date(begun + Math.floor(n / 4) * DAY + n * 60_000).toISOString(),
    }),
  );
  const form = new FormData();
  form.append('file', new Blob([lines.join('\n')]), 'history.jsonl');
  await server.post(`/api/sessions/${id}/import`, form);
  for (const text of questions) {
    const { lastSeq } = await server.get(`/api/sessions/${id}`);
    await server.post(`/api/sessions/${id}/messages`, { text });
    await until(
      () => server.get(`/api/sessions/${id}`),
      (view) => view.lastSeq >= lastSeq + 2,
    );
  }
  return id;
}

async function until(ask, ready) {
  for (let n = 0; n < 600; n++) {
    const answer = await ask();
    if (ready(answer)) return answer;
    await sleep(100);
  }
  throw new Error('It took more than a minute.');
}

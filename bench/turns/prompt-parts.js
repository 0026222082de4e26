import { story } from './story.js';

const WINDOW = 16_000;
const PARTS = ['pinned', 'chronicle', 'frame', 'history', 'tail'];
const TALK = { en: 'It is late. Shall we go on?', zh: '不早了，我们接着走吧？' };
const SHEETS = {
  en: {
    name: 'Ada',
    description: 'A lighthouse keeper of few words, who counts ships and keeps letters unopened.',
  },
  zh: { name: '沈渡', description: '摆渡人，话少，记得每一盏灯的名字，收着一封没拆的信。' },
};

/** Estimated tokens of each part of a prompt, for four sessions: new and folded, in both languages. */
export async function measurePromptParts(server) {
  await server.restart({ MODEL_CONTEXT_WINDOW: String(WINDOW) });
  const cases = [];
  for (const language of ['en', 'zh']) {
    const { id: characterId } = await server.post('/api/characters', SHEETS[language]);
    for (const [name, count] of [
      ['new', 4],
      ['folded', 400],
    ]) {
      const { id } = await server.post('/api/sessions', { characterId });
      const form = new FormData();
      const lines = story(count).map((message) => JSON.stringify(message));
      form.append('file', new Blob([lines.join('\n')]), 'history.jsonl');
      await server.post(`/api/sessions/${id}/import`, form);
      const { receipt } = await server.post(`/api/sessions/${id}/messages`, { text: TALK[language] });
      const { parts } = await server.get(`/api/sessions/${id}/turns/${receipt.turnId}/request`);
      const tokens = PARTS.map((kind) => parts.find((part) => part.kind === kind)?.tokens ?? 0);
      cases.push({
        name: `${name}, ${language}`,
        measured: tokens.join(' | '),
        limit: String(WINDOW),
        ratio: `${Math.round(tokens.reduce((sum, one) => sum + one, 0))} tokens`,
      });
    }
  }
  return { title: `Tokens of a prompt: ${PARTS.join(' | ')}`, limit: 'the window', cases };
}

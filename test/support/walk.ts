import type { TestServer } from './server.js';

/**
 * Asks for everything that the API shows, as the client would: every list to its end, and whatever is in it.
 * @param only of the session of that id and its character, where one is given
 * @returns what the server failed at, `status path`; empty where all is well
 */
export async function walk(server: TestServer, only?: string): Promise<string[]> {
  const failed: string[] = [];
  const get = async (path: string) => {
    const { status, body } = await server.call('GET', path);
    if (status >= 500 || status === 400) failed.push(`${status} ${path.replace(/[0-9a-f-]{36}/g, ':id')}`);
    return body;
  };
  const all = async (path: string): Promise<any[]> => {
    const items: any[] = [];
    for (let next = ''; items.length < 5000;) {
      const body = await get(`${path}${path.includes('?') ? '&' : '?'}limit=50${next && `&before=${next}`}`);
      items.push(...(body.items ?? []));
      if (!body.next || body.next === next) return items;
      next = body.next;
    }
    return items;
  };
  await get('/api/about');
  await get('/api/personas');
  await get('/v1/models');
  const sessions = (await all('/api/sessions')).filter(({ id }) => !only || id === only);
  for (const { id } of await all('/api/characters')) {
    if (only && !sessions.some(({ characterId }) => characterId === id)) continue;
    const { sources = [] } = await get(`/api/characters/${id}`);
    for (const { version } of await all(`/api/characters/${id}/versions`))
      await get(`/api/characters/${id}/versions/${version}`);
    await get(`/api/characters/${id}/avatar`);
    for (const format of ['png', 'json', 'charx']) await get(`/api/characters/${id}/export?format=${format}`);
    for (const source of sources) {
      const { sectionList = [] } = await get(`/api/sources/${source.id}`);
      for (const { n } of sectionList) await get(`/api/sources/${source.id}/sections/${n}`);
      await get(`/api/sources/${source.id}/passages/p1`);
    }
  }
  for (const { id } of await all('/api/ingests')) await get(`/api/ingests/${id}`);
  for (const { id } of sessions) {
    const session = `/api/sessions/${id}`;
    await get(session);
    const messages = await all(`${session}/messages`);
    await Promise.all(messages.map((message) => get(`${session}/messages/${message.id}/versions`)));
    await get(`${session}/messages?after=0`);
    await get(`${session}/messages?around=2`);
    await get(`${session}/messages?at=2026-01-01`);
    await get(`${session}/search?q=one`);
    await get(`${session}/pins`);
    await get(`${session}/branches`);
    await get(`${session}/chronicle`);
    await get(`${session}/rules`);
    for (const { turnId } of await all(`${session}/turns`)) {
      await get(`${session}/turns/${turnId}/request`);
      await get(`${session}/turns/${turnId}/request?format=json`);
    }
    for (const format of ['jsonl', 'markdown', 'sillytavern'])
      await get(`${session}/export?format=${format}`);
  }
  return failed;
}

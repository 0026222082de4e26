import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Scope } from '../../src/contracts/api-key.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('the server of the Model Context Protocol', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const agent = async (scopes: Scope[]) => {
    const { key } = (await server.call('POST', '/api/keys', { name: 'Agent', scopes })).body;
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${key}` } };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit }) as never,
    );
    const call = async (name: string, input: Record<string, unknown>) => {
      const { content, isError } = await client.callTool({ name, arguments: input });
      const [{ text }] = content as [{ text: string }];
      return { isError: isError ?? false, told: /^[[{]/.test(text) ? (JSON.parse(text) as any) : text };
    };
    return { client, call };
  };

  it('writes a character and talks to it', async () => {
    const { client, call } = await agent([
      'characters:read',
      'characters:write',
      'sessions:read',
      'sessions:write',
      'sessions:talk',
    ]);
    expect((await client.listTools()).tools.map(({ name }) => name).sort()).toEqual([
      'add_lorebook_entries',
      'begin_conversation',
      'change_character',
      'create_character',
      'list_conversations',
      'read_character',
      'read_messages',
      'say',
      'search_characters',
    ]);
    const made = await call('create_character', {
      name: 'Martha Quill',
      sheet: { identity: ['A ferrywoman of sixty.'], greetings: ['You are late.'] },
      tags: ['ferry'],
    });
    const { id } = made.told;
    expect(await call('change_character', { id, sheet: { scenario: 'The ferry.' } })).toMatchObject({
      told: { sheetVersion: 2 },
    });
    await call('add_lorebook_entries', {
      id,
      entries: [{ keys: ['ferry'], content: 'It is called Patience.' }],
    });
    expect((await call('read_character', { id })).told).toMatchObject({
      sheetVersion: 3,
      sheet: { identity: [{ text: 'A ferrywoman of sixty.' }], scenario: 'The ferry.' },
    });
    expect((await call('search_characters', { words: 'quill' })).told).toMatchObject([
      { id, tags: ['ferry'] },
    ]);
    const begun = (await call('begin_conversation', { characterId: id, as: 'Ada' })).told;
    expect(begun.messages[0].text).toBe('You are late.');
    const said = await call('say', { sessionId: begun.sessionId, text: 'How long have you kept the ferry?' });
    expect(said.isError).toBe(false);
    const { told: messages } = await call('read_messages', { sessionId: begun.sessionId });
    expect(messages.map(({ speaker }: { speaker: string }) => speaker)).toEqual([
      'Martha Quill',
      'Ada',
      'Martha Quill',
    ]);
    expect((await call('list_conversations', { characterId: id })).told).toHaveLength(1);
    expect(await call('read_character', { id: crypto.randomUUID() })).toMatchObject({
      isError: true,
      told: expect.stringContaining('not_found'),
    });
    expect((await call('create_character', { name: 'X', sheet: { voyce: [] } })).isError).toBe(true);
    // Left out without a word, it would list everything.
    expect(await call('search_characters', { query: 'quill' })).toMatchObject({
      isError: true,
      told: expect.stringContaining('"query"'),
    });
    await client.close();
  });

  it('says that it sends nothing unasked and holds no sessions, as the protocol has it', async () => {
    for (const method of ['GET', 'DELETE']) {
      const headers = { authorization: `Bearer ${server.token}`, accept: 'text/event-stream' };
      const answer = await fetch(`${server.url}/mcp`, { method, headers });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await answer.json()).toMatchObject({ statusCode: 405, code: 'bad_request' });
    }
  });

  it('shows and does what a key’s scopes allow', async () => {
    const { client, call } = await agent(['characters:read']);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
      'search_characters',
      'read_character',
    ]);
    expect((await call('create_character', { name: 'X' })).isError).toBe(true);
    await client.close();
    // A thousand calls at once would be one request of its key.
    const ping = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/list' });
    const post = async (body: unknown) => {
      const headers = {
        authorization: `Bearer ${server.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      };
      return fetch(`${server.url}/mcp`, { method: 'POST', headers, body: JSON.stringify(body) });
    };
    expect((await post(ping(1))).status).toBe(200);
    expect((await post([ping(1), ping(2)])).status).toBe(400);
    expect((await post([])).status).toBe(400);
    const stranger = await fetch(`${server.url}/mcp`, { method: 'POST' });
    expect(stranger.status).toBe(401);
  });
});

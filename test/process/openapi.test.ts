import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { plainPng } from '../../src/characters/cards/png.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

interface Operation {
  operationId: string;
  security?: object[];
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: object }> };
  summary?: string;
  description?: string;
  responses: Record<string, Answer>;
}
interface Answer {
  $ref?: string;
  description: string;
  content?: Record<string, { schema: object }>;
}
interface Route {
  method: string;
  path: string;
  operation: Operation;
}

const NOVEL = [1, 2, 3]
  .map(
    (n) => `Chapter ${n}

Martha Quill was a tall woman of sixty, and she had kept the ferry for thirty years.

“You are late again,” said Martha Quill, and she did not look up from the rope.

“The clock is early,” said Tobias. “It always was, in chapter ${n}.”
`,
  )
  .join('\n');
const NOBODY = '11111111-1111-4111-8111-111111111111';

/** What is described is all there is: a field that the description does not name is found, too. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner && inner['type'] === 'object' && !('additionalProperties' in inner)
    ? { ...inner, additionalProperties: false }
    : inner;
}

describe('the description of the HTTP side', () => {
  let server: TestServer;
  let routes: Route[];
  let document: any;
  let validator: (schema: object) => ValidateFunction;

  beforeAll(async () => {
    server = await startServer();
    const { body } = await server.call('GET', '/api/openapi.json');
    document = body;
    routes = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
    const ajv = new Ajv({ strict: false, validateFormats: false, discriminator: false });
    ajv.addSchema({ $id: 'api', components: closed(body.components) } as object);
    validator = (schema) => ajv.compile(resolved(closed(schema)) as object);
  });
  afterAll(() => server.stop());

  const refusalOf = ({ responses }: Operation): Answer =>
    document.components.responses[responses['default']!.$ref!.split('/').at(-1)!];

  /** References lead into the document. */
  const resolved = (schema: unknown): unknown =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as unknown;

  const check = (schema: object, body: unknown, what: string) => {
    const validate = validator(schema);
    validate(body);
    expect({ what, errors: validate.errors }).toEqual({ what, errors: null });
  };

  it('tells of every route what it takes, what it gives, and how it refuses', () => {
    expect(routes.length).toBeGreaterThan(60);
    for (const { method, path, operation } of routes) {
      const what = `${method} ${path}`;
      const [status = ''] = Object.keys(operation.responses);
      const success = operation.responses[status]!;
      expect({ what, tells: status === '204' || !!success.content }).toEqual({ what, tells: true });
      expect({ what, refuses: !!refusalOf(operation).content }).toEqual({ what, refuses: true });
    }
    const uploads = routes.filter(({ operation }) => operation.requestBody?.content['multipart/form-data']);
    expect(uploads.map(({ path }) => path).sort()).toEqual([
      '/api/characters/import',
      '/api/characters/{id}/avatar',
      '/api/characters/{id}/lorebook',
      '/api/ingests',
      '/api/restore',
      '/api/sessions/{id}/import',
      '/api/sessions/{id}/pictures',
    ]);
  });

  it('is valid, and names every route once', async () => {
    const { valid, errors } = await new Validator().validate(document);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    const ids = routes.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of routes) {
      const { operationId, parameters, summary } = operation;
      const wanted = parameters.filter(({ required, in: place }) => required && place === 'header');
      expect({ operationId, wanted, told: (summary ?? '').length > 5 }).toEqual({
        operationId,
        wanted: [],
        told: true,
      });
    }
  });

  it('says which scope of a key opens each, and which are the owner’s own', () => {
    const closed = routes.filter(({ operation }) => operation.description!.includes('no API key opens it'));
    const open = routes.filter(({ operation }) =>
      /needs the scope `\w+:\w+`|For anybody|Any API key/.test(operation.description!),
    );
    expect(closed.length + open.length).toBe(routes.length);
    expect([...new Set(closed.map(({ path }) => path.split('/').slice(0, 3).join('/')))].sort()).toEqual([
      '/api/about',
      '/api/backup',
      '/api/bridges',
      '/api/connections',
      '/api/keys',
      '/api/prompts',
      '/api/push',
      '/api/restore',
      '/api/sign-in-links',
      '/api/sign-ins',
      '/api/sign-out',
    ]);
  });

  it('names those that are open; all others ask who one is', async () => {
    for (const { method, path, operation } of routes) {
      const response = await fetch(server.url + path.replaceAll(/\{\w+\}/g, NOBODY), { method });
      const open = operation.security?.length === 0;
      expect({ method, path, refused: response.status === 401 }).toEqual({ method, path, refused: !open });
    }
  });

  it('says how what is not there is answered', async () => {
    for (const { method, path, operation } of routes.filter(({ path }) => path.includes('{'))) {
      const { status, body } = await server.call(method, path.replaceAll(/\{\w+\}/g, NOBODY));
      const what = `${method} ${path}`;
      expect({ what, status: [400, 404].includes(status) ? 404 : status }).toEqual({ what, status: 404 });
      check(refusalOf(operation).content!['application/json']!.schema, body, what);
    }
  });

  it('says what is answered, field by field', async () => {
    const post = async (path: string, body: object = {}) => {
      const answer = await server.call('POST', path, body);
      expect({ path, status: Math.floor(answer.status / 100) }).toEqual({ path, status: 2 });
      seen('POST', path, answer.body);
      return answer.body;
    };
    const seen = (method: string, path: string, body: unknown) => {
      const route = routes.find(
        (one) =>
          one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
      )!;
      const [status = ''] = Object.keys(route.operation.responses);
      const schema = route.operation.responses[status]!.content?.['application/json']?.schema;
      if (schema && typeof body === 'object') check(schema, body, `${method} ${path}`);
    };

    const { body: begun } = await server.upload('/api/ingests', 'files', { name: 'novel.txt', bytes: NOVEL });
    seen('POST', '/api/ingests', begun);
    const { cast } = await server.settled(begun.id);
    const merges = [{ name: 'Tobias', into: 'Martha Quill' }];
    seen(
      'PUT',
      `/api/ingests/${begun.id}/merges`,
      (await server.call('PUT', `/api/ingests/${begun.id}/merges`, { merges })).body,
    );
    await post(`/api/ingests/${begun.id}/characters`, { names: [cast[0]!.name] });
    const ingest = await server.settled(begun.id);
    const characterId = ingest.characterIds[0]!;
    const persona = await post('/api/personas', { name: 'Ada', description: 'A surveyor.' });
    const session = await post('/api/sessions', { characterId, personaId: persona.id });
    const inSession = `/api/sessions/${session.id}`;
    const text = 'How long have you kept the ferry?';
    await post(`${inSession}/context`, { text });
    const { reply, receipt } = await post(`${inSession}/messages`, { text });
    const { body: picture } = await server.upload(`${inSession}/pictures`, 'file', {
      name: 'a.png',
      bytes: plainPng(),
    });
    seen('POST', `${inSession}/pictures`, picture);
    await post(`${inSession}/messages`, { text, pictures: [picture.id] });
    await post(`${inSession}/rules`, { text: 'Speak in short sentences.' });
    await server.call('PUT', `${inSession}/messages/${reply.id}/pin`);
    await post(`${inSession}/messages/${reply.id}/choose`);
    seen('PATCH', inSession, (await server.call('PATCH', inSession, { note: 'It rains.' })).body);
    await post(`${inSession}/branches`, { messageId: reply.id, title: 'Elsewhere' });
    await post(`${inSession}/chronicle`);
    const sheet = (await server.call('GET', `/api/characters/${characterId}`)).body.sheet;
    await server.call('PATCH', `/api/characters/${characterId}`, { sheet });
    const [citation] = sheet.identity[0].citations;
    await post(`/api/characters/${characterId}/lorebook/entries`, {
      entries: [{ keys: ['ferry'], content: 'It is called Patience.' }],
    });
    const webhook = await post('/api/webhooks', { url: 'https://203.0.112.9/', events: ['ingest.done'] });
    await post('/api/keys', { name: 'A bot', scopes: ['sessions:talk'] });

    const connection = await server.call('POST', '/api/connections', { baseUrl: 'http://127.0.0.1:9/v1' });
    const bridge = await post('/api/bridges', { kind: 'onebot', settings: { rooms: ['1'] } });
    await post(`/api/bridges/${bridge.id}/pairings`);
    const ids: [RegExp, string][] = [
      [/\/bridges\/\{id\}/, `/bridges/${bridge.id}`],
      [/\/connections\/\{id\}/, `/connections/${connection.body.id}`],
      [/\/sessions\/\{id\}/, `/sessions/${session.id}`],
      [/\/characters\/\{id\}/, `/characters/${characterId}`],
      [/\{model\}/, characterId],
      [/\/ingests\/\{id\}/, `/ingests/${ingest.id}`],
      [/\/sources\/\{id\}/, `/sources/${ingest.sourceIds[0]}`],
      [/\/webhooks\/\{id\}/, `/webhooks/${webhook.id}`],
      [/\{n\}/, '1'],
      [/\{passageId\}/, citation.passageId],
      [/\{messageId\}/, reply.id],
      [/\{turnId\}/, receipt.turnId],
      [/\{pictureId\}/, picture.id],
    ];
    const queries: Record<string, string> = {
      '/api/sessions/{id}/search': '?q=ferry',
      '/api/ingests/{id}/estimate': `?names=${encodeURIComponent(cast[0]!.name)}`,
    };
    // There is no picture, and the server may not fetch any here.
    const absent = ['/api/characters/{id}/avatar', '/api/characters/{id}/expressions/{n}', '/api/pictures'];
    for (const { method, path } of routes.filter(({ method }) => method === 'GET')) {
      if (absent.includes(path)) continue;
      const filled = ids.reduce((told, [what, id]) => told.replace(what, id), path);
      const { status, body } = await server.call(method, filled + (queries[path] ?? ''));
      expect({ path, status }).toEqual({ path, status: 200 });
      seen(method, filled, body);
    }
  });
});

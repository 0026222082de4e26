import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(900_000);

interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
}
interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
}

/** For any field: what no store takes, what no list holds, what is found on every object, and times that are none. */
const VALUES: readonly unknown[] = [
  ...['\0', '\ud800', 'a\0\udc00b', '', ' ', '😀'.repeat(5000), 'x'.repeat(1_000_000), '\u202e\u0001'],
  ...['constructor', '__proto__', 'toString', '0000-01-01', '+275760-09-13T00:00:00Z', 'http://[::1', '%s%n'],
  ...[-1, 0, 1.5, 1e308, -1e308, 2 ** 31, 2 ** 53, null, true, [], {}, [[]], [null], { length: 1e9 }],
  ...["';--", '{{char}}'.repeat(500), Array(3000).fill('x'), Array(300).fill({})],
];
const IN_PATHS = [
  '\u0001',
  '__proto__',
  '9'.repeat(30),
  '-1',
  '😀',
  'x'.repeat(3000),
  '1e9',
  '%',
  '2147483648',
];
const RAW = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '{"__proto__":{"x":1}}',
  `${'{"a":'.repeat(90)}1${'}'.repeat(90)}`,
];
/** What ends something that the others need, or takes files. */
const LEFT_OUT = /restore|sign-|\/backup$|avatar$|\/import$|\/ingests$/;

let model: FakeModel;
let server: TestServer;
let paths: Record<string, Record<string, Operation>>;
let components: Record<string, Record<string, Schema>>;
const ids: Record<string, string> = {};

beforeAll(async () => {
  model = await startFakeModel();
  server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
  ({ paths, components } = (await server.call('GET', '/api/openapi.json')).body);
  const made = async (path: string, body: object) =>
    (await server.call('POST', path, body)).body.id as string;
  ids['characters'] = await made('/api/characters', { name: 'Mira' });
  ids['sessions'] = await made('/api/sessions', { characterId: ids['characters'] });
  ids['personas'] = await made('/api/personas', { name: 'Lin', description: 'x' });
  ids['connections'] = await made('/api/connections', { baseUrl: 'http://127.0.0.1:9/v1', model: 'x' });
  const { reply } = (await server.call('POST', `/api/sessions/${ids['sessions']}/messages`, { text: 'Hi' }))
    .body;
  ids['messageId'] = reply.id;
  ids['ruleId'] = await made(`/api/sessions/${ids['sessions']}/rules`, { text: 'No cats.' });
});
afterAll(async () => {
  await server.stop();
  await model.close();
});

const read = (schema: Schema | undefined): Schema =>
  schema?.$ref ? read(components[schema.$ref.split('/')[2]!]?.[schema.$ref.split('/')[3]!]) : (schema ?? {});
const propertiesOf = (given: Schema): Record<string, Schema> => {
  const schema = read(given);
  return Object.assign({}, ...(schema.anyOf ?? []).map(propertiesOf), schema.properties);
};
/** Something that passes, for the fields that have to be there. */
function modest(given: Schema | undefined): unknown {
  const schema = read(given);
  if (schema.const !== undefined || schema.enum) return schema.const ?? schema.enum![0];
  if (schema.type === 'string') return schema.format === 'uuid' ? ids['characters'] : 'http://127.0.0.1:9/v1';
  return { integer: 1, number: 1, boolean: true, array: [] as unknown[] }[schema.type!] ?? {};
}

it('any value in any field of any route is taken or refused in words, and soon', async () => {
  const odd: unknown[] = [];
  let taken = 0;
  const ask = async (method: string, path: string, body?: string) => {
    const begun = performance.now();
    const response = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    });
    if (response.headers.get('content-type')?.includes('event-stream')) await response.body?.cancel();
    else await response.arrayBuffer();
    if (response.ok) taken++;
    // A model or a server that is named may fail, and the database may be asked too much.
    const isOdd = response.status >= 500 && ![502, 503].includes(response.status);
    if (isOdd || performance.now() - begun > 20_000)
      odd.push([method, path.slice(0, 200), body?.slice(0, 100), response.status]);
  };
  for (const [path, item] of Object.entries(paths)) {
    if (LEFT_OUT.test(path)) continue;
    const filled = (name = '', value = '') =>
      path.replace(/\{(\w+)\}/g, (_, one: string) =>
        encodeURIComponent(
          one === name ? value : (ids[one] ?? ids[path.split('/')[2]!] ?? ids['characters']!),
        ),
      );
    for (const [verb, { parameters = [], requestBody }] of Object.entries(item)) {
      const method = verb.toUpperCase();
      if (method === 'DELETE') continue;
      for (const { in: where, name } of parameters) {
        if (where === 'path')
          for (const value of IN_PATHS)
            await ask(method, filled(name, value), method === 'GET' ? undefined : '{}');
        else if (method === 'GET')
          for (const value of VALUES) {
            const text = (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
            await ask(method, `${filled()}?${name}=${encodeURIComponent(text.slice(0, 3000))}`);
          }
      }
      if (method === 'GET' || !requestBody) continue;
      for (const body of RAW) await ask(method, filled(), body);
      const schema = read(requestBody.content?.['application/json']?.schema);
      const fields = propertiesOf(schema);
      const least = Object.fromEntries((schema.required ?? []).map((name) => [name, modest(fields[name])]));
      for (const name of Object.keys(fields))
        for (const value of VALUES) await ask(method, filled(), JSON.stringify({ ...least, [name]: value }));
    }
  }
  expect(odd).toEqual([]);
  expect(taken).toBeGreaterThan(500);
  expect((await server.call('GET', '/health/ready')).status).toBe(200);
  expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
});

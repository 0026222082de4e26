import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  type FakeModel,
  type FakeOptions,
  startFakeModel,
} from '../../../../test/support/fakes/fake-model.js';
import type { FakeRequest } from '../../../../test/support/fakes/fake-request.js';
import { minimalValue } from '../../../../test/support/fakes/json-schema-value.js';
import { CutOffAnswer } from './fill.js';
import type { FillTask } from '../../model.js';
import { OpenAiModel } from '../openai-model.js';

const person = z.object({
  name: z.string().min(1),
  age: z.number().int().nullable(),
  lines: z.array(z.object({ quote: z.string(), kind: z.enum(['stated', 'inferred']) })),
});
const task: FillTask<z.infer<typeof person>> = {
  instructions: 'Find the person.',
  material: '“I am Mei,” she said.',
  schema: person,
  name: 'person',
};
const mei = { name: 'Mei', age: null, lines: [{ quote: 'I am Mei', kind: 'stated' }] };

const fakes: FakeModel[] = [];
const models: OpenAiModel[] = [];

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
});

async function connected(options?: FakeOptions): Promise<{ fake: FakeModel; model: OpenAiModel }> {
  const fake = await startFakeModel(options);
  fakes.push(fake);
  const model = new OpenAiModel({ baseUrl: fake.url, apiKey: undefined, name: 'fake-1', window: undefined });
  models.push(model);
  fake.fill = () => mei;
  return { fake, model };
}

const formats = (requests: FakeRequest[]) => requests.map(({ json }) => json.response_format?.type ?? 'text');

describe('filling a schema', () => {
  it('holds the server to it, does not stream, and adds up nothing that was not used', async () => {
    const { fake, model } = await connected();
    const { value, usage } = await model.fill(task);
    expect(value).toEqual(mei);
    expect(usage.promptTokens).toBeGreaterThan(0);
    expect(fake.requests).toHaveLength(1);
    const { json, messages } = fake.last;
    expect(json.stream).toBe(false);
    expect(json.response_format?.json_schema).toMatchObject({ name: 'person', strict: true });
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(messages[0]?.content).toMatch(/^Find the person\./);
    expect(messages[1]?.content).toBe(task.material);
    expect(fake.last.headers.authorization).toBeUndefined();
  });

  it('sends material of any length as it is', async () => {
    const { fake, model } = await connected();
    const material = `“The tide is high” \\ 潮水😀\n\u2028\u0007`.repeat(20_000);
    await model.fill({ ...task, material });
    expect(fake.last.messages[1]?.content === material).toBe(true);
  });

  it('sends a schema that servers have in common', async () => {
    const { fake, model } = await connected();
    fake.fill = (_, schema) => minimalValue(schema!);
    const wide = z.object({
      at: z.string().regex(/^\d+$/).max(9).default('7'),
      when: z.iso.date().nullable(),
      n: z.int().min(3).max(5).default(4),
      some: z.array(z.string().min(2)).min(1),
    });
    await expect(model.fill({ ...task, schema: wide })).rejects.toMatchObject({ code: 'model_bad_json' });
    const { schema, strict } = fake.requests[0]!.json.response_format!.json_schema!;
    expect(strict).toBe(true);
    expect(schema.required).toEqual(['at', 'when', 'n', 'some']);
    expect(JSON.stringify(schema)).not.toMatch(
      /pattern|maxLength|minLength|minimum|maximum|default|format|minItems|\$schema/,
    );
    await model.fill({ ...task, schema: z.object({ maybe: z.string().optional() }) });
    expect(fake.last.json.response_format?.json_schema?.strict).toBe(false);
  });

  it('asks for less of a server that takes less, and remembers', async () => {
    const { fake, model } = await connected({ formats: ['json_object'] });
    expect((await model.fill(task)).value).toEqual(mei);
    expect((await model.fill(task)).value).toEqual(mei);
    expect(formats(fake.requests)).toEqual(['json_schema', 'json_object', 'json_object']);
    expect(fake.last.messages[0]?.content).toContain('"additionalProperties":false');
  });

  it('asks in plain words of a server that knows no formats', async () => {
    const { fake, model } = await connected({ formats: [] });
    fake.next({
      when: ({ json }) => !json.response_format,
      reply: `Here:\n\`\`\`json\n${JSON.stringify(mei)}\n\`\`\``,
    });
    expect((await model.fill(task)).value).toEqual(mei);
    expect((await model.fill(task)).value).toEqual(mei);
    expect(formats(fake.requests)).toEqual(['json_schema', 'json_object', 'text', 'text']);
  });

  it('does not climb down for a refusal that is about something else', async () => {
    const { fake, model } = await connected();
    fake.next({ failStatus: 401 });
    await expect(model.fill(task)).rejects.toMatchObject({ code: 'model_key_refused' });
    fake.next({ failStatus: 400 });
    await expect(model.fill(task)).rejects.toMatchObject({ code: 'model_context_too_long' });
    fake.next({ failStatus: 400, failBody: 'The material was considered high risk' }, 3);
    await expect(model.fill(task)).rejects.toMatchObject({ code: 'model_failed' });
    await model.fill(task);
    expect(formats(fake.requests).at(-1)).toBe('json_schema');
  });

  it.each([
    ['thinking', `<think>A {name}? "Mei".</think>\n${JSON.stringify(mei)}`],
    ['thinking whose opening tag was left to the prompt', `The name is Mei.</think>${JSON.stringify(mei)}`],
    ['a fence', `\`\`\`json\n${JSON.stringify(mei, null, 2)}\n\`\`\``],
    ['words around it', `Sure! ${JSON.stringify(mei)} I hope this helps.`],
    ['trailing commas', '{"name":"Mei","age":null,"lines":[{"quote":"I am Mei","kind":"stated",},],}'],
    ['single quotes', "{'name':'Mei','age':null,'lines':[{'quote':'I am Mei','kind':'stated'}]}"],
    [
      'full-width marks',
      '｛“name”：“Mei”，“age”：null，“lines”：［｛“quote”：“I am Mei”，“kind”：“stated”｝］｝',
    ],
    ['a missing end', '{"name":"Mei","age":null,"lines":[{"quote":"I am Mei","kind":"stated"'],
  ])('reads through %s', async (_, reply) => {
    const { fake, model } = await connected();
    fake.next({ reply });
    expect((await model.fill(task)).value).toEqual(mei);
    expect(fake.requests).toHaveLength(1);
  });

  it('keeps full-width marks within strings', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: '｛“name”：“他说：｛好｝，\\n对"吧"”，"age": 3，“lines”：［］｝' });
    expect((await model.fill(task)).value).toEqual({ name: '他说：｛好｝，\n对"吧"', age: 3, lines: [] });
  });

  it('keeps what looks like thinking within an answer', async () => {
    const { fake, model } = await connected();
    const odd = { ...mei, name: 'a </think> b' };
    fake.next({ reply: JSON.stringify(odd) });
    expect((await model.fill(task)).value).toEqual(odd);
  });

  it('says what was wrong, and takes a second answer', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: '{"name":"Mei","age":"young","lines":[]}' });
    const { value, usage } = await model.fill(task);
    expect(value).toEqual(mei);
    const [first, second] = fake.requests;
    expect(second!.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(second!.messages[3]?.content).toContain('age');
    const tokens = (request: FakeRequest) => Math.ceil(request.messageBytes.length / 4);
    expect(usage.promptTokens).toBe(tokens(first!) + tokens(second!));
  });

  it('takes a second answer after one that is no JSON, or nothing at all', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: 'I would rather not.' });
    expect((await model.fill(task)).value).toEqual(mei);
    fake.next({ empty: true });
    expect((await model.fill(task)).value).toEqual(mei);
    expect(fake.requests).toHaveLength(4);
  });

  it('gives up after two answers that cannot be used', async () => {
    const { fake, model } = await connected();
    fake.next({ brokenJson: true }, 2);
    await expect(model.fill(task)).rejects.toMatchObject({ code: 'model_bad_json' });
    fake.next({ empty: true }, 2);
    await expect(model.fill(task)).rejects.toMatchObject({ code: 'model_empty' });
    expect(fake.requests).toHaveLength(4);
  });

  it('tells an answer that was cut off apart, even one that could be mended', async () => {
    const { fake, model } = await connected();
    fake.next({ brokenJson: true, finish: 'length' });
    const error = await model.fill(task).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CutOffAnswer);
    expect(error).toMatchObject({ code: 'model_bad_json' });
    expect((error as Error).message).toContain('cut off');
    expect(fake.requests).toHaveLength(1);
  });

  it('stops when it is told to', async () => {
    const { fake, model } = await connected();
    fake.next({ hang: true });
    const controller = new AbortController();
    const filling = model.fill({ ...task, signal: controller.signal });
    const request = await fake.received(1);
    controller.abort();
    await expect(filling).rejects.toMatchObject({ name: 'AbortError' });
    await expect(request.ended).resolves.toBe('aborted');
  });

  it('survives whatever a model writes', async () => {
    const { fake, model } = await connected();
    for (const reply of [
      '{'.repeat(50_000),
      `{${'"'.repeat(1_000_000)}`,
      '{"a":'.repeat(20_000),
      `{"name":"${'\\'.repeat(99_999)}`,
      '｛“'.repeat(9999),
      `{"lines":[${'{},'.repeat(500_000)}{}]}`,
    ]) {
      fake.next({ reply }, 2);
      await expect(model.fill(task)).rejects.toMatchObject({ code: 'model_bad_json' });
    }
  });
});

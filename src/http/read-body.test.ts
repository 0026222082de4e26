import { expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Problem } from '../contracts/problem.js';
import { completionSchema } from '../openai-api/completion.js';
import { readBody } from './read-body.js';

const schema = z.object({ name: z.string(), list: z.array(z.object({ text: z.string() })).default([]) });

it('what is read is what the schema says', () => {
  expect(readBody(schema, { name: 'a', more: 1 })).toEqual({ name: 'a', list: [] });
});

it.each([
  ['numbers', schema, { name: 'a', list: Array(300_000).fill(1) }, 'list[0]'],
  ['objects', schema, { name: 'a', list: Array.from({ length: 100_000 }, () => ({})) }, 'list[0].text'],
  ['messages', completionSchema, { model: 'a', messages: Array(190_000).fill(1) }, 'messages[0]'],
  [
    'parts of messages',
    completionSchema,
    { model: 'a', messages: Array.from({ length: 60_000 }, () => ({ role: 'user', content: [1] })) },
    'messages[0].content[0]',
  ],
])('of many wrong %s the first is named', (_, one: z.ZodType, body, place) => {
  const { message, param } = refusal(one, body);
  expect(message.match(/→ at .+/g)).toEqual([`→ at ${place}`]);
  expect(param).toBe(place);
});

it('names a field that there is not, and none where nothing is a field', () => {
  const strict = z.strictObject({ list: z.array(z.strictObject({ text: z.string() })) });
  expect(refusal(strict, { list: [{ text: 'a', voyce: 1 }] }).param).toBe('list[0].voyce');
  expect(refusal(strict, 'text').param).toBeUndefined();
});

function refusal(one: z.ZodType, body: unknown): Problem {
  try {
    readBody(one, body);
  } catch (error) {
    return error as Problem;
  }
  throw new Error('It was read');
}

import { expect, it } from '@jest/globals';
import { z } from 'zod';
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
  let message = '';
  try {
    readBody(one, body);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.match(/→ at .+/g)).toEqual([`→ at ${place}`]);
});

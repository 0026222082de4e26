import { expect, it } from '@jest/globals';
import { embeddingPrice } from './embedding-price.js';

const talks = { input: 4, cachedInput: 0.5, output: 20 };
const of = (baseUrl: string, embeddingModel: string) =>
  embeddingPrice({ baseUrl, model: 'talker', price: talks, embeddingModel });

it('is what the supplier takes for the model that makes them, never what the other model costs', () => {
  const price = of('https://api.openai.com/v1', 'text-embedding-3-small');
  expect(price?.input).toBeGreaterThan(0);
  expect(price?.input).toBeLessThan(1);
  expect(price?.output).toBe(0);
});

it('is not known at a server of ones own, or without an address', () => {
  expect(of('http://127.0.0.1:11434/v1', 'text-embedding-3-small')).toBeNull();
  expect(of('', 'text-embedding-3-small')).toBeNull();
});

it('is the price of the connection where it has only this model', () => {
  expect(of('http://127.0.0.1:11434/v1', 'talker')).toEqual(talks);
});

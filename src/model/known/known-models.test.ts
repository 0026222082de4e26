import { describe, expect, it } from '@jest/globals';
import { knownModel } from './known-models.js';
import { MODELS_DEV, MODELS_DEV_DATE } from './models-dev.js';
import { SUPPLIERS } from './suppliers.js';

describe('known models', () => {
  it('are those of every supplier that is listed', () => {
    for (const { modelsDev } of SUPPLIERS)
      if (modelsDev) expect(JSON.parse(MODELS_DEV[modelsDev]!).length).toBeGreaterThan(0);
    expect(MODELS_DEV_DATE).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('are found by their own name, with limits and prices', () => {
    expect(knownModel('api.deepseek.com', 'deepseek-v4-pro')).toMatchObject({
      window: 1_000_000,
      thinks: true,
      sees: false,
      price: { input: expect.any(Number), cachedInput: expect.any(Number), output: expect.any(Number) },
    });
    expect(knownModel('api.openai.com/v1', 'gpt-5')).toMatchObject({ takesTemperature: false, sees: true });
  });

  it.each([
    ['a dated name', 'gpt-4o-2099-08-06', 'gpt-4o'],
    ['the latest of a name', 'claude-haiku-4-5-latest', 'claude-haiku-4-5'],
    ['a maker before the name', 'deepseek/deepseek-v4-pro', 'deepseek-v4-pro'],
    ['another case', 'DeepSeek-V4-Pro', 'deepseek-v4-pro'],
    ['a way to be served', 'deepseek-ai/deepseek-v4-pro:free', 'deepseek-v4-pro'],
  ])('are found by %s', (_, name, id) => {
    expect(knownModel('gateway.test', name)?.id).toBe(id);
  });

  it.each(['gpt-4o-tiny-of-mine', 'gpt', 'nobody-knows-me', '', '-', 'constructor'])(
    'are not guessed: %s',
    (name) => {
      expect(knownModel('gateway.test', name)).toBeUndefined();
    },
  );

  it('have no price where another than the maker serves them', () => {
    expect(knownModel('api.groq.com/openai/v1', 'deepseek-v4-pro')).toMatchObject({ price: undefined });
  });

  it('are as their supplier serves them', () => {
    const served = knownModel('openrouter.ai/api/v1', 'deepseek/deepseek-v4-pro');
    expect(served?.id).toBe('deepseek/deepseek-v4-pro');
  });
});

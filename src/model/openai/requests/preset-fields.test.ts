import { describe, expect, it } from '@jest/globals';
import type { ThinkingEffort } from '../../../contracts/connection.js';
import { chatFields, responsePresetFields } from './preset-fields.js';

describe('a preset on the wire', () => {
  it('sends nothing that is not set', () => {
    expect(chatFields({}, '127.0.0.1:8080/v1', 'm')).toEqual({});
    expect(responsePresetFields({})).toEqual({});
  });

  it('sends zero, which is a value', () => {
    expect(chatFields({ temperature: 0, topK: 0, seed: 0 }, 'a.test', 'm')).toEqual({
      temperature: 0,
      top_k: 0,
      seed: 0,
    });
  });

  it('never lets fields of one’s own take the place of what the product sends', () => {
    const extra = { model: 'other', messages: [], stream: false, provider: { order: ['x'] }, top_a: 0.2 };
    expect(chatFields({ extra }, 'openrouter.ai/api/v1', 'm')).toEqual({
      provider: { order: ['x'] },
      top_a: 0.2,
    });
  });

  it.each<[string, string, ThinkingEffort, object]>([
    ['api.deepseek.com', 'deepseek-v4-pro', 'off', { thinking: { type: 'disabled' } }],
    [
      'api.deepseek.com',
      'deepseek-v4-pro',
      'max',
      { thinking: { type: 'enabled' }, reasoning_effort: 'max' },
    ],
    ['api.moonshot.cn/v1', 'kimi-k3', 'off', { reasoning_effort: 'low' }],
    ['api.moonshot.cn/v1', 'kimi-k2.6', 'off', { thinking: { type: 'disabled' } }],
    ['open.bigmodel.cn/api/paas/v4', 'glm-5.3', 'off', { reasoning_effort: 'low' }],
    ['open.bigmodel.cn/api/paas/v4', 'glm-4.6', 'high', { thinking: { type: 'enabled' } }],
    [
      'dashscope.aliyuncs.com/compatible-mode/v1',
      'qwen3-max',
      'low',
      { enable_thinking: true, thinking_budget: 2048 },
    ],
    ['openrouter.ai/api/v1', 'x/y', 'max', { reasoning: { effort: 'xhigh' } }],
    [
      '127.0.0.1:11434/v1',
      'qwen3:8b',
      'off',
      { reasoning_effort: 'none', chat_template_kwargs: { enable_thinking: false } },
    ],
    ['api.openai.com/v1', 'gpt-5.2', 'medium', { reasoning_effort: 'medium' }],
    ['api.anthropic.com/v1', 'claude-opus-5', 'off', {}],
  ])('tells %s (%s) to think: %s', (server, model, thinking, fields) => {
    expect(chatFields({ thinking }, server, model)).toEqual(fields);
  });
});

import { describe, expect, it } from '@jest/globals';
import { seesByName } from './seeing.js';

describe('whether a model sees, by its name', () => {
  it.each([
    ['api.openai.com/v1', 'gpt-4o-mini'],
    ['api.openai.com/v1', 'gpt-5.2'],
    ['api.anthropic.com/v1', 'claude-sonnet-4-5-20250929'],
    ['openrouter.ai/api/v1', 'anthropic/claude-opus-4.6'],
    ['openrouter.ai/api/v1', 'google/gemini-2.5-flash'],
    ['openrouter.ai/api/v1', 'x-ai/grok-4.3'],
    ['127.0.0.1:11434/v1', 'gemma3:12b'],
    ['127.0.0.1:11434/v1', 'llava:13b'],
    ['127.0.0.1:11434/v1', 'qwen2.5vl:7b'],
    ['127.0.0.1:1234/v1', 'qwen/qwen3-vl-8b'],
    ['127.0.0.1:8080/v1', 'Llama-3.2-11B-Vision-Instruct'],
    ['api.moonshot.cn/v1', 'kimi-k2.6'],
    ['open.bigmodel.cn/api/paas/v4', 'glm-4.6v'],
    ['api.mistral.ai/v1', 'pixtral-large-latest'],
    ['api.mistral.ai/v1', 'mistral-medium-2508'],
    ['api.mistral.ai/v1', 'mistral-small-latest'],
    // By nothing in their names.
    ['openrouter.ai/api/v1', 'perplexity/sonar-pro'],
    ['openrouter.ai/api/v1', 'sakana/fugu-ultra'],
    ['gateway.test/v1', 'glm-5.3-flash'],
    ['gateway.test/v1', 'amazon.nova-pro-v1'],
  ])('%s: %s does', (server, name) => {
    expect(seesByName(server, name)).toBe(true);
  });

  it.each([
    ['api.openai.com/v1', 'gpt-3.5-turbo'],
    ['api.openai.com/v1', 'o3-mini'],
    ['api.deepseek.com', 'deepseek-v4-pro'],
    ['api.stepfun.com/v1', 'step-3.5-flash'],
    ['openrouter.ai/api/v1', 'qwen/qwen3.7-max'],
    ['gateway.test/v1', 'qwen3.6-max-preview'],
    ['openrouter.ai/api/v1', 'openai/gpt-oss-120b'],
    ['127.0.0.1:11434/v1', 'qwen3:8b'],
    ['127.0.0.1:11434/v1', 'gemma3:1b'],
    ['127.0.0.1:11434/v1', 'llama3.1:8b'],
    ['127.0.0.1:11434/v1', 'mistral-nemo:12b'],
    ['api.mistral.ai/v1', 'mistral-medium-2312'],
    ['api.moonshot.cn/v1', 'kimi-k2-instruct-0905'],
    ['open.bigmodel.cn/api/paas/v4', 'glm-4.6'],
    ['127.0.0.1:8080/v1', 'revision-7b'],
    ['', ''],
  ])('%s: %s does not', (server, name) => {
    expect(seesByName(server, name)).toBe(false);
  });
});

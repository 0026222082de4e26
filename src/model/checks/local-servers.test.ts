import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as answers from '../../../test/support/fakes/local-answers.js';
import { localServers } from './local-servers.js';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Answers these paths, and refuses or else answers all others. */
async function at(paths: Record<string, unknown>, otherwise?: string): Promise<string> {
  const server = createServer((request, response) => {
    const answer = paths[`${request.method} ${request.url}`] ?? otherwise;
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { detail: 'Not Found' }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const found = (...origins: string[]) => localServers(new AbortController().signal, origins);

describe('servers on this computer', () => {
  it.each<[string, string, Record<string, unknown>, string[]]>([
    ['Ollama', 'ollama', answers.OLLAMA, ['qwen3:8b']],
    ['LM Studio', 'lmstudio', answers.LM_STUDIO, ['qwen3-8b']],
    ['llama.cpp', 'llama.cpp', answers.llamaCpp(8192, 4), ['/models/qwen3-8b.gguf']],
    ['vLLM', 'vllm', answers.VLLM, ['Qwen/Qwen3-8B']],
    ['KoboldCpp', 'koboldcpp', answers.KOBOLD_CPP, ['koboldcpp/mira-12b']],
    ['TabbyAPI', 'tabbyapi', answers.TABBY_API, ['mira-12b-exl3']],
    ['text-generation-webui', 'textgen', answers.TEXTGEN, ['mira-12b.gguf']],
    ['LiteLLM', 'litellm', answers.LITELLM, ['gpt-5-mini']],
    ['Jan', 'jan', answers.JAN, ['jan-v1-4b']],
  ])('are known by what they answer: %s', async (name, supplier, paths, models) => {
    const origin = await at(paths);
    expect(await found(origin)).toEqual([{ name, supplier, baseUrl: `${origin}/v1`, models }]);
  });

  it('are known, too, where they want a key', async () => {
    const origin = await at({ 'GET /openapi.json': answers.TABBY_API['GET /openapi.json'] });
    expect(await found(origin)).toMatchObject([{ supplier: 'tabbyapi', models: [] }]);
  });

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['a web server', {}, '<!doctype html><title>A page</title>'],
    ['a server of nothing', {}, undefined],
    ['one that answers all with JSON', {}, '{}'],
    ['one that answers all with a list', {}, '[]'],
    [
      'Keepsake itself',
      { 'GET /': '<!doctype html><title>Keepsake</title>', 'GET /v1/models': { object: 'list', data: [] } },
      undefined,
    ],
  ])('are nothing else: %s', async (_, paths, otherwise) => {
    expect(await found(await at(paths, otherwise))).toEqual([]);
  });

  it('are found beside one that is silent', async () => {
    const silent = createServer(() => {});
    servers.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const origin = await at(answers.OLLAMA);
    const { port } = silent.address() as AddressInfo;
    expect(await found(`http://127.0.0.1:${port}`, origin)).toMatchObject([{ name: 'Ollama' }]);
  });
});

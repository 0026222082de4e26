import { afterEach, describe, expect, it } from '@jest/globals';
import { type EmbeddingsOptions, FakeEmbeddings } from '../../../../test/support/fakes/fake-embeddings.js';
import { ModelServer } from '../server/model-server.js';
import { Embedder } from './embedder.js';

const TEXTS = Array.from({ length: 40 }, (_, n) => `Line ${n}: my dog sleeps in the boat.`);
const idle = new AbortController().signal;

describe('Embedder', () => {
  let fake: FakeEmbeddings;
  let server: ModelServer;
  const embedder = async (options: EmbeddingsOptions, model = 'm') => {
    fake = await new FakeEmbeddings(options).listen();
    server = new ModelServer({ baseUrl: fake.url, apiKey: undefined });
    return new Embedder(server, model);
  };
  const all = async (one: Embedder, texts: readonly string[]) => {
    const vectors: Float32Array[] = [];
    while (vectors.length < texts.length)
      vectors.push(...(await one.some(texts.slice(vectors.length), 'passage', idle)).vectors);
    return vectors;
  };
  afterEach(async () => {
    await server.close();
    await fake.close();
  });

  it.each(['openai', 'dashscope', 'vllm', 'llama.cpp', 'ollama'] as const)(
    'gets the same vectors of %s, in the order of the texts, within what it takes',
    async (kind) => {
      const one = await embedder({ kind });
      const texts = [...TEXTS, 'word '.repeat(1500), 'A ship.'];
      const vectors = await all(one, texts);
      expect(vectors).toHaveLength(texts.length);
      await server.close();
      await fake.close();
      const plain = await all(await embedder({}), texts.slice(0, 40));
      for (const [n, vector] of plain.entries()) {
        expect(vectors[n]).toHaveLength(64);
        for (const [d, value] of vector.entries()) expect(vectors[n]![d]).toBeCloseTo(value, 5);
      }
    },
  );

  it('remembers how many texts and how long ones a server takes, and that it knows no base64', async () => {
    const one = await embedder({ kind: 'dashscope', longest: 200 });
    await all(one, [...TEXTS, 'word '.repeat(400)]);
    const { requests } = fake;
    const before = requests.length;
    await all(one, [...TEXTS, 'word '.repeat(400)]);
    const later = requests.slice(before);
    expect(later.every(({ input }) => input.length <= 10)).toBe(true);
    expect(later.every((request) => !('encoding_format' in request))).toBe(true);
    expect(Math.max(...later.flatMap(({ input }) => input.map(({ length }) => length)))).toBeLessThan(801);
    expect(later.reduce((sum, { input }) => sum + input.length, 0)).toBe(41);
  });

  it('puts before a text what a model was trained with', async () => {
    const one = await embedder({}, 'nomic-embed-text:latest');
    await one.some(['Where?'], 'question', idle);
    await one.some(['There.'], 'passage', idle);
    expect(fake.texts).toEqual(['search_query: Where?', 'search_document: There.']);
  });

  it('counts what each request took, one that was refused as well', async () => {
    const one = await embedder({ kind: 'ollama', longest: 100 });
    const tried: (number | null)[] = [];
    await one.some(['word '.repeat(150)], 'passage', idle, (tokens) => tried.push(tokens));
    expect(tried).toEqual([0, expect.any(Number)]);
  });

  it.each([
    ['no list', { data: {} }],
    ['one too few', { data: [] }],
    ['one twice', { data: [0, 0].map((index) => ({ index, embedding: Array(8).fill(1) })) }],
    ['not the same length', { data: [8, 9].map((n) => ({ embedding: Array(n).fill(1) })) }],
    [
      'no numbers',
      { data: [0, 1].map(() => ({ embedding: 'AADAfwAAwH8AAMB/AADAfwAAwH8AAMB/AADAfwAAwH8=' })) },
    ],
    ['too many dimensions', { data: [0, 1].map(() => ({ embedding: Array(5000).fill(1) })) }],
    ['text', 'vectors'],
    ['nothings without end', { data: Array(1_000_000).fill({}) }],
    ['nothings', { data: [null, 3] }],
    ['places beyond all', { data: [0, 2 ** 40].map((index) => ({ index, embedding: Array(8).fill(1) })) }],
    ['numbers as texts', { data: [0, 1].map(() => ({ embedding: Array(8).fill('1') })) }],
    ['depth without end', `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('refuses an answer that holds no vectors: %s', async (_, body) => {
    const one = await embedder({});
    fake.trouble = { status: 200, body: body as object };
    await expect(one.some(['one', 'two'], 'passage', idle)).rejects.toMatchObject({ code: 'model_failed' });
  });

  it('does not wait for a server without end', async () => {
    fake = await new FakeEmbeddings().listen();
    server = new ModelServer({ baseUrl: fake.url, apiKey: undefined });
    fake.trouble = 'drip';
    const waiting = new Embedder(server, 'm', 200).some(['one'], 'passage', idle);
    await expect(waiting).rejects.toMatchObject({ code: 'model_unreachable' });
  });

  it('says whose fault it is', async () => {
    const one = await embedder({ key: 'k' });
    await expect(one.some(['one'], 'passage', idle)).rejects.toMatchObject({ code: 'model_key_refused' });
    await fake.close();
    await server.close();
    const other = await embedder({});
    fake.trouble = { status: 404, body: { error: { message: 'model "m" not found, try pulling it first' } } };
    await expect(other.some(['one'], 'passage', idle)).rejects.toMatchObject({ code: 'model_unknown' });
  });
});

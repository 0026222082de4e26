import { setMaxListeners } from 'node:events';
import { Agent, request } from 'undici';
import type { LocalServerView } from '../../contracts/supplier.js';
import { readText } from '../openai/server/read-text.js';
import { entries, NOT_FOR_TALK, object } from '../openai/windows/window.js';
import { notMetadata } from '../../network/owners-address.js';

/** For all of it, in milliseconds. */
const TIMEOUT_MS = 1500;
/** In bytes, of one answer. */
const LONGEST = 2_000_000;
const MOST_MODELS = 500;

const HOSTS = ['127.0.0.1', 'host.docker.internal'];
/** Ollama, LM Studio, llama.cpp, vLLM, KoboldCpp, TabbyAPI and text-generation-webui, Jan, LiteLLM. */
const PORTS = [11434, 1234, 8080, 8000, 5001, 5000, 1337, 4000];
const ORIGINS = HOSTS.flatMap((host) => PORTS.map((port) => `http://${host}:${port}`));

/** What a path answers: its JSON, or its text where it is none; undefined where it refuses. */
type Get = (path: string) => Promise<unknown>;

interface Kind {
  supplier: string;
  name: string;
  /** Whether it is this one, by what no other answers. */
  is: (get: Get) => Promise<boolean>;
}

const titled = (title: RegExp) => async (get: Get) =>
  title.test(String(object(object(await get('/openapi.json'))['info'])['title'] ?? ''));

/** Some answer in the words of others, too (KoboldCpp and llama.cpp in Ollama's): those come first. */
const KINDS: Kind[] = [
  {
    supplier: 'koboldcpp',
    name: 'KoboldCpp',
    is: async (get) => object(await get('/api/extra/version'))['result'] === 'KoboldCpp',
  },
  {
    supplier: 'llama.cpp',
    name: 'llama.cpp',
    is: async (get) => {
      const props = object(await get('/props'));
      return 'default_generation_settings' in props && 'total_slots' in props;
    },
  },
  {
    supplier: 'lmstudio',
    name: 'LM Studio',
    is: async (get) => {
      const list = await get('/api/v0/models');
      return object(list)['object'] === 'list' && entries(list).every((entry) => 'state' in entry);
    },
  },
  {
    supplier: 'ollama',
    name: 'Ollama',
    is: async (get) =>
      String(await get('/')).startsWith('Ollama is running') &&
      Array.isArray(object(await get('/api/tags'))['models']),
  },
  {
    supplier: 'textgen',
    name: 'text-generation-webui',
    is: async (get) => 'lora_names' in object(await get('/v1/internal/model/info')),
  },
  {
    supplier: 'tabbyapi',
    name: 'TabbyAPI',
    is: async (get) => {
      const model = object(await get('/v1/model'));
      return (model['object'] === 'model' && 'parameters' in model) || (await titled(/^TabbyAPI/i)(get));
    },
  },
  {
    supplier: 'vllm',
    name: 'vLLM',
    is: async (get) =>
      typeof object(await get('/version'))['version'] === 'string' &&
      entries(await get('/v1/models')).some((entry) => entry['owned_by'] === 'vllm'),
  },
  { supplier: 'litellm', name: 'LiteLLM', is: titled(/^LiteLLM/) },
  { supplier: 'jan', name: 'Jan', is: titled(/^Jan\b/) },
];

/** The servers of models that run on this computer on their usual ports. Never fails. */
export async function localServers(
  gone: AbortSignal,
  origins: readonly string[] = ORIGINS,
): Promise<LocalServerView[]> {
  const agent = new Agent({ connect: { timeout: TIMEOUT_MS, lookup: notMetadata() } });
  const signal = AbortSignal.any([gone, AbortSignal.timeout(TIMEOUT_MS)]);
  setMaxListeners(0, signal); // each question listens
  try {
    const found = await Promise.all(origins.map((origin) => serverAt(origin, agent, signal)));
    const servers = found.filter((one) => one !== undefined);
    // The same one may answer under both of this computer's names.
    return servers.filter((one, n) => servers.findIndex((other) => placeOf(other) === placeOf(one)) === n);
  } finally {
    await agent.destroy();
  }
}

async function serverAt(
  origin: string,
  agent: Agent,
  signal: AbortSignal,
): Promise<LocalServerView | undefined> {
  const asked = new Map<string, Promise<unknown>>();
  const get: Get = (path) => {
    let answer = asked.get(path);
    if (!answer) asked.set(path, (answer = ask(origin + path, agent, signal)));
    return answer;
  };
  const matches = await Promise.all(KINDS.map(({ is }) => is(get)));
  const kind = KINDS[matches.indexOf(true)];
  if (!kind) return undefined;
  const { supplier, name } = kind;
  return { name, supplier, baseUrl: `${origin}/v1`, models: await modelsOf(get) };
}

async function modelsOf(get: Get): Promise<string[]> {
  const ids = entries(await get('/v1/models')).map(({ id }) => id);
  return ids
    .filter((id): id is string => typeof id === 'string' && id !== '' && id.length <= 300)
    .filter((id) => !NOT_FOR_TALK.test(id))
    .slice(0, MOST_MODELS);
}

async function ask(url: string, dispatcher: Agent, signal: AbortSignal): Promise<unknown> {
  try {
    const { statusCode, body } = await request(url, { dispatcher, signal });
    const text = await readText(body, LONGEST);
    if (statusCode !== 200) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  } catch {
    return undefined;
  }
}

function placeOf({ supplier, baseUrl }: LocalServerView): string {
  return `${supplier} ${new URL(baseUrl).port}`;
}

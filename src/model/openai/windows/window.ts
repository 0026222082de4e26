import { request } from 'undici';
import type { ModelConfig } from '../../model.config.js';
import type { ModelCard } from '../../../contracts/about.js';
import { knownModel } from '../../known/known-models.js';
import type { ModelServer } from '../server/model-server.js';
import { readText } from '../server/read-text.js';

/** What a server tells of its model, or what is assumed. */
export interface Discovery {
  /** Absent where MODEL is not set and the server lists none. */
  name: string | undefined;
  /** In tokens. */
  window: number;
  windowFrom: ModelCard['windowFrom'];
  /** Whether all that was asked for is known; else it may be later. */
  answered: boolean;
  /** Asking again is no burden: the server lists a few models only, as one of one's own does. */
  isShort?: boolean;
  /** Of llama.cpp: conversations that it keeps side by side. */
  slots?: number;
  /** Whether the server says that the model sees pictures; absent where it does not say. */
  sees?: boolean;
  /** What the model could take, where the server serves much less, and whose server it is. */
  small?: { could: number; kind: ServerKind };
}

export type ServerKind = 'ollama' | 'llama.cpp' | 'lmstudio';

const DEFAULT_WINDOW = 128_000;
/** Windows of families of models, where nobody tells and the very model is not known; the first that matches counts. */
const WINDOWS: [RegExp, number][] = [
  [/kimi-k[3-9]/i, 1_048_576],
  [/kimi-(?:k2|latest)|moonshotai/i, 262_144],
  [/moonshot-v1-8k/i, 8_192],
  [/moonshot-v1-32k/i, 32_768],
  [/moonshot-v1/i, 131_072],
  [/deepseek-v[4-9]|deepseek-(?:flash|pro)/i, 1_000_000],
  [/deepseek/i, 131_072],
  [/gpt-4\.1/i, 1_047_576],
  [/gpt-4o|chatgpt-4o|gpt-4-turbo/i, 128_000],
  [/gpt-5/i, 400_000],
  [/gpt-oss/i, 131_072],
  [/\bo[134](?:-|$)|claude/i, 200_000],
  [/gemini/i, 1_048_576],
  [/qwen3-max|qwen3.*2507/i, 262_144],
  [/qwen/i, 131_072],
  [/glm-4\.[67]|glm-5/i, 200_000],
  [/glm-4|llama-?3\.[123]|mistral-(?:large|medium|small)/i, 131_072],
];

/** Where servers write a model's window, the narrowest truth first: as loaded, as served, as trained. */
const WINDOW_FIELDS = [
  'loaded_context_length',
  'max_model_len',
  'context_length',
  'context_window',
  'max_context_length',
] as const;

/** For all questions together, in milliseconds: nothing may wait for a server that is silent. */
const TIMEOUT = 2000;
/** Ollama knows what it serves once the model is loaded, which the first turn would wait for, too. */
const LOADING = 15_000;
/** Below this many tokens a window is worth a warning, where the model could take twice as much or more. */
const SMALL = 16_384;
/** In bytes; the longest known list of models has less than one million. */
const LONGEST = 8_000_000;
/** Models that a server of one's own lists at most; a supplier's list of hundreds is not asked for each minute. */
const FEW = 50;
/** Models that a server may list first but nobody can talk with. */
export const NOT_FOR_TALK = /embed|rerank|whisper|tts|transcribe|dall-e|image|moderation|bge-/i;

type Entry = Record<string, unknown>;

/**
 * Finds out the model's name, where MODEL is not set, and its window: as configured, as the server tells (its list
 * of models; llama.cpp's, Ollama's and LM Studio's own questions), as known of models of that name, or a default.
 * Never fails, never takes longer than two seconds; with Ollama as long as loading the model, but not 20.
 *
 * @param isKnown it is only asked whether something changed: nothing is loaded for that
 */
export async function discover(
  config: ModelConfig,
  server: Pick<ModelServer, 'base' | 'agent' | 'headers'>,
  isKnown = false,
): Promise<Discovery> {
  if (config.name && config.window)
    return { name: config.name, window: config.window, windowFrom: 'configured', answered: true };

  const signal = AbortSignal.timeout(TIMEOUT);
  const ask = (url: string, post?: object) => getJson(server, url, signal, post);
  const root = server.base.replace(/\/v1$/, '');
  const lists = await Promise.all([ask(`${server.base}/models`), ask(`${root}/api/v0/models`)]);
  const [listed = [], own = []] = lists.map(entries);
  const name =
    config.name ??
    (listed.find((entry) => !NOT_FOR_TALK.test(String(entry['id']))) ?? listed[0])?.['id']?.toString();
  const answered = lists[0] !== undefined;
  const isShort = answered && listed.length <= FEW;
  if (config.window) return { name, window: config.window, windowFrom: 'configured', answered };

  const [loaded, entry] = [entryOf(own, name), entryOf(listed, name)];
  const listedSight = sightOf({ loaded, entry });
  const loadedWindow = windowOf(loaded) ?? windowOf(entry);
  if (loadedWindow) {
    const small = smallness(loadedWindow, tokens(loaded?.['max_context_length']), 'lmstudio');
    return {
      name,
      window: loadedWindow,
      windowFrom: 'server',
      answered: true,
      isShort,
      ...small,
      ...listedSight,
    };
  }
  const [props, show] = await Promise.all([
    ask(`${root}/props`),
    name ? ask(`${root}/api/show`, { model: name }) : undefined,
  ]);
  const sight = { ...listedSight, ...sightOf({ props, show }) };
  const slot = propsWindow(props);
  if (slot) {
    const small = smallness(slot, tokens(object(entry?.['meta'])['n_ctx_train']), 'llama.cpp');
    const slots = Number(object(props)['total_slots']);
    const several = Number.isInteger(slots) && slots > 1 && slots <= 1024 ? { slots } : {};
    return {
      name,
      window: slot,
      windowFrom: 'server',
      answered: true,
      isShort,
      ...several,
      ...small,
      ...sight,
    };
  }
  if (name && show !== undefined) {
    const found = await ollamaWindow(
      name,
      show,
      (path, ms, post) => getJson(server, root + path, AbortSignal.timeout(ms), post),
      isKnown,
    );
    if (found) return { name, windowFrom: 'server', isShort, ...found, ...sight };
  }

  const known =
    knownModel(new URL(server.base).host, name ?? '')?.window ??
    WINDOWS.find(([pattern]) => pattern.test(name ?? ''))?.[1];
  return {
    name,
    window: known ?? DEFAULT_WINDOW,
    windowFrom: known ? 'table' : 'default',
    answered,
    isShort,
    ...sight,
  };
}

/**
 * Whether a model sees: as OpenRouter lists it, as LM Studio names its kind, as llama.cpp's properties and Ollama's
 * capabilities say. Nothing where none of them tells.
 */
function sightOf(told: {
  loaded?: Entry | undefined;
  entry?: Entry | undefined;
  props?: unknown;
  show?: unknown;
}): Pick<Discovery, 'sees'> {
  const takes = object(told.entry?.['architecture'])['input_modalities'];
  if (Array.isArray(takes)) return { sees: takes.includes('image') };
  const kind = told.loaded?.['type'];
  if (kind === 'vlm' || kind === 'llm') return { sees: kind === 'vlm' };
  const vision = object(object(told.props)['modalities'])['vision'];
  if (typeof vision === 'boolean') return { sees: vision };
  const can = object(told.show)['capabilities'];
  return Array.isArray(can) ? { sees: can.includes('vision') } : {};
}

/** Undefined where the server cannot be reached, refuses, or sends no JSON. */
async function getJson(
  server: Pick<ModelServer, 'agent' | 'headers'>,
  url: string,
  signal: AbortSignal,
  post?: object,
): Promise<unknown> {
  try {
    const { statusCode, body } = await request(url, {
      dispatcher: server.agent,
      method: post ? 'POST' : 'GET',
      headers: {
        accept: 'application/json',
        ...server.headers,
        ...(post && { 'content-type': 'application/json' }),
      },
      body: post && JSON.stringify(post),
      signal,
    });
    const text = await readText(body, LONGEST);
    return statusCode === 200 ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Most servers list under `data`, Together's is the list itself. */
export function entries(list: unknown): Entry[] {
  const data = Array.isArray(list) ? list : object(list)['data'];
  return Array.isArray(data) ? data.map(object) : [];
}

/** The model's entry; Ollama lists `name:latest`. A server of one model may list it under any name. */
function entryOf(list: Entry[], name: string | undefined): Entry | undefined {
  const called = list.find((entry) => entry['id'] === name || entry['id'] === `${name}:latest`);
  return called ?? (list.length === 1 ? list[0] : undefined);
}

/** As a list of models tells of one. */
export function windowOf(entry: Entry | undefined): number | undefined {
  if (!entry) return undefined;
  const served = tokens(object(entry['top_provider'])['context_length']);
  return served ?? WINDOW_FIELDS.map((field) => tokens(entry[field])).find(Boolean);
}

/** llama.cpp: what one slot may hold, which is less than the model could. */
function propsWindow(props: unknown): number | undefined {
  return tokens(object(object(props)['default_generation_settings'])['n_ctx']);
}

/**
 * Ollama: as loaded, else the model's own setting. What `/api/show` calls its context is what the model could take;
 * served is, unless set, only a few thousand, and the rest of a prompt is cut without a word.
 * https://docs.ollama.com/context-length
 */
async function ollamaWindow(
  name: string,
  show: unknown,
  ask: (path: string, ms: number, post?: object) => Promise<unknown>,
  isKnown: boolean,
): Promise<Pick<Discovery, 'window' | 'answered' | 'small'> | undefined> {
  const { parameters, model_info: info } = object(show);
  const could = tokens(Object.entries(object(info)).find(([key]) => key.endsWith('.context_length'))?.[1]);
  const running = async () => {
    const { models } = object(await ask('/api/ps', TIMEOUT));
    const called = (Array.isArray(models) ? models.map(object) : []).find(({ name: is, model }) =>
      [is, model].some((id) => id === name || id === `${name}:latest`),
    );
    return tokens(called?.['context_length']);
  };
  let served = await running();
  if (!served) {
    const set = typeof parameters === 'string' ? /^num_ctx\s+(\d+)/m.exec(parameters)?.[1] : undefined;
    served = tokens(set);
  }
  if (!served && could && !isKnown) {
    await ask('/api/generate', LOADING, { model: name });
    served = await running();
  }
  if (served) return { window: served, answered: true, ...smallness(served, could, 'ollama') };
  return could ? { window: could, answered: false } : undefined;
}

function smallness(served: number, could: number | undefined, kind: ServerKind): Pick<Discovery, 'small'> {
  return could && served < SMALL && could >= 2 * served ? { small: { could, kind } } : {};
}

function tokens(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number >= 256 && number <= 1e9 ? number : undefined;
}

export function object(value: unknown): Entry {
  return typeof value === 'object' && value !== null ? (value as Entry) : {};
}

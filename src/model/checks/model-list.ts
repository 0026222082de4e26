import { request } from 'undici';
import { Problem } from '../../contracts/problem.js';
import type { ListedModel } from '../../contracts/supplier.js';
import { knownModel } from '../known/known-models.js';
import type { ModelServer } from '../openai/server/model-server.js';
import { readText } from '../openai/server/read-text.js';
import { problemOfRefusal, refusalOf, unreachable } from '../openai/server/server-problem.js';
import { entries, windowOf } from '../openai/windows/window.js';
import { storable } from '../../text/encoding/storable.js';

const TIMEOUT_MS = 15_000;
/** In bytes; the longest known list has less than one million. */
const LONGEST = 8_000_000;
const MOST = 5_000;
/** In characters, of a name that a connection can have. */
const LONGEST_NAME = 300;

/** There was no list, but somebody answered. */
export class NoModelList extends Problem {
  constructor(message: string) {
    super('model_list_missing', message);
  }
}

/**
 * The models that a server lists.
 * @throws Problem model_unreachable, model_key_refused, bad_request for a metadata service behind a name; NoModelList; the
 * signal's reason
 */
export async function listModels(server: ModelServer, signal: AbortSignal): Promise<ListedModel[]> {
  const place = server.place('');
  const url = `${server.base}/models`;
  let status: number;
  let text: string;
  try {
    const answer = await request(url, {
      dispatcher: server.agent,
      headers: { accept: 'application/json', ...server.headers },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    status = answer.statusCode;
    text = await readText(answer.body, LONGEST);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Problem) throw error;
    if (error instanceof Error && error.name === 'TimeoutError')
      throw new Problem(
        'model_unreachable',
        `${place.server} did not answer within ${TIMEOUT_MS / 1000} seconds. Check the address, and that the server runs.`,
      );
    throw unreachable(error, place);
  }
  if (status >= 300 && status < 400)
    throw new NoModelList(
      `${place.server} sends on to another address (${status}), which is not followed. Enter the address that it leads to.`,
    );
  if (status === 404 || status === 405)
    throw new NoModelList(
      `${place.server} has no list of models under ${url} (${status}). Check the address: it often ends in /v1. Where it is right, enter the model's name by hand.`,
    );
  if (status >= 400) throw problemOfRefusal(refusalOf(status, text), place);
  if (Buffer.byteLength(text) >= LONGEST)
    throw new NoModelList(
      `The list of models at ${url} is too long to be read. Enter the model's name by hand.`,
    );
  return read(text, server, url);
}

function read(text: string, { base }: ModelServer, url: string): ListedModel[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    // told below
  }
  const found = entries(list);
  const isList = Array.isArray(list) || Array.isArray((list as { data?: unknown } | undefined)?.data);
  if (!isList)
    throw new NoModelList(
      `${url} answered with something that is no list of models. Check the address: it often ends in /v1.`,
    );
  const models = new Map<string, ListedModel>();
  for (const entry of found) {
    const id = word(entry['id']);
    if (!id || id.length > LONGEST_NAME || models.has(id)) continue;
    const name = word(entry['name']) || word(entry['display_name']);
    const known = knownModel(new URL(base).host, id);
    const window = windowOf(entry) ?? known?.window;
    models.set(id, {
      id,
      ...(name && name !== id && { name: name.slice(0, LONGEST_NAME) }),
      ...(window && { window }),
      ...(known?.price && { price: known.price }),
    });
    if (models.size === MOST) break;
  }
  return [...models.values()];
}

function word(value: unknown): string {
  return typeof value === 'string' ? storable(value).replace(/\s+/g, ' ').trim() : '';
}

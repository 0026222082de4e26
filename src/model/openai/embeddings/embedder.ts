import { Problem } from '../../../contracts/problem.js';
import { truncate } from '../../../text/encoding/truncate.js';
import { embeddingPrefixes } from '../../known/embedding-prefixes.js';
import type { ModelServer } from '../server/model-server.js';
import { readText } from '../server/read-text.js';
import { ServerRefusal } from '../server/server-problem.js';
import { mostOfAnswer, readVectors, type Vectors } from './vectors-answer.js';

/** Texts of one request at first: DashScope takes 10, GLM 64, OpenAI 2,048; a refusal tells. */
const MOST_INPUTS = 32;
/** In UTF-16 units, of all texts of a request. */
const MOST_UNITS = 24_000;
/** Of one text, which a server may take less of; it is not cut to less than this. */
const LONGEST = 8_000;
const SHORTEST = 128;
/**
 * Milliseconds until the last byte of an answer: a server of one's own may load its model first. One that sends a byte
 * now and then would hold up all that wait behind it.
 */
const ANSWERS_WITHIN = 3 * 60_000;

/** Makes vectors at one server with one of its models, and remembers how much that takes at once. */
export class Embedder {
  #mostInputs = MOST_INPUTS;
  #longest = LONGEST;

  constructor(
    private readonly server: ModelServer,
    readonly model: string,
    private readonly within = ANSWERS_WITHIN,
  ) {}

  /**
   * The next texts of a list, as many as one request takes, with their vectors.
   *
   * @param texts at least one; none is empty
   * @param tried told of each request that was sent: the tokens that it took, null where the server does not say
   * @throws Problem; the signal's reason
   */
  async some(
    texts: readonly string[],
    kind: 'question' | 'passage',
    signal: AbortSignal,
    tried: (tokens: number | null) => void = () => {},
  ): Promise<Vectors> {
    const prefix = embeddingPrefixes(this.model)[kind];
    for (;;) {
      const inputs = this.next(texts).map((text) => prefix + truncate(text, this.#longest));
      try {
        const vectors = await this.#ask(inputs, signal);
        tried(vectors.tokens);
        return vectors;
      } catch (error) {
        signal.throwIfAborted();
        tried(0);
        if (!this.#takesLess(error, inputs)) throw error;
      }
    }
  }

  /** How many of the next texts one request takes. */
  next(texts: readonly string[]): readonly string[] {
    let units = 0;
    const end = texts.findIndex((text, n) => {
      units += Math.min(text.length, this.#longest);
      return n > 0 && (n >= this.#mostInputs || units > MOST_UNITS);
    });
    return end < 0 ? texts : texts.slice(0, end);
  }

  /** Whether it can be tried with less after a refusal. */
  #takesLess(error: unknown, inputs: readonly string[]): boolean {
    if (!(error instanceof ServerRefusal)) return false;
    if (error.code === 'model_context_too_long') {
      const longest = Math.min(this.#longest, Math.max(...inputs.map(({ length }) => length)));
      if (longest > SHORTEST) this.#longest = Math.max(SHORTEST, Math.floor(longest / 2));
      return longest > SHORTEST;
    }
    const mayBeAboutTheNumber =
      error.code === 'model_failed' && [400, 413, 422].includes(error.serverStatus) && inputs.length > 1;
    if (mayBeAboutTheNumber) this.#mostInputs = Math.floor(inputs.length / 2);
    return mayBeAboutTheNumber;
  }

  async #ask(inputs: readonly string[], signal: AbortSignal): Promise<Vectors> {
    // As text, numbers take five times as long to read; a server that knows no base64 says so, or sends numbers.
    const fields = { model: this.model, encoding_format: 'base64' };
    const late = AbortSignal.timeout(this.within);
    let text: string;
    try {
      const texts = Buffer.from(JSON.stringify(inputs));
      const { body } = await this.server.ask(fields, [texts], AbortSignal.any([signal, late]), 'embeddings');
      text = await readText(body, mostOfAnswer(inputs.length));
    } catch (error) {
      signal.throwIfAborted();
      if (!late.aborted) throw error;
      const { server } = this.server.place(this.model);
      throw new Problem('model_unreachable', `${server} did not send the vectors in time.`);
    }
    return readVectors(text, inputs.length, this.server.place(this.model));
  }
}

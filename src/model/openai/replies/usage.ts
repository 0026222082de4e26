import type { Price } from '../../../contracts/connection.js';
import type { Usage } from '../../model.js';

export const NO_USAGE: Usage = { promptTokens: null, cachedTokens: null, completionTokens: null };

/** Reads the forms in which servers report what a request took: OpenAI's two, DeepSeek's, Moonshot's, OpenRouter's. */
export function usageOf(reported: unknown): Usage {
  const usage = (reported ?? {}) as Record<string, unknown>;
  const details = (usage['prompt_tokens_details'] ?? usage['input_tokens_details'] ?? {}) as Record<
    string,
    unknown
  >;
  const cost = usage['cost'];
  return {
    promptTokens: tokens(usage['prompt_tokens']) ?? tokens(usage['input_tokens']),
    cachedTokens:
      tokens(details['cached_tokens']) ??
      tokens(usage['prompt_cache_hit_tokens']) ??
      tokens(usage['cached_tokens']),
    completionTokens: tokens(usage['completion_tokens']) ?? tokens(usage['output_tokens']),
    ...(typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? { cost } : {}),
  };
}

/** With the cost that the provider did not tell, by the prices that are set. */
export function priced(usage: Usage, price: Price | undefined): Usage {
  const { promptTokens, cachedTokens, completionTokens } = usage;
  if (usage.cost !== undefined || !price || promptTokens === null) return usage;
  const cached = Math.min(cachedTokens ?? 0, promptTokens);
  const sum =
    (promptTokens - cached) * price.input +
    cached * price.cachedInput +
    (completionTokens ?? 0) * price.output;
  return { ...usage, cost: sum / 1e6 };
}

/** Of two requests together; what neither reports stays unknown. */
export function addUsage(a: Usage, b: Usage): Usage {
  const sum = (x: number | null, y: number | null) => (x === null && y === null ? null : (x ?? 0) + (y ?? 0));
  const cost = sum(a.cost ?? null, b.cost ?? null);
  return {
    promptTokens: sum(a.promptTokens, b.promptTokens),
    cachedTokens: sum(a.cachedTokens, b.cachedTokens),
    completionTokens: sum(a.completionTokens, b.completionTokens),
    ...(cost === null ? {} : { cost }),
  };
}

/** More than any window: a count beyond it is none. */
const MOST = 1_000_000_000;

function tokens(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= MOST ? Math.round(value) : null;
}

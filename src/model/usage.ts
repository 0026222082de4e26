import type { Usage } from './model.js';

export const NO_USAGE: Usage = { promptTokens: null, cachedTokens: null, completionTokens: null };

/** Reads the forms in which servers report what a request took: OpenAI's, DeepSeek's, Moonshot's. */
export function usageOf(reported: unknown): Usage {
  const usage = (reported ?? {}) as Record<string, unknown>;
  const details = (usage['prompt_tokens_details'] ?? {}) as Record<string, unknown>;
  return {
    promptTokens: tokens(usage['prompt_tokens']),
    cachedTokens:
      tokens(details['cached_tokens']) ??
      tokens(usage['prompt_cache_hit_tokens']) ??
      tokens(usage['cached_tokens']),
    completionTokens: tokens(usage['completion_tokens']),
  };
}

/** Of two requests together; what neither reports stays unknown. */
export function addUsage(a: Usage, b: Usage): Usage {
  const sum = (x: number | null, y: number | null) => (x === null && y === null ? null : (x ?? 0) + (y ?? 0));
  return {
    promptTokens: sum(a.promptTokens, b.promptTokens),
    cachedTokens: sum(a.cachedTokens, b.cachedTokens),
    completionTokens: sum(a.completionTokens, b.completionTokens),
  };
}

function tokens(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
}

/** Where servers that refuse a request as too long say how much they take. */
const SAID = [
  // llama.cpp, and what stands before it
  /\bn_ctx\b["']?\s*[:=]\s*(\d+)/i,
  /available context size \(?(\d[\d,]*)/i,
  // OpenAI, vLLM, DeepSeek, OpenRouter, Mistral
  /(?:maximum|max) (?:model |context )+length(?: \w+)? (?:is|of|=|:)? ?(\d[\d,]*)/i,
  // LM Studio, Groq and others
  /context (?:length|size|window|limit) (?:is|of)(?: only)? ?(\d[\d,]*)/i,
  // Moonshot
  /model token limit: ?(\d[\d,]*)/i,
  // Anthropic
  /tokens > (\d[\d,]*) maximum/i,
  // xAI, Gemini
  /maximum prompt length is (\d[\d,]*)/i,
  /maximum number of (?:input )?tokens allowed \(?(\d[\d,]*)/i,
];

/**
 * The window that a refusal names, in tokens.
 * @param fields of the error as it came
 */
export function refusedWindow(message: string, fields: Record<string, unknown> = {}): number | undefined {
  const said = SAID.map((pattern) => pattern.exec(message)?.[1]).find(Boolean);
  const window = Number(fields['n_ctx'] ?? said?.replaceAll(',', ''));
  return Number.isInteger(window) && window >= 256 && window <= 1e9 ? window : undefined;
}

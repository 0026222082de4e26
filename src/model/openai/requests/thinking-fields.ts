import type { ThinkingEffort } from '../../../contracts/connection.js';

/** Tokens that a model may think where efforts are budgets. */
const BUDGETS = { low: 2_048, medium: 8_192, high: 16_384, max: 32_768 };

type Mapping = (effort: ThinkingEffort, model: string) => object;

const levels = (effort: ThinkingEffort, off: string, max: string) =>
  effort === 'off' ? off : effort === 'max' ? max : effort;

/** On or off alone, in the words of Anthropic that others took over. */
const switched: Mapping = (effort) => ({ thinking: { type: effort === 'off' ? 'disabled' : 'enabled' } });

/**
 * How each supplier is told how much to think, by its host; the first that matches counts. From the suppliers' own
 * documents and the reports of clients that met their refusals.
 */
const SUPPLIERS: [RegExp, Mapping][] = [
  [/(^|\.)openrouter\.ai/, (effort) => ({ reasoning: { effort: levels(effort, 'none', 'xhigh') } })],
  [
    /deepseek/,
    (effort) => ({
      ...switched(effort, ''),
      // It knows two depths.
      ...((effort === 'high' || effort === 'max') && { reasoning_effort: effort }),
    }),
  ],
  [
    /moonshot|kimi/,
    // K3 always thinks, at most where it is not told how much, and refuses both fields together.
    (effort, model) =>
      /k[3-9]/i.test(model)
        ? { reasoning_effort: effort === 'max' ? 'max' : effort === 'high' ? 'high' : 'low' }
        : switched(effort, model),
  ],
  [
    /bigmodel|z\.ai/,
    // GLM 5.2 and later refuse to be told not to think.
    (effort, model) =>
      effort === 'off' && /glm-5\.[2-9]|glm-[6-9]/i.test(model)
        ? { reasoning_effort: 'low' }
        : switched(effort, model),
  ],
  [
    /dashscope|aliyuncs/,
    (effort) =>
      effort === 'off'
        ? { enable_thinking: false }
        : { enable_thinking: true, thinking_budget: BUDGETS[effort] },
  ],
  [
    /anthropic/,
    (effort) => (effort === 'off' ? {} : { thinking: { type: 'enabled', budget_tokens: BUDGETS[effort] } }),
  ],
  [/googleapis/, (effort) => ({ reasoning_effort: levels(effort, 'none', 'high') })],
  [/volces|ark\./, switched],
  [/(^|\.)openai\.com|azure/, (effort) => ({ reasoning_effort: levels(effort, 'none', 'xhigh') })],
];

/** Servers of one's own: the template decides, and gpt-oss goes by its effort. */
const local: Mapping = (effort) => ({
  reasoning_effort: levels(effort, 'none', 'high'),
  chat_template_kwargs: { enable_thinking: effort !== 'off' },
});

/**
 * The fields that tell a server how much its model is to think. What it refuses is left out like any other field.
 *
 * @param server its host, with the path where there is one
 */
export function thinkingFields(server: string, model: string, effort: ThinkingEffort): object {
  const mapping = SUPPLIERS.find(([host]) => host.test(server))?.[1] ?? local;
  return mapping(effort, model);
}

import type { Preset } from '../../../contracts/connection.js';
import { thinkingFields } from './thinking-fields.js';

/** What is Keepsake's to decide, whatever a preset's own JSON says. */
const OURS: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'input',
  'stream',
  'n',
  'tools',
  'tool_choice',
  'functions',
  'response_format',
  'previous_response_id',
  'max_tokens',
  'max_output_tokens',
  'max_completion_tokens',
]);

/** The names that most servers know; where several are in use, both stand. */
export function chatFields(preset: Preset, server: string, model: string): object {
  const { dry, xtc } = preset;
  return defined({
    temperature: preset.temperature,
    top_p: preset.topP,
    top_k: preset.topK,
    min_p: preset.minP,
    frequency_penalty: preset.frequencyPenalty,
    presence_penalty: preset.presencePenalty,
    // vLLM, OpenRouter, KoboldCpp and TabbyAPI; llama.cpp, Ollama and LM Studio.
    repetition_penalty: preset.repetitionPenalty,
    repeat_penalty: preset.repetitionPenalty,
    dry_multiplier: dry?.multiplier,
    dry_base: dry?.base,
    dry_allowed_length: dry?.allowedLength,
    xtc_probability: xtc?.probability,
    xtc_threshold: xtc?.threshold,
    stop: preset.stop?.length ? preset.stop : undefined,
    seed: preset.seed,
    ...(preset.thinking && thinkingFields(server, model, preset.thinking)),
    ...extraFields(preset),
  });
}

/** What `/responses` takes of a preset. https://platform.openai.com/docs/api-reference/responses/create */
export function responsePresetFields(preset: Preset): object {
  const { thinking } = preset;
  return defined({
    temperature: preset.temperature,
    top_p: preset.topP,
    reasoning: thinking && {
      effort: thinking === 'off' ? 'none' : thinking === 'max' ? 'xhigh' : thinking,
      summary: 'auto',
    },
    ...extraFields(preset),
  });
}

/** Fields of one's own, such as a gateway's: they go with every request, whatever it is for. */
export function extraFields({ extra }: Preset): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extra ?? {}).filter(([name]) => !OURS.has(name)));
}

function defined(fields: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

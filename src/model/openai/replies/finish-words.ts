import type { FinishReason } from '../../../contracts/finish-reason.js';

/** How servers say that a reply has ended, each in its words; a word that nobody knows is a plain end. */
const WORDS: readonly (readonly [FinishReason, RegExp])[] = [
  ['length', /^(?:length|max_?(?:output_)?tokens|model_length|model_context_window_exceeded|token_limit)$/],
  // OpenAI's and Azure's word, Gemini's, Zhipu's, Bedrock's.
  [
    'filtered',
    /^(?:content_?filter(?:ed)?|(?:image_)?safety|(?:image_)?prohibited_content|blocklist|spii|recitation|sensitive|guardrail_intervened|flagged)\b/,
  ],
  ['refused', /^(?:refusal|refused)$/],
  // OpenRouter's, Zhipu's, DeepSeek's, SGLang's.
  [
    'broken',
    /^(?:error|network_error|insufficient_system_resource|abort(?:ed)?|cancelled|timeout|failed|repetition)$/,
  ],
];

/** What a server's word for the end of a reply means. */
export function finishOf(word: string): FinishReason {
  const plain = word.trim().toLowerCase().replaceAll('-', '_');
  return WORDS.find(([, words]) => words.test(plain))?.[0] ?? 'stop';
}

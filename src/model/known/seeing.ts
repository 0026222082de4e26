import { knownModel } from './known-models.js';

/** Families of models that see, where neither the server nor the list of known models tells. */
const SEEING = new RegExp(
  [
    'gpt-4o|gpt-4\\.[1-9]|gpt-4-turbo|gpt-4-vision|gpt-[5-9](?!.*(?:codex-spark))|chatgpt|\\bo[134](?!-mini-(?:high)?$)',
    'claude-(?:3|opus|sonnet|haiku|fable|[4-9])',
    'gemini|gemma-?(?:3(?![-:]?(?:1b|270m|n))|4)|learnlm',
    'grok-(?:4|[5-9]|2-vision)',
    'pixtral|mistral-(?:medium-(?:3|25|latest)|small-(?:3\\.[1-9]|4|2503|2506|latest)|large-(?:3|2512))|ministral-(?:3|14b)|magistral-(?:small|medium)-25(?:09|1)',
    'llama-?(?:3\\.2-(?:11b|90b)|4)|llama-?4',
    'kimi-(?:k2\\.[5-9]|k[3-9]|vl|latest)|moonshot-v1.*vision',
    'qwen3\\.(?:[589]|[67](?!-max))|qwen[\\d.]*-?vl|qwen.*-vl|qvq|qwen.*omni',
    'glm-[45](?:\\.\\d)?v|step-(?:1v|3(?!\\.5)|5)|doubao.*vision|seed-(?:1[-.][68]|2)|ernie.*vl|mimo.*(?:omni|vl)',
    'llava|bakllava|minicpm-?(?:v|o)|moondream|internvl|phi-(?:3(?:\\.5)?-vision|4-multimodal)|granite.*vision|deepseek-vl|deepseek.*vision',
    '(?:^|[-_/:.])(?:vl|vlm|vision|multimodal|omni)(?:$|[-_/:.\\d])',
    'nova-(?:2-)?(?:lite|pro|premier)|muse-(?:glimmer|spark)|inkling|minimax-m[3-9]|mimo-v2\\.[5-9]',
  ].join('|'),
  'i',
);
/** Names of families that see, of models that do not. */
const BLIND =
  /embed|rerank|whisper|tts|transcribe|moderation|guard|realtime|audio|o1-(?:mini|preview)|o3-mini|gpt-oss/i;

/** Whether a model can be shown pictures, by its name alone. @param server its host, with the path where there is one */
export function seesByName(server: string, name: string): boolean {
  if (BLIND.test(name)) return false;
  return knownModel(server, name)?.sees ?? SEEING.test(name);
}

import type { Passage } from './types.js';

/** What is said to a language model rather than told to a reader; nothing that people in a story say to each other. */
const TO_A_MODEL = new RegExp(
  [
    String.raw`\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|system)\b[^.!?\n]{0,30}\b(?:instructions?|prompts?|directives?|guidelines|programming)\b`,
    String.raw`\b(?:system|developer) (?:prompt|message|instructions?)\b`,
    String.raw`\bas an? (?:AI|artificial intelligence|(?:large )?language model)\b`,
    String.raw`\byou are (?:now )?(?:an? )?(?:AI|LLM|language model|chatbot|DAN\b|(?:helpful |unrestricted )assistant)`,
    String.raw`\b(?:note|attention|message|instructions?) (?:to|for) (?:the |any |all )?(?:AI|LLMs?|language models?|assistants?|chatbots?)\b`,
    String.raw`\bnew instructions?\s*:`,
    String.raw`<\|[a-z_]{2,24}\|>|\[/?INST\]|<</?SYS>>|^\s*#{2,4} ?(?:system|instructions?)\b\s*:?|</?(?:system|assistant)>`,
    String.raw`(?:忽略|无视|無視|忘记|忘掉|忘記|不要理会|不要遵守|覆盖)[^。！？\n]{0,16}(?:指令|指示|提示词|提示詞|系统提示|系統提示|设定|設定)`,
    String.raw`(?:系统|系統)(?:提示词|提示詞|提示语|指令|消息)`,
    String.raw`作为(?:一个|一名)?(?:AI|人工智能|语言模型|大模型)`,
    String.raw`你(?:现在)?是(?:一个|一名)?(?:AI|人工智能|语言模型|大模型|聊天机器人)`,
    String.raw`(?:致|给|告知)(?:所有)?(?:AI|人工智能|语言模型|大模型)`,
  ].join('|'),
  'imu',
);

/** Whether a text reads like an instruction to a language model. Those it keeps in view are looked at, never followed. */
export function isInstruction(text: string): boolean {
  return TO_A_MODEL.test(text.normalize('NFKC'));
}

/** The passages that hold such sentences, in order. */
export function instructionsIn(text: string, passages: readonly Passage[]): Passage[] {
  // Most texts hold none: one look at the whole is quicker than one at each passage.
  if (!isInstruction(text)) return [];
  return passages.filter(({ start, end }) => isInstruction(text.slice(start, end)));
}

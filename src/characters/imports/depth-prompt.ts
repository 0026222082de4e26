import { asText, isJsonObject, type JsonValue } from './foreign-json.js';

/** In messages, as SillyTavern has it. */
const NOTE_DEPTH = 4;
const MOST_DEPTH = 10_000;

/** SillyTavern's “Character's Note” in a card's extensions, four messages deep where the card does not say. */
export function depthPromptOf(extensions: JsonValue | undefined): { text: string; depth: number } {
  const found = isJsonObject(extensions) ? extensions.depth_prompt : null;
  if (!isJsonObject(found)) return { text: '', depth: NOTE_DEPTH };
  const depth = Math.trunc(Number(found.depth ?? NOTE_DEPTH));
  return { text: asText(found.prompt), depth: depth >= 0 && depth < MOST_DEPTH ? depth : NOTE_DEPTH };
}

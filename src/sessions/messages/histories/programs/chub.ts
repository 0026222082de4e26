/** Chats of Chub: lines like SillyTavern's, in which a text may be an object that holds it. */
import { isJsonObject } from '../../../../characters/imports/foreign-json.js';

/** The line as SillyTavern would write it. */
export function asTavernLine(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const { mes, swipes } = value;
  const isChub = isJsonObject(mes) || (Array.isArray(swipes) && swipes.some(isJsonObject));
  if (!isChub) return value;
  return { ...value, mes: wordsOf(mes), ...(Array.isArray(swipes) && { swipes: swipes.map(wordsOf) }) };
}

function wordsOf(value: unknown): unknown {
  return isJsonObject(value) && typeof value.message === 'string' ? value.message : value;
}

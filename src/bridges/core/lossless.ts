import { isModestJson } from '../../text/encoding/json-size.js';

/** More than any platform tells at once: parsing it would hold the process up. */
const MODEST = { depth: 100, values: 50_000 };
const LONG_NUMBER = /\d{16}/;
/** Texts, which stay as they are, and whole numbers that a double may not hold. */
const TEXT_OR_LONG_NUMBER = /"[^"\\]*(?:\\[^][^"\\]*)*"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g;

/**
 * JSON as a stranger wrote it. Whole numbers that no double holds are text, with all their digits: platforms number
 * messages with 64 bits.
 * @returns undefined where it is none, or holds more than any platform tells
 */
export function readJson(text: string): unknown {
  if (!isModestJson(text, MODEST)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (!LONG_NUMBER.test(text)) return value;
    // It is JSON: every text in it ends, and is passed over once.
    return JSON.parse(
      text.replace(TEXT_OR_LONG_NUMBER, (part) =>
        part.startsWith('"') || Number.isSafeInteger(Number(part)) ? part : `"${part}"`,
      ),
    );
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { parse } from 'lossless-json';

/**
 * JSON as a stranger wrote it. Whole numbers that no double holds stay text, with all their digits: platforms number
 * messages with 64 bits.
 * @returns undefined where it is none
 */
export function readJson(text: string): unknown {
  try {
    return parse(text, undefined, (digits) => {
      const number = Number(digits);
      return Number.isSafeInteger(number) || /[.eE]/.test(digits) ? number : digits;
    });
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

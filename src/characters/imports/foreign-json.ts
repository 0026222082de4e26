/** JSON from strangers, or YAML, made safe to walk through and to store. */
import type { ImportReport } from './import-report.js';
import { Problem } from '../../contracts/problem.js';
import { jsonExcess } from '../../text/encoding/json-size.js';
import { decodeReported } from './decode-reported.js';
import { mayBeYaml, parseYaml } from './yaml.js';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Several times what the largest lorebooks have. */
const SIZE_LIMIT = 8 * 1024 * 1024;
const DEPTH_LIMIT = 200;
/** Far more than the largest lorebooks have; each costs time and memory many times its bytes. */
const VALUES_LIMIT = 250_000;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What should be text, as text: numbers in digits, lists a line per item, nothing as '', the rest as JSON. */
export function asText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.map((item) => asText(item)).join('\n');
}

/** What should be a list of texts, as one; nothing in it is left out, a single text is a list of one. */
export function asTexts(value: JsonValue | undefined): string[] {
  if (!Array.isArray(value)) return value === undefined || value === null ? [] : [asText(value)];
  return value.filter((item) => item !== null).map((item) => asText(item));
}

/** The texts of a list; none of anything else. */
export function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/**
 * Parses JSON, or a mapping of YAML, in whatever encoding its text is. What PostgreSQL cannot store (zero characters, halves of
 * surrogate pairs) and keys called `__proto__` are taken out.
 *
 * @param report gets a sentence on what was taken out or guessed
 * @throws Problem card_unreadable when it is neither, or nested more than 200 deep; card_too_large above 8 MB or
 * 250,000 values.
 */
export function parseForeignJson(bytes: Uint8Array, report: ImportReport): JsonValue {
  if (bytes.length > SIZE_LIMIT) {
    throw new Problem(
      'card_too_large',
      'This card is too large: its JSON may have up to 8 MB. Take out what it does not need, or move parts of its lorebook into a file of their own.',
    );
  }
  const text = decodeJson(bytes, report);
  let changes = 0;
  const value = clean(parse(text), () => (changes += 1));
  if (changes) {
    report.add(
      `${changes} of its texts or names held what cannot be stored; that was taken out.`,
      `有 ${changes} 处文字或名称含有无法保存的字符，已去掉。`,
    );
  }
  return value;
}

function parse(text: string): JsonValue {
  const yaml = mayBeYaml(text) ? parseYaml(text) : undefined;
  if (isJsonObject(yaml)) return yaml;
  refuseUnwieldy(text);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new Problem('card_unreadable', 'There is no character card here: this is neither JSON nor YAML.', {
      cause: error,
    });
  }
}

function decodeJson(bytes: Uint8Array, report: ImportReport): string {
  try {
    return decodeReported(bytes, report);
  } catch (error) {
    throw new Problem('card_unreadable', 'There is no character card here: this is not text.', {
      cause: error,
    });
  }
}

/** @throws Problem card_unreadable, card_too_large */
function refuseUnwieldy(text: string): void {
  const excess = jsonExcess(text, { depth: DEPTH_LIMIT, values: VALUES_LIMIT });
  if (excess === 'depth') {
    throw new Problem('card_unreadable', 'This card is nested too deeply to be read.');
  }
  if (excess === 'values') {
    throw new Problem('card_too_large', 'This card holds too many values: up to 250,000 are read.');
  }
}

/** In place, because a copy of a large card would double what it takes. */
function clean(value: JsonValue, changed: () => void): JsonValue {
  if (typeof value === 'string') return cleanText(value, changed);
  if (Array.isArray(value)) {
    for (let n = 0; n < value.length; n += 1) value[n] = clean(value[n]!, changed);
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      const item = value[key]!;
      const name = cleanText(key, changed);
      if (name === key && name !== '__proto__') {
        value[key] = clean(item, changed);
        continue;
      }
      delete value[key];
      if (name !== '__proto__') value[name] = clean(item, changed);
      else changed();
    }
  }
  return value;
}

function cleanText(text: string, changed: () => void): string {
  if (text.isWellFormed() && !text.includes('\0')) return text;
  changed();
  return text.replaceAll('\0', '').toWellFormed();
}

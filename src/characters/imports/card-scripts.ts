/** The regex scripts of a card, in and out, in SillyTavern's form. */
import type { RegexScript, RegexScripts, ScriptPlace } from '../../contracts/regex-script.js';
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from './foreign-json.js';

/** So many are read, of so many UTF-16 units; the others stay with the card. */
const MOST = 200;
const MOST_TEXT = 600_000;
const MOST_TRIMS = 50;

const DISPLAY = 0;
const PLACES = new Map<unknown, ScriptPlace>([
  [1, 'user'],
  [2, 'reply'],
  [5, 'lore'],
  [6, 'reasoning'],
]);
const NUMBERS = new Map([...PLACES].map(([number, place]) => [place, number as number]));
const MACROS = ['none', 'raw', 'escaped'] as const;

/** @returns a script for each of the card's, in their order; null where it has none */
export function readScripts(extensions: JsonValue | undefined): RegexScripts | null {
  const found = isJsonObject(extensions) ? extensions.regex_scripts : null;
  if (!Array.isArray(found) || found.length === 0) return null;
  const list: RegexScript[] = [];
  let text = 0;
  for (const item of found.slice(0, MOST)) {
    const script = scriptOf(isJsonObject(item) ? item : {});
    text += JSON.stringify(script).length;
    if (text > MOST_TEXT) break;
    list.push(script);
  }
  return { on: true, list };
}

function scriptOf(item: JsonObject): RegexScript {
  const numbers = Array.isArray(item.placement) ? item.placement : [];
  // What was once for the display alone had that for its place.
  const old = numbers.includes(DISPLAY);
  const places = old && numbers.length === 1 ? [...PLACES.values()] : placesOf(numbers);
  return {
    name: asText(item.scriptName),
    find: asText(item.findRegex),
    replace: asText(item.replaceString),
    trim: asTexts(item.trimStrings).slice(0, MOST_TRIMS),
    places,
    shown: old || item.markdownOnly === true,
    sent: old || item.promptOnly === true,
    minDepth: depthOf(item.minDepth),
    maxDepth: depthOf(item.maxDepth),
    onEdit: item.runOnEdit === true,
    macros: MACROS[Number(item.substituteRegex)] ?? 'none',
    on: item.disabled !== true,
  };
}

function placesOf(numbers: readonly JsonValue[]): ScriptPlace[] {
  return [...new Set(numbers)].flatMap((number) => PLACES.get(number) ?? []);
}

function depthOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A card's own scripts with what a sheet changed of them, each at its place. */
export function writeScripts(before: JsonValue | undefined, now: RegexScripts): JsonValue[] {
  const kept = Array.isArray(before) ? before : [];
  const was = readScripts({ regex_scripts: kept })?.list ?? [];
  const written = now.list.map((script, n): JsonValue => {
    const item = kept[n];
    const same = was[n] && JSON.stringify({ ...was[n], on: script.on }) === JSON.stringify(script);
    if (!same) return { ...(isJsonObject(item) && item), ...asTavern(script) };
    if (was[n]!.on === script.on) return item!;
    return { ...(isJsonObject(item) && item), disabled: !script.on };
  });
  return [...written, ...kept.slice(Math.max(was.length, now.list.length))];
}

function asTavern(script: RegexScript): JsonObject {
  return {
    scriptName: script.name,
    findRegex: script.find,
    replaceString: script.replace,
    trimStrings: script.trim,
    placement: script.places.map((place) => NUMBERS.get(place)!),
    disabled: !script.on,
    markdownOnly: script.shown,
    promptOnly: script.sent,
    runOnEdit: script.onEdit,
    substituteRegex: MACROS.indexOf(script.macros),
    minDepth: script.minDepth,
    maxDepth: script.maxDepth,
  };
}

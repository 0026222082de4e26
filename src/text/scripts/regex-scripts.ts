/** Regex scripts of cards, which change how texts look and what is sent of them. */
import type { RegexScript, ScriptPlace, SettledScript } from '../../contracts/regex-script.js';
import { isRunnable, type Match, replacing } from '../search/expressions.js';
import type { Work } from '../search/slices.js';
import { isPage, withoutMarkup } from './markup.js';

/** Of a card, so many are followed, and of those that change what is stored or sent so much, in UTF-16 units. */
const MOST_SCRIPTS = 100;
const MOST_SENT = 64 * 1024;
const LONGEST_FIND = 2000;
/** Texts that are trimmed of a match, times its characters: each is looked for in all of it. */
const MOST_TRIMMING = 8_000_000;

/** What is not followed of a script, and why. */
export type ScriptLoss = 'expression' | 'depth' | 'place' | 'page' | 'too_many';

/** Settles the macros of a text; `escape` says how what they stand for is written. */
export type SettleScript = (text: string, escape?: (value: string) => string) => string;

/**
 * The scripts that are followed, of those that are on.
 * @param settle what macros stand for, the same whenever it is asked
 */
export function settledScripts(scripts: readonly RegexScript[], settle: SettleScript): SettledScript[] {
  let room = MOST_SENT;
  return scripts.slice(0, MOST_SCRIPTS).flatMap((script) => {
    const settled = script.on ? settledScript(script, settle) : null;
    if (!settled) return [];
    if (settled.shown && !settled.sent) return [settled];
    room -= JSON.stringify(settled).length;
    return room < 0 ? [] : [settled];
  });
}

function settledScript(script: RegexScript, settle: SettleScript): SettledScript | null {
  const { find, macros, trim, minDepth, maxDepth, onEdit } = script;
  const expression = asFound(
    macros === 'none' ? find : settle(find, macros === 'escaped' ? escaped : undefined),
  );
  if (!expression || !isRunnable(expression.pattern, expression.flags)) return null;
  const places = script.places.filter((place) => place !== 'reasoning');
  const shown = script.shown && !isPage(script.replace);
  const sent = script.sent && places.some((place) => isAtAnyDepth(script, place));
  if (!places.length || ((script.shown || script.sent) && !shown && !sent)) return null;
  return {
    ...expression,
    replace: settle(script.replace),
    trim: trim.map((text) => settle(text)).filter(Boolean),
    places,
    shown,
    sent,
    minDepth,
    maxDepth,
    onEdit,
  };
}

/** What is not followed of the scripts, by the place of each in the list. */
export function scriptLosses(scripts: readonly RegexScript[]): Map<number, ScriptLoss[]> {
  const losses = new Map<number, ScriptLoss[]>();
  let room = MOST_SENT;
  for (const [n, script] of scripts.entries()) {
    const found = lossesOf(script);
    if (script.sent || !script.shown) room -= JSON.stringify(script).length;
    if (n >= MOST_SCRIPTS || room < 0) found.push('too_many');
    if (script.find !== '' && found.length) losses.set(n, found);
  }
  return losses;
}

function lossesOf(script: RegexScript): ScriptLoss[] {
  const { places } = script;
  const expression = asFound(
    script.macros === 'none' ? script.find : script.find.replace(/\{\{\w+\}\}/g, 'x'),
  );
  return [
    ...(!expression || !isRunnable(expression.pattern, expression.flags) ? ['expression' as const] : []),
    ...(script.sent && places.some((place) => place !== 'reasoning' && !isAtAnyDepth(script, place))
      ? ['depth' as const]
      : []),
    ...(places.every((place) => place === 'reasoning') ? ['place' as const] : []),
    ...(script.shown && isPage(script.replace) ? ['page' as const] : []),
  ];
}

/**
 * A text as scripts change what is stored of it, what is sent or what is shown. A script that would cost too much on
 * this text leaves it as it is.
 * @param depth how many messages above the newest; only what is shown knows it
 */
export function* scripted(
  text: string,
  scripts: readonly SettledScript[],
  place: ScriptPlace,
  use: { as: 'stored'; edited?: boolean } | { as: 'sent' } | { as: 'shown'; depth: number },
): Work<string> {
  for (const script of scripts) {
    if (text === '') break;
    if (!script.places.includes(place) || !isUsed(script, place, use)) continue;
    const told = use.as === 'shown' ? withoutMarkup(script.replace) : script.replace;
    const template = templateOf(told);
    text =
      (yield* replacing(script.pattern, script.flags, text, (match, room) =>
        filled(template, match, script.trim, room),
      )) ?? text;
  }
  return text;
}

function isUsed(script: SettledScript, place: ScriptPlace, use: Parameters<typeof scripted>[3]): boolean {
  if (use.as === 'stored') return !script.shown && !script.sent && (!use.edited || script.onEdit);
  if (use.as === 'sent') return script.sent && isAtAnyDepth(script, place);
  const { minDepth, maxDepth } = script;
  return (
    script.shown &&
    (minDepth === null || minDepth < -1 || use.depth >= minDepth) &&
    (maxDepth === null || maxDepth < 0 || use.depth <= maxDepth)
  );
}

/**
 * Whether a script changes a message the same at every turn that sends it. A reply is sent first when something was said
 * after it, one message above the newest.
 */
function isAtAnyDepth(
  { minDepth, maxDepth }: Pick<RegexScript, 'minDepth' | 'maxDepth'>,
  place: ScriptPlace,
) {
  if (place === 'lore') return true;
  const least = place === 'reply' ? 1 : 0;
  return (minDepth === null || minDepth <= least) && (maxDepth === null || maxDepth < 0);
}

/** As SillyTavern reads it: between slashes with flags, or all of it a pattern; null where it finds nothing there. */
function asFound(find: string): { pattern: string; flags: string } | null {
  if (find === '' || find.length > LONGEST_FIND) return null;
  const [, pattern, flags = ''] = /^\/(.+)\/([a-z]{0,8})$/is.exec(find) ?? [];
  if (pattern === undefined || !/^(?!.*(.).*\1)[gmixXsuUAJ]*$/.test(flags))
    return { pattern: find, flags: '' };
  return /[xXUAJ]/.test(flags) ? null : { pattern, flags };
}

type Part = string | { group: number | string };

/** What is put in the place of a match, in parts. */
function templateOf(replace: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: sign, 1: number, 2: name, index } of replace.matchAll(
    /\{\{match\}\}|\$(\d+)|\$<([^<>]+)>/gi,
  )) {
    parts.push(replace.slice(from, index), { group: name ?? Number(number ?? 0) });
    from = index + sign.length;
  }
  return [...parts, replace.slice(from)];
}

/** @returns null where it would become longer than there is room, or what is trimmed takes too long */
function filled(
  template: readonly Part[],
  match: Match,
  trim: readonly string[],
  room: number,
): string | null {
  const groups = new Map<number | string, string>();
  const trimmed = (group: number | string): string | null => {
    const found = match(group);
    if (trim.length * found.length > MOST_TRIMMING) return null;
    return trim.reduce((text, unwanted) => text.replaceAll(unwanted, ''), found);
  };
  const told: string[] = [];
  let length = 0;
  for (const part of template) {
    const text = typeof part === 'string' ? part : (groups.get(part.group) ?? trimmed(part.group));
    if (text === null) return null;
    if (typeof part !== 'string') groups.set(part.group, text);
    length += text.length;
    if (length > room) return null;
    told.push(text);
  }
  return told.join('');
}

function escaped(value: string): string {
  return value
    .replace(/[.^$*+?{}[\]\\/|()]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
}

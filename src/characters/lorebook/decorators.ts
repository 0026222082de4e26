/**
 * Decorators: lines at the head of a lorebook entry's content that say when and where it belongs.
 * https://github.com/kwaroran/character-card-spec-v3/blob/main/SPEC_V3.md#decorators
 */

/** What the decorators of an entry ask for, of what is followed here. */
export interface Decorators {
  /** The content without them. */
  content: string;
  /** The character has spoken at least so often. */
  activateOnlyAfter?: number;
  /** How often the character has spoken divides by it. */
  activateOnlyEvery?: number;
  /** So many of the newest messages are searched for keys. */
  scanDepth?: number;
  /** One of them has to be said, too. */
  additionalKeys: string[];
  /** None of them may be said. */
  excludeKeys: string[];
  activate: boolean;
  dontActivate: boolean;
  /** The first to leave when there is not enough room. */
  ignoreOnMaxContext: boolean;
  /** It belongs near the newest message. */
  near: boolean;
  /** The conversation began with this greeting, counted from 0. */
  greeting?: number;
  /** Once told, always told; once told, never again. */
  keepAfterMatch: boolean;
  dontAfterMatch: boolean;
  /** The part of the sheet that it stands in. */
  position?: Position;
  /** Names of those that are not followed, nor anything that was given in their stead. */
  ignored: string[];
}

export const POSITIONS = ['before_desc', 'after_desc', 'personality', 'scenario'] as const;
export type Position = (typeof POSITIONS)[number];

/** Decorators that a conversation is to ignore, as the specification says: they are for text without messages. */
export const NOT_FOR_CHATS = new Set([
  'instruct_depth',
  'reverse_depth',
  'reverse_instruct_depth',
  'instruct_scan_depth',
]);

/** So many values of one decorator are read, and so many lines of decorators of one entry. */
const MOST_VALUES = 1000;
const MOST_LINES = 1000;

const LINE = /^@@(@?)\s*([A-Za-z_]+)(?:\s([\s\S]*))?$/;

/**
 * Reads the decorators of an entry. The first of a name counts; of one that is not known, or whose value is none, the
 * first of its fallbacks (`@@@…`) that is known.
 */
export function readDecorators(content: string): Decorators {
  const found: Decorators = {
    content,
    additionalKeys: [],
    excludeKeys: [],
    activate: false,
    dontActivate: false,
    ignoreOnMaxContext: false,
    near: false,
    keepAfterMatch: false,
    dontAfterMatch: false,
    ignored: [],
  };
  if (!content.trimStart().startsWith('@@')) return found;
  const { lines, rest } = decoratorLines(content);
  found.content = rest;
  const seen = new Set<string>();
  let waiting = '';
  for (const line of lines) {
    const [, fallback, spelled = '', value = ''] = LINE.exec(line.trim()) ?? [];
    const name = spelled.toLowerCase();
    if (name === '' || (fallback && !waiting)) continue;
    if (!fallback && waiting) found.ignored.push(waiting);
    if (!fallback) waiting = name;
    if (!seen.has(name) && !follow(found, name, value.trim())) continue;
    seen.add(name);
    waiting = '';
  }
  if (waiting) found.ignored.push(waiting);
  // A place on the sheet goes before a place in the conversation.
  if (found.position) found.near = false;
  return found;
}

/** The lines at the head that are decorators or empty, and what comes after them, which may be long. */
function decoratorLines(content: string): { lines: string[]; rest: string } {
  const lines: string[] = [];
  for (let at = 0; at <= content.length;) {
    const end = content.indexOf('\n', at);
    const line = content.slice(at, end < 0 ? undefined : end);
    if ((!line.startsWith('@@') && line.trim() !== '') || lines.length === MOST_LINES)
      return { lines, rest: content.slice(at) };
    lines.push(line);
    if (end < 0) break;
    at = end + 1;
  }
  return { lines, rest: '' };
}

/** An entry's content without its decorators. */
export function withoutDecorators(content: string): string {
  return readDecorators(content).content;
}

/** Whether an entry belongs into some turns and not into others, whatever its keys. */
export function isConditional(found: Decorators): boolean {
  return (
    found.near ||
    found.dontAfterMatch ||
    found.greeting !== undefined ||
    found.activateOnlyAfter !== undefined ||
    found.activateOnlyEvery !== undefined ||
    found.additionalKeys.length > 0 ||
    found.excludeKeys.length > 0
  );
}

/** @returns whether it is known, with a value that it can have */
function follow(found: Decorators, name: string, value: string): boolean {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : null;
  const list = value
    .split(',', MOST_VALUES)
    .map((item) => item.trim())
    .filter(Boolean);
  switch (name) {
    case 'activate_only_after':
      if (number !== null) found.activateOnlyAfter = number;
      return number !== null;
    case 'activate_only_every':
      if (number) found.activateOnlyEvery = number;
      return !!number;
    case 'scan_depth':
      if (number !== null) found.scanDepth = number;
      return number !== null;
    case 'depth':
      found.near ||= number !== null;
      return number !== null;
    case 'is_greeting':
      if (number !== null) found.greeting = number;
      return number !== null;
    case 'keep_activate_after_match':
      return (found.keepAfterMatch = true);
    case 'dont_activate_after_match':
      return (found.dontAfterMatch = true);
    case 'position':
      found.position = POSITIONS.find((position) => position === value.toLowerCase());
      return found.position !== undefined;
    case 'additional_keys':
      found.additionalKeys = list;
      return list.length > 0;
    case 'exclude_keys':
      found.excludeKeys = list;
      return list.length > 0;
    case 'activate':
    case 'constant':
      return (found.activate = true);
    case 'dont_activate':
      return (found.dontActivate = true);
    case 'ignore_on_max_context':
      return (found.ignoreOnMaxContext = true);
    case 'role':
      // Whatever is added is told in the system's voice.
      return value === 'system';
    default:
      return false;
  }
}

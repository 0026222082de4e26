/** What the readers of other programs' chats have in common. */
import { isJsonObject, type JsonObject } from '../../../characters/imports/foreign-json.js';
import { storable } from '../../../text/encoding/storable.js';
import { readDate } from '../../story/past-date.js';
import type { PastMessage } from './tavern-chat.js';

/** A message as another program kept it. */
export interface ForeignMessage extends PastMessage {
  /** It takes no part in the story: an empty version stands for it. */
  hidden?: true;
}

export interface ReadConversation {
  messages: ForeignMessage[];
  /** Messages of other branches that are no version of what was read. */
  elsewhere: number;
}

/** One of the conversations of a file, read when it is asked for. */
export interface Conversation {
  title: string;
  at: Date | null;
  read: () => ReadConversation;
}

export interface ChatReader {
  /** The program, as people know it. */
  program: string;
  knows: (value: JsonObject) => boolean;
  conversations: (value: JsonObject) => Conversation[];
}

export type Role = 'user' | 'assistant' | 'system';

/** A list of objects: what else is in it is left out. */
export function rowsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A text, or nothing. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What is said in a content: a text, or a list of parts of which some are text. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as unknown[])
    .map((part) => {
      if (typeof part === 'string') return part;
      if (!isJsonObject(part) || (part['type'] !== undefined && part['type'] !== 'text')) return '';
      const { text } = part;
      return isJsonObject(text) ? stringOf(text.value) : stringOf(text);
    })
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

export function dateOf(value: unknown): Date | null {
  return typeof value === 'string' || typeof value === 'number' ? readDate(value) : null;
}

/** A message of one version. What a program told its model is hidden: nobody said it. */
export function message(role: Role, content: string, at: Date | null, speaker = ''): ForeignMessage {
  return versions(role, [{ content, at }], 0, speaker);
}

/** A message of several versions. */
export function versions(
  role: Role,
  texts: readonly { content: string; at: Date | null }[],
  chosen: number,
  speaker = '',
): ForeignMessage {
  const all = texts.map(({ content, at }) => ({ content: storable(content), at, extras: null }));
  const said = {
    role: role === 'user' ? ('user' as const) : ('assistant' as const),
    speaker: storable(speaker),
  };
  if (role !== 'system') return { ...said, versions: all, chosen };
  const at = all[chosen]!.at;
  return { ...said, versions: [...all, { content: '', at, extras: null }], chosen: all.length, hidden: true };
}

/** Who speaks by the words for a role that programs use; null for tools and the like. */
export function roleOf(value: unknown): Role | null {
  const role = stringOf(value).toLowerCase();
  if (role === 'user' || role === 'human') return 'user';
  if (/^(?:assistant|model|bot|char|character|ai|gpt)$/.test(role)) return 'assistant';
  return role === 'system' || role === 'developer' ? 'system' : null;
}

/**
 * Saved stories of Kobold Lite: one text in pieces, in which marks tell who speaks (instruct mode) or names at the
 * beginnings of lines (chat mode). A story without either is told by the character.
 */
import { isJsonObject, type JsonObject } from '../../../../characters/imports/foreign-json.js';
import {
  message,
  stringOf,
  type ChatReader,
  type ForeignMessage,
  type ReadConversation,
  type Role,
} from '../conversation.js';

const MARK = /\{\{\[(INPUT|OUTPUT|SYSTEM)(_END)?\]\}\}/g;
const ROLES: Record<string, Role> = { INPUT: 'user', OUTPUT: 'assistant', SYSTEM: 'system' };
/** Between the names of several characters. */
const BETWEEN = '||$||';

export const koboldLite: ChatReader = {
  program: 'Kobold Lite',
  knows: ({ savedsettings: settings, actions, prompt }) =>
    isJsonObject(settings) && (Array.isArray(actions) || typeof prompt === 'string'),
  conversations: (value) => [
    {
      title: '',
      at: null,
      read() {
        const pieces = [value.prompt, ...(Array.isArray(value.actions) ? value.actions : [])].map(stringOf);
        return readPieces(pieces, value.savedsettings as JsonObject);
      },
    },
  ],
};

function readPieces(pieces: readonly string[], settings: JsonObject): ReadConversation {
  const marked = pieces.some((piece) => piece.search(MARK) >= 0);
  const user = stringOf(settings.chatname);
  const others = stringOf(settings.chatopponent).split(BETWEEN).filter(Boolean);
  const messages: ForeignMessage[] = [];
  let role: Role = 'assistant';
  let speaker = '';
  let words: string[] = [];
  const close = (next: Role, name: string) => {
    const text = words.join('').trim();
    if (text) messages.push(message(role, text, null, speaker));
    role = next;
    speaker = name;
    words = [];
  };
  const names = [user, ...others].filter(Boolean).map(escaped).join('|');
  const label = names ? new RegExp(`^(${names})[:：][^\\S\\n]*`, 'gm') : null;
  for (const piece of pieces) {
    let from = 0;
    const ends = marked ? piece.matchAll(MARK) : label ? piece.matchAll(label) : [];
    for (const found of ends) {
      words.push(piece.slice(from, found.index));
      from = found.index + found[0].length;
      if (!marked) close(found[1] === user ? 'user' : 'assistant', found[1]!);
      else if (!found[2]) close(ROLES[found[1]!]!, found[1] === 'INPUT' ? user : '');
      else close('assistant', '');
    }
    words.push(piece.slice(from));
    // A story in neither form has nothing but its pieces.
    if (!marked && !label) close('assistant', '');
  }
  close('assistant', '');
  return { messages, elsewhere: 0 };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Whose chat a value is. */
import type { JsonObject } from '../../../../characters/imports/foreign-json.js';
import { agnai } from './agnai.js';
import { backyard } from './backyard.js';
import { characterAi } from './character-ai.js';
import { chatGpt } from './chatgpt.js';
import { claude } from './claude.js';
import type { ChatReader } from '../conversation.js';
import { koboldLite } from './kobold-lite.js';
import { libreChat } from './librechat.js';
import { lobeChat } from './lobechat.js';
import { messageRows } from '../message-rows.js';
import { openWebUi } from './open-webui.js';
import { risu } from './risu.js';
import { textGenerationWebUi } from './text-generation-webui.js';

/** The more of its own a program's form has, the earlier it stands. */
const READERS: readonly ChatReader[] = [
  risu,
  koboldLite,
  chatGpt,
  claude,
  openWebUi,
  lobeChat,
  libreChat,
  characterAi,
  agnai,
  backyard,
  textGenerationWebUi,
  messageRows,
];

/** The readers of the programs whose fields an object has, the most specific first. */
export function readersOf(value: JsonObject): ChatReader[] {
  return READERS.filter((reader) => reader.knows(value)).filter(
    // What others write is a list of messages, too.
    (reader, n) => reader !== messageRows || n === 0,
  );
}

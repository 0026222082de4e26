/** Chats of Backyard: the messages of a scenario, alone or in its archive (BYAF, schemaVersion 1). */
import { withBackyardNames } from '../../../../characters/imports/backyard-names.js';
import { isJsonObject, textsIn, type JsonObject } from '../../../../characters/imports/foreign-json.js';
import { ImportReport } from '../../../../characters/imports/import-report.js';
import { Problem } from '../../../../contracts/problem.js';
import type { ZipEntries } from '../../../../files/unzip.js';
import { readJsonBytes } from '../../../../text/encoding/json-bytes.js';
import type { HowToRead } from '../chat-file.js';
import {
  dateOf,
  message,
  rowsOf,
  stringOf,
  versions,
  type ChatReader,
  type ForeignMessage,
} from '../conversation.js';

const MANIFEST = 'manifest.json';
const MOST_SCENARIOS = 200;
const MOST = { depth: 100, values: 5_000_000, text: 8 * 1024 * 1024 };

export const backyard: ChatReader = {
  program: 'Backyard',
  knows: ({ messages }) => rowsOf(messages).some(isSaid),
  conversations: (value) => [
    {
      title: stringOf(value.title) || stringOf(value.narrative),
      at: null,
      read: () => ({
        messages: [...greetings(value), ...rowsOf(value.messages).map(messageOf)],
        elsewhere: 0,
      }),
    },
  ],
};

function isSaid({ type, text, outputs }: JsonObject): boolean {
  return (type === 'human' && typeof text === 'string') || (type === 'ai' && Array.isArray(outputs));
}

/** The first messages stand apart from what was said after them. */
function greetings({ firstMessages }: JsonObject): ForeignMessage[] {
  return rowsOf(firstMessages).map(({ text }) => message('assistant', stringOf(text), null));
}

/** Of several outputs the one that was last made the active one stands. */
function messageOf(row: JsonObject): ForeignMessage {
  if (row.type !== 'ai') return message('user', stringOf(row.text), dateOf(row.createdAt));
  const outputs = rowsOf(row.outputs);
  const active = (output: JsonObject) => dateOf(output.activeTimestamp)?.getTime() ?? 0;
  let chosen = 0;
  for (const [n, output] of outputs.entries()) if (active(output) >= active(outputs[chosen]!)) chosen = n;
  if (!outputs.length) return message('assistant', '', null);
  const texts = outputs.map((output) => ({ content: stringOf(output.text), at: dateOf(output.createdAt) }));
  return versions('assistant', texts, chosen);
}

/**
 * The chats of an archive of Backyard as a list in JSON, with the session's names where it writes `{user}`; null for
 * any other one.
 * @throws Problem archive_unsafe, file_broken
 */
export async function chatsInArchive(
  zip: ZipEntries,
  { names, language }: HowToRead,
): Promise<{ chats: Buffer; report: string[] } | null> {
  if (!zip.names.includes(MANIFEST)) return null;
  const report = new ImportReport(language);
  const { scenarios } = objectIn(await zip.read(MANIFEST)) ?? {};
  const chats: string[] = [];
  for (const name of textsIn(scenarios).slice(0, MOST_SCENARIOS)) {
    const scenario = zip.names.includes(name) ? objectIn(await readOr(zip.read(name))) : null;
    if (scenario) {
      const text = JSON.stringify(scenario, (_, value: unknown) =>
        typeof value === 'string'
          ? withBackyardNames(value, names.user || '{{user}}', names.character)
          : value,
      );
      chats.push(text);
    } else {
      report.add(
        'A scenario of this archive cannot be read and was left out.',
        '压缩包里有一个场景读不出来，没有读入。',
      );
    }
  }
  return { chats: Buffer.from(`[${chats.join(',')}]`), report: report.lines };
}

/** Damaged ones are null; what is unsafe is no file of a scenario. */
async function readOr(read: Promise<Uint8Array>): Promise<Uint8Array> {
  return read.catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'archive_unsafe') throw error;
    return new Uint8Array();
  });
}

function objectIn(bytes: Uint8Array): JsonObject | null {
  const { value, fault } = readJsonBytes(Buffer.from(bytes), 0, MOST);
  return isJsonObject(value) && !fault ? value : null;
}

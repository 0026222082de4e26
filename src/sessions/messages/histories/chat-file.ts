/** Files that hold a chat of another program: its JSON, or plain text. */
import { ImportReport } from '../../../characters/imports/import-report.js';
import { isJsonObject, type JsonObject } from '../../../characters/imports/foreign-json.js';
import { Problem, type ConversationChoice } from '../../../contracts/problem.js';
import { behindBlanks, readJsonBytes, type JsonFault } from '../../../text/encoding/json-bytes.js';
import { storable } from '../../../text/encoding/storable.js';
import { truncate } from '../../../text/encoding/truncate.js';
import type { Language } from '../../../text/search/language.js';
import type { Conversation, ForeignMessage, ReadConversation } from './conversation.js';
import { inUtf8 } from './in-utf8.js';
import { isMessageRow, readMessageRows } from './message-rows.js';
import { type SessionNames, readPlainText } from './plain-text.js';
import { readersOf } from './programs/programs.js';

export interface HowToRead {
  language: Language;
  names: SessionNames;
  /** Which conversation of several, from 1. */
  conversation?: number | undefined;
}

const MOST = { depth: 100_000, values: 5_000_000, text: 8 * 1024 * 1024 };
/** Messages and versions: each takes time and memory many times its bytes. */
const LIMIT = 500_000;
const MOST_CONVERSATIONS = 5000;
const LONGEST_TITLE = 200;
const OPEN_LIST = 91;
const COMMA = 44;
const OPEN_OBJECT = 123;

export interface ForeignChat {
  messages: ForeignMessage[];
  /** What was left out or guessed, a sentence each. */
  report: string[];
}

/**
 * Reads a chat of another program. What is whole is taken; what is left out, guessed, or stands there twice is reported.
 * @returns null for what is none, lines of Keepsake or SillyTavern among it
 * @throws Problem history_unreadable; several_conversations where the file holds several and none was chosen;
 * bad_request where it has none of that number
 */
export function readChatFile(file: Buffer, how: HowToRead): ForeignChat | null {
  const report = new ImportReport(how.language);
  const bytes = inUtf8(file, report);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const start = behindBlanks(bytes, mark);
  const first = bytes[start];
  const isJson = first === OPEN_LIST || first === OPEN_OBJECT;
  const found =
    (isJson ? new JsonChats(bytes, how, report).read(start) : null) ??
    // A line of a messenger may begin with the time in brackets.
    (first === OPEN_OBJECT ? null : readPlainText(bytes, how.names, report));
  const chat = found && settled(found, report);
  return chat?.messages.length ? chat : null;
}

/** What a conversation leaves when empties are taken out. */
function settled({ messages, elsewhere }: ReadConversation, report: ImportReport): ForeignChat {
  const said = messages.filter(isSaid);
  const hidden = said.filter((message) => message.hidden).length;
  const empty = messages.length - said.length;
  if (empty)
    report.add(`Left out, as they have no text: ${empty} of the messages.`, `有 ${empty} 条空消息没有读入。`);
  if (hidden) {
    report.add(
      `Taken out of the story, and can be brought back: ${hidden} of the program's own (system messages and the like).`,
      `有 ${hidden} 条原程序自己的消息（系统消息等），这里不算在故事里，可以随时恢复。`,
    );
  }
  if (elsewhere) {
    report.add(
      `Left out, as they stand on other branches: ${elsewhere} of the messages. The branch that was open there was read, with the other versions of its messages.`,
      `有 ${elsewhere} 条其他分支上的消息没有读入：读入的是原程序里打开的分支，以及其中各条消息的其他版本。`,
    );
  }
  return { messages: said, report: report.lines };
}

function isSaid({ hidden, versions, chosen }: ForeignMessage): boolean {
  return versions[hidden ? chosen - 1 : chosen]!.content.trim() !== '';
}

/** The conversations of a file of JSON, one in memory at a time, as the file is read. */
class JsonChats {
  private readonly choices: ConversationChoice[] = [];
  private only: ReadConversation | null = null;
  private several = false;
  private mixed: [read: string, other: string] | null = null;
  private emptied = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly how: HowToRead,
    private readonly report: ImportReport,
  ) {}

  /** @returns null where there is no chat of another program in it */
  read(start: number): ReadConversation | null {
    const isList = this.bytes[start] === OPEN_LIST;
    const fault = isList ? this.list(start + 1) : this.object(start);
    if (fault === 'other') return null;
    if (!this.choices.length) return null;
    if (fault) this.tellFault(fault);
    const { conversation } = this.how;
    if (this.several && conversation === undefined) {
      throw new Problem(
        'several_conversations',
        'This file holds several conversations. Choose one: send the file again with ?conversation= and its number.',
        { conversations: this.choices.slice(0, MOST_CONVERSATIONS) },
      );
    }
    if (!this.only) {
      throw new Problem(
        'bad_request',
        `This file has ${this.choices.length} conversations, none of that number.`,
      );
    }
    this.tellMixed();
    return this.only;
  }

  private object(start: number): JsonFault | 'other' | null {
    const { value, end, fault, emptied } = readJsonBytes(this.bytes, start, MOST);
    if (!isJsonObject(value)) return 'other';
    this.emptied += emptied;
    // More behind it are lines.
    if (!fault && behindBlanks(this.bytes, end) < this.bytes.length) return 'other';
    const list = Array.isArray(value.conversations) ? value.conversations : null;
    if (list && !readersOf(value).length) {
      for (const one of list) if (isJsonObject(one)) this.take(one);
    } else this.take(value);
    return fault;
  }

  /** Conversations, or the messages of one. */
  private list(start: number): JsonFault | 'other' | null {
    const rows: JsonObject[] = [];
    for (let at = start, items = 1; ; items++) {
      if (items > LIMIT) throw tooLong();
      const { value, end, fault, emptied } = readJsonBytes(this.bytes, at, MOST);
      this.emptied += emptied;
      if (isJsonObject(value)) {
        if (isMessageRow(value)) rows.push(value);
        else this.take(value);
      }
      at = behindBlanks(this.bytes, end);
      const goesOn = !fault && this.bytes[at] === COMMA;
      if (goesOn) at++;
      else {
        if (rows.length) this.takeAll([{ title: '', at: null, read: () => readMessageRows(rows) }]);
        return fault ?? (at >= this.bytes.length ? 'cut' : null);
      }
    }
  }

  private take(value: JsonObject): void {
    const [reader, other] = readersOf(value);
    if (!reader) return;
    if (other) this.mixed ??= [reader.program, other.program];
    this.takeAll(reader.conversations(value));
  }

  private takeAll(conversations: readonly Conversation[]): void {
    for (const { title, at, read } of conversations) {
      const conversation = read();
      const messages = conversation.messages.filter(isSaid);
      if (!messages.length) continue;
      const n = this.choices.length + 1;
      const begun = at ?? messages[0]!.versions[0]!.at;
      this.choices.push({
        n,
        title: storable(truncate(title, LONGEST_TITLE)),
        at: begun?.toISOString() ?? null,
        messages: messages.length,
      });
      this.several = n > 1;
      const chosen = this.how.conversation ?? 1;
      if (n !== chosen) continue;
      if (messages.reduce((sum, one) => sum + one.versions.length, 0) > LIMIT) throw tooLong();
      this.only = conversation;
    }
  }

  private tellFault(fault: JsonFault): void {
    if (fault === 'cut') {
      this.report.add(
        'The file ends too early: what is whole in it was read.',
        '文件不完整，到一半就断了：已读入其中完整的部分。',
      );
    } else if (fault === 'broken') {
      this.report.add(
        'The file is damaged: what stands before the damage was read.',
        '文件已损坏：已读入损坏处之前的内容。',
      );
    } else throw tooLong();
  }

  private tellMixed(): void {
    if (this.mixed) {
      const [read, other] = this.mixed;
      this.report.add(
        `The file has the fields of ${read} and of ${other}: those of ${read} were read.`,
        `文件里既有 ${read} 的字段，也有 ${other} 的字段：读入的是 ${read} 的。`,
      );
    }
    if (this.emptied) {
      this.report.add(
        `${this.emptied} texts of more than 8 MB were left out.`,
        `有 ${this.emptied} 处超过 8 MB 的文字没有读入。`,
      );
    }
  }
}

function tooLong(): Problem {
  return new Problem(
    'history_unreadable',
    'This file is too long, or holds too many values: split it into several, and import one after another.',
  );
}

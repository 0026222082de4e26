import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Problem } from '../../../contracts/problem.js';
import type { Language } from '../../../text/search/language.js';
import { inSlices, type Work } from '../../../text/search/slices.js';
import { SessionSnapshots } from '../../prompt/session-snapshots.js';
import { type PastHistory, readHistory } from '../history-file.js';
import { ChatThread } from './chat-thread.js';
import type { ForeignMessage } from './conversation.js';

export interface ChatFile {
  path: string;
  language: Language;
  /** Which conversation of several, from 1. */
  conversation?: number | undefined;
}

/** Reads files of chats, of whatever program. */
@Injectable()
export class ChatFiles {
  constructor(
    private readonly thread: ChatThread,
    private readonly snapshots: SessionSnapshots,
  ) {}

  /**
   * What a file holds for a session.
   * @throws Problem not_found, history_unreadable, several_conversations, bad_request, file_too_heavy
   */
  async read(ownerId: string, sessionId: string, { path, ...how }: ChatFile): Promise<PastHistory> {
    const { persona, name } = await this.snapshots.read(ownerId, sessionId);
    const names = { user: persona.name, character: name };
    const chat = await this.thread.call('readChat', path, { ...how, names });
    if (!chat) return inSlices(readHistory(await readFile(path), how.language));
    if ('choices' in chat) {
      throw new Problem(
        'several_conversations',
        'This file holds several conversations. Choose one: send the file again with ?conversation= and its number.',
        { conversations: chat.choices },
      );
    }
    if ('file' in chat) {
      const history = await inSlices(readHistory(chat.file, how.language));
      return { ...history, report: [...chat.report, ...history.report] };
    }
    return { messages: await inSlices(messagesOf(chat.lines)), header: null, report: chat.report };
  }
}

function* messagesOf(lines: Uint8Array): Work<ForeignMessage[]> {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  const messages: ForeignMessage[] = [];
  for (let start = 0, end = 0; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) {
    yield;
    const message = JSON.parse(bytes.toString('utf8', start, end)) as ForeignMessage;
    for (const version of message.versions) if (version.at) version.at = new Date(version.at);
    messages.push(message);
  }
  return messages;
}

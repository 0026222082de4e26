import { Injectable } from '@nestjs/common';
import type { MessageView } from '../../../contracts/message.js';
import type { SessionView } from '../../../contracts/session.js';
import { EditsService } from '../../../sessions/messages/edits/edits.service.js';
import { MessageSearch } from '../../../sessions/messages/message-search.js';
import { PinsService } from '../../../sessions/messages/pins/pins.service.js';
import { MessageRepository } from '../../../sessions/story/message.repository.js';
import { truncate } from '../../../text/encoding/truncate.js';
import type { Command } from '../../core/commands.js';
import { say } from '../bridge-words.js';

/** How many finds are told, and how much of each. */
const MOST_FOUND = 5;
const LINE = 120;

/** What commands do to what was said in a session. */
@Injectable()
export class StoryCommands {
  constructor(
    private readonly messages: MessageRepository,
    private readonly edits: EditsService,
    private readonly pins: PinsService,
    private readonly found: MessageSearch,
  ) {}

  /** What the character says first, where nothing else was said yet. */
  async greeting({ branchId, lastSeq }: SessionView): Promise<string | null> {
    if (lastSeq !== 1) return null;
    const { items } = await this.messages.page(branchId, null, 1);
    return items[0]?.role === 'assistant' ? items[0].content : null;
  }

  /** @returns what is said of it; null where the command is about something else */
  async answer(
    ownerId: string,
    session: SessionView,
    { name, rest, language }: Command,
  ): Promise<string | null> {
    switch (name) {
      case 'forget-last':
        return say(language, (await this.forgetLast(ownerId, session)) ? 'forgotten' : 'nothing_there');
      case 'pin': {
        const message = await this.messageWith(ownerId, session, rest);
        if (!message) return say(language, 'nothing_there');
        await this.pins.set(ownerId, session.id, message.id, true);
        return say(language, 'pinned', { line: inLine(message.content) });
      }
      case 'search': {
        if (rest === '') return say(language, 'search_what');
        const { items } = await this.found.search(ownerId, session.id, rest.slice(0, 500), null, MOST_FOUND);
        const lines = items.map(({ speaker, createdAt, content }, n) =>
          say(language, 'found', {
            n: n + 1,
            speaker,
            day: createdAt.slice(0, 10),
            line: inLine(content, rest),
          }),
        );
        return lines.length ? lines.join('\n') : say(language, 'nothing_there');
      }
      default:
        return null;
    }
  }

  /** Takes out what was last said and what answered it. @returns whether there was something */
  private async forgetLast(ownerId: string, { id, branchId }: SessionView): Promise<boolean> {
    const { items } = await this.messages.page(branchId, null, 20);
    const last = items.findLastIndex(({ role, content }) => role === 'user' && content !== '');
    if (last < 0) return false;
    for (const message of items.slice(last)) {
      if (message.content !== '') await this.edits.hide(ownerId, id, message.id);
    }
    return true;
  }

  /** The message that holds a text, the newest of them; without a text, the last reply. */
  private async messageWith(
    ownerId: string,
    { id, branchId }: SessionView,
    text: string,
  ): Promise<MessageView | undefined> {
    if (text !== '') return (await this.found.search(ownerId, id, text.slice(0, 500), null, 1)).items[0];
    const { items } = await this.messages.page(branchId, null, 20);
    return items.findLast(({ role, content }) => role === 'assistant' && content !== '');
  }
}

/** A text in one short line, from where the words that were looked for stand. */
function inLine(text: string, words = ''): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const at = words === '' ? 0 : line.toLowerCase().indexOf(words.toLowerCase());
  const from = at > LINE / 2 ? at - LINE / 4 : 0;
  const cut = [...line.slice(from)].slice(0, LINE).join('');
  return `${from > 0 ? '…' : ''}${truncate(cut, LINE)}${from + cut.length < line.length ? '…' : ''}`;
}

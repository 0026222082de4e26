import { Injectable } from '@nestjs/common';
import type { PromptMessage } from '../../context/request/transcript.js';
import type { MessageView } from '../../contracts/message.js';
import { Problem } from '../../contracts/problem.js';
import { SessionBus } from '../bus/session-bus.js';
import { MemoryService } from '../memory/memory.service.js';
import { MessageRepository } from '../story/message.repository.js';
import { PicturesRepository } from '../story/pictures.repository.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { type Accepted, AcceptedMessagesRepository } from './accepted-messages.repository.js';
import type { AcceptedMessage, IncomingMessage } from './admission.js';
import { PromptBuilder } from './prompt-builder.js';
import type { SaidMessage } from './built-prompt.js';
import { withoutPictureMarks } from '../../context/quoting/picture-marks.js';
import type { StartedTurn } from './turn-starts.repository.js';

/** Messages that were taken in together. */
interface TakenIn {
  /** As it is once they are stored. */
  snapshot: SessionSnapshot;
  /** The turn that begins with them at once, if one does. */
  started: StartedTurn | undefined;
  /** Those that were not there before. */
  stored: PromptMessage[];
  /** What became of each, in their order. */
  outcomes: PromiseSettledResult<AcceptedMessage>[];
}

/** Takes users' messages in: checks that they fit, stores them, and publishes those that are new. */
@Injectable()
export class MessageIntake {
  constructor(
    private readonly memory: MemoryService,
    private readonly prompts: PromptBuilder,
    private readonly accepted: AcceptedMessagesRepository,
    private readonly messages: MessageRepository,
    private readonly pictures: PicturesRepository,
    private readonly bus: SessionBus,
  ) {}

  async takeIn(ownerId: string, sessionId: string, all: readonly IncomingMessage[]): Promise<TakenIn> {
    const said = await this.withPictures(ownerId, sessionId, all);
    const accept = async (read: SessionSnapshot) => {
      const weighed = await this.prompts.weigh(read, said);
      const { messages, at } = weighed;
      const fitting = messages.flatMap((message, n) =>
        message instanceof Problem
          ? []
          : [{ ...message, clientId: all[n]!.clientId, via: all[n]!.via ?? null }],
      );
      const { snapshot, accepted } = fitting.length
        ? await this.accepted.accept(weighed.snapshot, fitting, at)
        : { snapshot: weighed.snapshot, accepted: [] };
      return { snapshot, messages, at, accepted };
    };
    const { snapshot, messages, at, accepted } = await this.memory.withSnapshot(
      (tries) => this.memory[tries === 1 ? 'recent' : 'settled'](ownerId, sessionId),
      accept,
    );
    const twins = await this.twins(accepted);
    const stored: PromptMessage[] = [];
    let next = 0;
    const outcomes = messages.map((message, n): PromiseSettledResult<AcceptedMessage> => {
      if (message instanceof Problem) return { status: 'rejected', reason: message };
      const { messageId, turnId, seq, twin } = accepted[next++]!;
      const view: MessageView = (twin && twins.get(messageId)) || {
        id: messageId,
        sessionId,
        seq,
        role: 'user',
        speaker: message.member.name,
        content: withoutPictureMarks(
          message.content,
          message.attached.map(({ name }) => name),
        ),
        ...(message.attached.length ? { pictures: [...message.attached] } : {}),
        ...(message.raw === null ? {} : { raw: message.raw }),
        createdAt: at.toISOString(),
        turnId,
        status: 'complete',
        swipes: 1,
        version: 1,
        ...(all[n]!.via ? { via: all[n]!.via } : {}),
      };
      if (!twin) {
        this.bus.publish({ sessionId, name: 'message.created', body: { message: view } });
        stored.push({ ...message, seq, ...(message.attached.length ? { unread: true as const } : {}) });
      }
      return { status: 'fulfilled', value: { message: view, turnId, twin } };
    });
    const started = accepted[0]?.started;
    return { snapshot: started ? snapshot : { ...snapshot, lastAt: at }, started, stored, outcomes };
  }

  /** What is said, with the pictures that are the session's own. */
  private async withPictures(
    ownerId: string,
    sessionId: string,
    all: readonly IncomingMessage[],
  ): Promise<SaidMessage[]> {
    const ids = all.flatMap(({ pictures = [] }) => pictures);
    const known = new Map(
      (await this.pictures.some(ownerId, sessionId, ids)).map((picture) => [picture.id, picture]),
    );
    return all.map(({ text, memberId, pictures = [] }) => ({
      text,
      memberId,
      attached: pictures.flatMap((id) => known.get(id) ?? []),
      missing: pictures.some((id) => !known.has(id)),
    }));
  }

  /** Messages that had been stored before. */
  private async twins(accepted: readonly Accepted[]): Promise<Map<string, MessageView>> {
    const ids = accepted.flatMap(({ twin, messageId }) => (twin ? [messageId] : []));
    const views = ids.length ? await this.messages.messages(ids) : [];
    return new Map(views.map((view) => [view.id, view]));
  }
}

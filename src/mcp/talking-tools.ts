import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { MessageView } from '../contracts/message.js';
import { NewSessionsService } from '../sessions/new-sessions.service.js';
import { SessionViewsRepository } from '../sessions/session-views.repository.js';
import { MessageRepository } from '../sessions/story/message.repository.js';
import { TalkService } from '../sessions/turns/talk.service.js';
import { type Tool, tool } from './tool.js';

const sessionId = z.uuid().describe('The id of the conversation');

const lineOf = ({ seq, speaker, content }: MessageView) => ({ seq, speaker, text: content });

/** Tools to talk to characters. */
@Injectable()
export class TalkingTools {
  readonly all: readonly Tool[];

  constructor(
    sessions: NewSessionsService,
    views: SessionViewsRepository,
    messages: MessageRepository,
    talk: TalkService,
  ) {
    this.all = [
      tool({
        name: 'begin_conversation',
        description: 'Begins a conversation with a character. Answers with its id and the greeting.',
        scope: 'sessions:write',
        readOnly: false,
        input: {
          characterId: z.uuid(),
          as: z.string().max(200).optional().describe('The name of who talks to the character'),
        },
        run: async (ownerId, { characterId, as }) => {
          const persona = as === undefined ? {} : { persona: { name: as } };
          const { id, branchId } = await sessions.create(ownerId, { characterId, ...persona });
          const { items } = await messages.page(branchId, null, 1);
          return { sessionId: id, messages: items.map(lineOf) };
        },
      }),
      tool({
        name: 'list_conversations',
        description: 'The conversations, the one last talked in first; of one character where it is named.',
        scope: 'sessions:read',
        readOnly: true,
        input: { characterId: z.uuid().optional(), limit: z.int().min(1).max(100).default(20) },
        run: async (ownerId, { characterId, limit }) => {
          const { items } = await views.list(ownerId, { limit }, { characterId });
          return items.map(({ id, title, characterName, lastLine }) => ({
            id,
            title,
            characterName,
            lastLine,
          }));
        },
      }),
      tool({
        name: 'read_messages',
        description: 'The newest messages of a conversation, or those before a number, in their order.',
        scope: 'sessions:read',
        readOnly: true,
        input: {
          sessionId,
          before: z.int().min(1).optional(),
          limit: z.int().min(1).max(200).default(50),
        },
        run: async (ownerId, { sessionId, before, limit }) => {
          const { branchId } = await views.view(ownerId, sessionId);
          return (await messages.page(branchId, before ?? null, limit)).items.map(lineOf);
        },
      }),
      tool({
        name: 'say',
        description: 'Says something in a conversation, and answers with what the character replies.',
        scope: 'sessions:talk',
        readOnly: false,
        input: { sessionId, text: z.string().min(1).max(100_000) },
        run: async (ownerId, { sessionId, text }, gone) => {
          const { whole } = await talk.say(ownerId, sessionId, { text, clientId: null }, false, gone);
          return (await whole())?.reply.content ?? '';
        },
      }),
    ];
  }
}

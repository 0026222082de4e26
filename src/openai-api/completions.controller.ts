import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentKey, CurrentOwner } from '../access/requests/current-owner.js';
import { assertScope, type KeyInUse } from '../access/requests/owned.js';
import { Scoped } from '../access/requests/scoped.js';
import type {
  CompletionHeader,
  ModelList,
  ModelObject,
  OutsideSessionList,
} from '../contracts/openai-api.js';
import { beginEvents, goneWith, writeEvent } from '../http/event-stream.js';
import { openAiErrorOf } from '../http/openai-error.js';
import { answerWith, viewOf } from '../http/problem.filter.js';
import { storable } from '../text/encoding/storable.js';
import { truncate } from '../text/encoding/truncate.js';
import {
  assertModestText,
  type CompletionRequest,
  completionSchema,
  deltaChunk,
  ignoredFields,
  stopChunk,
  usageChunk,
  wholeCompletion,
} from './completion.js';
import { type Answering, CompletionsService } from './completions.service.js';
import { CharacterModels } from './character-models.js';
import { OutsideSessionsRepository } from './outside-sessions.repository.js';

/** The session of who names none. */
const NAMELESS = '';

const sessionsSchema = z.object({
  user: z.string().max(500).optional(),
  model: z.string().max(500).optional(),
});

/** An error behind what was said already; before that the server's own filter knows the form. */
@Catch()
class BrokenStreams implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) response.end(`data: ${JSON.stringify(openAiErrorOf(viewOf(error)))}\n\n`);
    else answerWith(response, error);
  }
}

/** The face of an OpenAI-compatible server: a model is a character, and a conversation one that lasts. */
@Scoped('sessions:talk')
@Controller('v1')
@UseFilters(BrokenStreams)
export class CompletionsController {
  constructor(
    private readonly characters: CharacterModels,
    private readonly completions: CompletionsService,
    private readonly outside: OutsideSessionsRepository,
  ) {}

  @Get('models')
  async models(@CurrentOwner() ownerId: string): Promise<ModelList> {
    return { object: 'list', data: await this.characters.list(ownerId) };
  }

  /** By a name of the list, or by a character's id. */
  @Get('models/:model')
  model(@CurrentOwner() ownerId: string, @Param('model') model: string): Promise<ModelObject> {
    return this.characters.find(ownerId, model);
  }

  /** Conversations that programs have begun by a key of their own, the latest first. */
  @Get('sessions')
  async sessions(
    @CurrentOwner() ownerId: string,
    @Query({ schema: sessionsSchema }) { user, model }: z.infer<typeof sessionsSchema>,
  ): Promise<OutsideSessionList> {
    const characterId = model && (await this.characters.meant(ownerId, model)).id;
    return { object: 'list', data: await this.outside.list(ownerId, { key: user, characterId }) };
  }

  /**
   * Does in the conversation that is meant what the history that is sent asks for, and answers as a completion: the last
   * message of the user is said, a last reply is written anew or carried on. Closing the connection stops the reply.
   */
  @Post('chat/completions')
  @HttpCode(200)
  async complete(
    @CurrentOwner() ownerId: string,
    @CurrentKey() key: KeyInUse | null,
    @Body({ schema: completionSchema }) body: CompletionRequest,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    // To talk is not yet to change what others have said.
    assertModestText(body);
    if (body.metadata?.edits === 'apply') assertScope({ key }, 'sessions:write');
    const sessionKey =
      body.metadata?.session_id || headerOf(request, 'x-session-id') || body.user || NAMELESS;
    const { id: characterId, sessionId } = await this.characters.meant(ownerId, body.model, sessionKey);
    const asking = {
      ...{ characterId, sessionId, sessionKey },
      idempotencyKey: headerOf(request, 'idempotency-key') || null,
      isRetry: Number(request.headers['x-stainless-retry-count']) > 0,
      streams: body.stream ?? false,
    };
    const answering = await this.completions.begin(ownerId, asking, body, goneWith(response));
    response.set(headersOf(answering, body, sessionKey));
    const header = {
      id: `chatcmpl-${answering.id}`,
      created: Math.floor(Date.now() / 1000),
      model: body.model,
    };
    if (body.stream) await stream(response, header, answering, body.stream_options?.include_usage ?? false);
    else {
      const answered = await answering.run(() => undefined);
      if (answered) response.json(wholeCompletion(header, answered));
      else response.end();
    }
  }
}

const headerOf = ({ headers }: Request, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? truncate(value.trim(), 200) : '';
};

/** What was done, and where: which conversation, by what it was named, and what was not followed. */
function headersOf({ sessionId, did, edits }: Answering, body: CompletionRequest, key: string) {
  const ignored = ignoredFields(body);
  const told: Record<string, string | null | undefined> = {
    'x-session-id': sessionId,
    'x-session-key': key,
    'x-metadata-session-id': body.metadata?.session_id,
    'x-user': body.user,
    'x-action': did,
    'x-edited-messages': edits.map(({ seq }) => seq).join(', '),
    'x-ignored-fields': truncate(ignored.join(', '), 1000),
  };
  // A header takes no other characters than those of a URL, which has none for half a surrogate pair.
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) =>
      value
        ? [[name, encodeURIComponent(storable(value)).replaceAll('%2C%20', ', ').replaceAll('%3A', ':')]]
        : [],
    ),
  );
}

async function stream(
  response: Response,
  header: CompletionHeader,
  answering: Answering,
  tellsUsage: boolean,
): Promise<void> {
  const write = (chunk: object) => writeEvent(response, `data: ${JSON.stringify(chunk)}\n\n`);
  beginEvents(response);
  write(deltaChunk(header, { role: 'assistant', content: '' }));
  const answered = await answering.run(({ type, text }) =>
    write(deltaChunk(header, type === 'text' ? { content: text } : { reasoning_content: text })),
  );
  if (answered) {
    write(stopChunk(header, answered.receipt));
    if (tellsUsage) write(usageChunk(header, answered.receipt));
    response.write('data: [DONE]\n\n');
  }
  response.end();
}

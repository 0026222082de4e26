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
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { Scoped } from '../access/requests/scoped.js';
import { librarySchema } from '../characters/library-query.js';
import { LibraryService } from '../characters/library.service.js';
import { beginEvents, goneWith, writeEvent } from '../http/event-stream.js';
import { Problem } from '../contracts/problem.js';
import { openAiErrorOf } from '../http/openai-error.js';
import { answerWith, viewOf } from '../http/problem.filter.js';
import { NewSessionsService } from '../sessions/new-sessions.service.js';
import { TalkService } from '../sessions/turns/talk.service.js';
import type { CharacterSummary } from '../contracts/character.js';
import {
  type CompletionRequest,
  completionSchema,
  deltaChunk,
  lastUserText,
  stopChunk,
  usageChunk,
  wholeCompletion,
} from './completion.js';
import { truncate } from '../text/encoding/truncate.js';

/** Of characters that are listed as models. */
const PAGE = 200;
/** The session of who names none. */
const NAMELESS = '';

/** An error behind what was said already; before that the server's own filter knows the form. */
@Catch()
class BrokenStreams implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) response.end(`data: ${JSON.stringify(openAiErrorOf(viewOf(error)))}\n\n`);
    else answerWith(response, error);
  }
}

const modelOf = ({ id, name, createdAt }: Pick<CharacterSummary, 'id' | 'name' | 'createdAt'>) => ({
  id,
  object: 'model',
  created: Math.floor(Date.parse(createdAt) / 1000),
  owned_by: 'keepsake',
  name,
});

/** The face of an OpenAI-compatible server: a model is a character, and a conversation one that lasts. */
@Scoped('sessions:talk')
@Controller('v1')
@UseFilters(BrokenStreams)
export class CompletionsController {
  constructor(
    private readonly library: LibraryService,
    private readonly sessions: NewSessionsService,
    private readonly talk: TalkService,
  ) {}

  @Get('models')
  async models(@CurrentOwner() ownerId: string): Promise<object> {
    const data: object[] = [];
    let before: string | undefined;
    do {
      const page = await this.library.list(
        ownerId,
        librarySchema.parse({ limit: PAGE, before, sort: 'created' }),
      );
      data.push(...page.items.map(modelOf));
      before = page.next;
    } while (before);
    return { object: 'list', data };
  }

  @Get('models/:id')
  async model(@CurrentOwner() ownerId: string, @Param('id') id: string): Promise<object> {
    return modelOf(await this.library.summary(ownerId, characterId(id)));
  }

  /** Says the last message of the user in the session that is meant, and answers as a completion. */
  @Post('chat/completions')
  @HttpCode(200)
  async complete(
    @CurrentOwner() ownerId: string,
    @Body({ schema: completionSchema }) body: CompletionRequest,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const key = body.metadata?.session_id || body.user || NAMELESS;
    const sessionId = await this.sessions.findOrCreate(ownerId, characterId(body.model), key);
    const idempotency = request.headers['idempotency-key'];
    const incoming = {
      text: lastUserText(body),
      clientId: typeof idempotency === 'string' ? truncate(idempotency, 200) : null,
    };
    const { turnId, whole } = await this.talk.say(
      ownerId,
      sessionId,
      incoming,
      body.stream ?? false,
      goneWith(response),
    );
    const header = {
      id: `chatcmpl-${turnId}`,
      created: Math.floor(Date.now() / 1000),
      model: body.model,
    };
    const write = (chunk: object) => writeEvent(response, `data: ${JSON.stringify(chunk)}\n\n`);
    if (body.stream) {
      beginEvents(response);
      write(deltaChunk(header, { role: 'assistant', content: '' }));
    }
    let sent = '';
    const say = (content: string) => {
      if (content === '') return;
      write(deltaChunk(header, { content }));
      sent += content;
    };
    const answer = await whole((event) => {
      if (!body.stream) return;
      if (event.name === 'turn.delta') say(event.body.text);
      else if (event.name === 'turn.revised') {
        const { text } = event.body;
        if (!text.startsWith(sent)) {
          // What is sent cannot be taken back: the reply begins anew below it.
          write(deltaChunk(header, { content: '\n\n' }));
          sent = '';
        }
        say(text.slice(sent.length));
      }
    });
    if (!answer) {
      response.end();
      return;
    }
    const { reply, receipt } = answer;
    if (!body.stream) {
      response.json(wholeCompletion(header, reply.content, receipt));
      return;
    }
    say(reply.content.slice(sent.length));
    write(stopChunk(header, receipt));
    if (body.stream_options?.include_usage) write(usageChunk(header, receipt));
    response.write('data: [DONE]\n\n');
    response.end();
  }
}

function characterId(model: string): string {
  if (z.uuid().safeParse(model).success) return model;
  throw new Problem(
    'not_found',
    `There is no model "${truncate(model, 100)}": ask for one that /v1/models lists.`,
  );
}

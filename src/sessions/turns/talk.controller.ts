import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import { beginEvents, goneWith, writeEvent } from '../../http/event-stream.js';
import { picturesSchema } from './admission.js';
import { storable } from '../../text/encoding/storable.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { MessageView } from '../../contracts/message.js';
import { type StartedReply, TalkService, type WholeReply } from './talk.service.js';
import { TurnsService } from './turns.service.js';

const saySchema = z.strictObject({
  text: z.string(),
  clientId: z.string().min(1).max(200).transform(storable).optional(),
  /** Who says it; the persona when left out. */
  memberId: z.uuid().optional(),
  /** Pictures of this session, by their ids; with them the text may be empty. */
  pictures: picturesSchema.optional(),
});

interface Answer extends WholeReply {
  /** What was said, where something was. */
  message?: MessageView;
}

const rewriteSchema = z.strictObject({ connectionId: z.uuid().optional() }).prefault({});

/** Talking over plain HTTP: one request, one reply, or the socket's events as a stream. */
@Scoped('sessions:talk')
@Controller('api/sessions/:id')
export class TalkController {
  constructor(
    private readonly talk: TalkService,
    private readonly turns: TurnsService,
  ) {}

  @Post('messages')
  @HttpCode(200)
  async say(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @Body({ schema: saySchema }) body: z.infer<typeof saySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const streams = wantsEvents(request);
    const incoming = {
      text: body.text,
      clientId: body.clientId ?? keyOf(request),
      memberId: body.memberId,
      pictures: body.pictures,
    };
    const started = await this.talk.say(ownerId, sessionId, incoming, streams, goneWith(response));
    await answer(response, streams, started, { message: started.message });
  }

  /** Another version of the last reply, or the first one to a message that was never answered. */
  @Post('regenerate')
  @HttpCode(200)
  regenerate(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @Body({ schema: rewriteSchema }) body: z.infer<typeof rewriteSchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.rewrite(ownerId, sessionId, 'regenerate', body, request, response);
  }

  /** The last reply, carried on. */
  @Post('continue')
  @HttpCode(200)
  carryOn(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @Body({ schema: rewriteSchema }) body: z.infer<typeof rewriteSchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.rewrite(ownerId, sessionId, 'continue', body, request, response);
  }

  /** Ends a reply that is being written; what came by then is kept as stopped. */
  @Post('turns/:turnId/stop')
  @HttpCode(204)
  stop(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) _sessionId: string,
    @Param('turnId', ParseUUIDPipe) turnId: string,
  ): void {
    this.turns.stop(ownerId, turnId);
  }

  private async rewrite(
    ownerId: string,
    sessionId: string,
    kind: 'regenerate' | 'continue',
    ask: z.infer<typeof rewriteSchema>,
    request: Request,
    response: Response,
  ): Promise<void> {
    const streams = wantsEvents(request);
    const started = await this.talk.rewrite(ownerId, sessionId, kind, ask, streams, goneWith(response));
    await answer(response, streams, started, {});
  }
}

/** A message that its client names is said once, also where its reply was never heard. */
function keyOf({ headers }: Request): string | null {
  const key = headers['idempotency-key'];
  return typeof key === 'string' && key !== '' ? truncate(storable(key), 200) : null;
}

const wantsEvents = ({ headers }: Request) => headers.accept?.includes('text/event-stream') ?? false;

/** Answers with the reply once it is whole, or with everything that happens until then. */
async function answer(
  response: Response,
  streams: boolean,
  { events, whole }: StartedReply,
  said: Pick<Partial<Answer>, 'message'>,
): Promise<void> {
  if (!streams) {
    const found = await whole();
    if (found) response.json({ ...said, ...found } satisfies Answer);
    else response.end();
    return;
  }
  beginEvents(response);
  for await (const { name, body } of events)
    writeEvent(response, `event: ${name}\ndata: ${JSON.stringify(body)}\n\n`);
  response.end();
}

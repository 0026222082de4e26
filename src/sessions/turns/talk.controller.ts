import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import { beginEvents, goneWith, writeEvent } from '../../http/event-stream.js';
import { storable } from '../../text/encoding/storable.js';
import type { MessageView } from '../../contracts/message.js';
import { TalkService, type WholeReply } from './talk.service.js';

const saySchema = z.object({
  text: z.string(),
  clientId: z.string().min(1).max(200).transform(storable).optional(),
  /** Who says it; the persona when left out. */
  memberId: z.uuid().optional(),
});

interface Answer extends WholeReply {
  message: MessageView;
}

/** Talking over plain HTTP: one request, one reply, or the socket's events as a stream. */
@Scoped('sessions:talk')
@Controller('api/sessions/:id/messages')
export class TalkController {
  constructor(private readonly talk: TalkService) {}

  @Post()
  @HttpCode(200)
  async say(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @Body({ schema: saySchema }) body: z.infer<typeof saySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const streams = request.headers.accept?.includes('text/event-stream') ?? false;
    const incoming = { text: body.text, clientId: body.clientId ?? null, memberId: body.memberId };
    const { message, events, whole } = await this.talk.say(
      ownerId,
      sessionId,
      incoming,
      streams,
      goneWith(response),
    );
    if (!streams) {
      const answer = await whole();
      if (answer) response.json({ message, ...answer } satisfies Answer);
      else response.end();
      return;
    }
    beginEvents(response);
    for await (const { name, body } of events)
      writeEvent(response, `event: ${name}\ndata: ${JSON.stringify(body)}\n\n`);
    response.end();
  }
}

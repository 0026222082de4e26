import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { beginEvents, goneWith, writeEvent } from '../../http/event-stream.js';
import { Problem, type ProblemCode } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { MessageView } from '../../contracts/message.js';
import type { Receipt } from '../../contracts/receipt.js';
import { TalkService } from './talk.service.js';

const saySchema = z.object({
  text: z.string(),
  clientId: z.string().min(1).max(200).transform(storable).optional(),
});

interface Answer {
  message: MessageView;
  reply: MessageView;
  receipt: Receipt;
}

/** Talking over plain HTTP: one request, one reply, or the socket's events as a stream. */
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
    const said = { text: body.text, clientId: body.clientId ?? null };
    const { message, turnId, events } = await this.talk.say(
      ownerId,
      sessionId,
      said,
      streams,
      goneWith(response),
    );
    if (streams) beginEvents(response);
    for await (const { name, body } of events) {
      if (streams) writeEvent(response, `event: ${name}\ndata: ${JSON.stringify(body)}\n\n`);
      else if (name === 'turn.failed' && body.turnId === turnId)
        throw new Problem(body.code as ProblemCode, body.message);
      else if (name === 'turn.finished' && body.turnId === turnId)
        response.json({ message, reply: body.message, receipt: body.receipt } satisfies Answer);
    }
    response.end();
  }
}

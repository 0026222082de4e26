import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import { beginEvents, goneWith, writeEvent } from '../../http/event-stream.js';
import { viewOf } from '../../http/problem.filter.js';
import type { DraftView } from '../../contracts/turn.js';
import type { Receipt } from '../../contracts/receipt.js';
import { DraftsService } from './drafts.service.js';

const draftSchema = z.strictObject({ begun: z.string().max(100_000).default('') }).prefault({});

/** The user's next message, written in their stead: as a whole, or as events. Who leaves before its end stops it. */
@Scoped('sessions:talk')
@Controller('api/sessions/:id/impersonate')
export class DraftsController {
  constructor(private readonly drafts: DraftsService) {}

  @Post()
  @HttpCode(200)
  async write(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) sessionId: string,
    @Body({ schema: draftSchema }) { begun }: z.infer<typeof draftSchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const streams = request.headers.accept?.includes('text/event-stream') ?? false;
    const gone = goneWith(response);
    const say = (name: string, body: object) => {
      if (!response.headersSent) beginEvents(response);
      writeEvent(response, `event: ${name}\ndata: ${JSON.stringify({ sessionId, ...body })}\n\n`);
    };
    let text = '';
    let receipt: Receipt | undefined;
    try {
      for await (const event of this.drafts.write(ownerId, sessionId, begun, gone)) {
        if (event.type === 'end') ({ receipt } = event);
        else {
          if (event.anew) text = '';
          if (streams) say('draft.delta', { offset: text.length, text: event.text });
          text += event.text;
        }
      }
    } catch (error) {
      if (gone.aborted) return;
      if (!response.headersSent) throw error;
      const { code, message } = viewOf(error);
      say('draft.failed', { code, message });
      response.end();
      return;
    }
    if (streams) say('draft.finished', { text, receipt });
    else response.json({ text, receipt: receipt! } satisfies DraftView);
    response.end();
  }
}

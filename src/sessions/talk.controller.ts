import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/gate.js';
import { Problem, type ProblemCode } from '../problem.js';
import type { MessageView, Receipt } from '../wire.js';
import { type SessionEvent, SessionEvents } from './session-events.js';
import { Story } from './story.service.js';
import { TurnStore } from './turn-store.js';
import { Turns } from './turns.service.js';

const saySchema = z.object({ text: z.string(), clientId: z.string().min(1).max(200).optional() });

interface Answer {
  message: MessageView;
  reply: MessageView;
  receipt: Receipt;
}

/** Talking over plain HTTP: one request, one reply, or the socket's events as a stream. */
@Controller('api/sessions/:id/messages')
export class TalkController {
  constructor(
    private readonly turns: Turns,
    private readonly store: TurnStore,
    private readonly story: Story,
    private readonly events: SessionEvents,
  ) {}

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
    // Listening begins before anything is said, or an event could be missed.
    const heard: SessionEvent[] = [];
    let wake = () => {};
    const deaf = this.events.onSession(sessionId, (event) => {
      heard.push(event);
      wake();
    });
    response.on('close', () => wake());
    try {
      const said = await this.turns.send(ownerId, sessionId, {
        text: body.text,
        clientId: body.clientId ?? null,
      });
      const ended = await this.ended(ownerId, said.turnId);
      if (streams) {
        response.set({
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        });
        response.flushHeaders();
      }
      if (ended) heard.splice(0, heard.length, ended);
      while (!response.destroyed) {
        const event = heard.shift();
        if (!event) {
          await new Promise<void>((resolve) => (wake = resolve));
          continue;
        }
        if (streams) response.write(`event: ${event.name}\ndata: ${JSON.stringify(event.body)}\n\n`);
        if (!('turnId' in event.body) || event.body.turnId !== said.turnId) continue;
        if (event.name === 'turn.failed') {
          if (streams) break;
          throw new Problem(event.body.code as ProblemCode, event.body.message);
        }
        if (event.name === 'turn.finished') {
          const { message: reply, receipt } = event.body;
          if (!streams) response.json({ message: said.message, reply, receipt } satisfies Answer);
          break;
        }
      }
      response.end();
    } finally {
      deaf();
    }
  }

  /** How a turn ended that is over already, as the event that told it: the same `clientId` may come years later. */
  private async ended(ownerId: string, turnId: string): Promise<SessionEvent | null> {
    const turn = await this.store.turn(ownerId, turnId);
    if (!turn || turn.status === 'queued' || turn.status === 'running') return null;
    const { sessionId, receipt, error } = turn;
    const reply = await this.story.replyOf(turnId);
    if (!reply || !receipt || error) {
      const { code, message } = error ?? {
        code: 'model_failed',
        message: 'The reply was interrupted before it began.',
      };
      const partial = reply?.content ?? '';
      return {
        sessionId,
        name: 'turn.failed',
        body: { turnId, sessionId, code, message, retryable: true, partial },
      };
    }
    return { sessionId, name: 'turn.finished', body: { turnId, sessionId, message: reply, receipt } };
  }
}

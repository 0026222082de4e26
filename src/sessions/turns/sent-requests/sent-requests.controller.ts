import { Controller, Get, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../../access/requests/current-owner.js';
import type { Page } from '../../../contracts/paging.js';
import type { SentView, TurnView } from '../../../contracts/turn.js';
import { Scoped } from '../../../access/requests/scoped.js';
import { SentRequestsService } from './sent-requests.service.js';
import { SessionSnapshots } from '../../prompt/session-snapshots.js';

const turnsSchema = z.object({
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const formatSchema = z.object({ format: z.enum(['view', 'json']).default('view') });

/** What the turns of a session sent. */
@Scoped('sessions:read')
@Controller('api/sessions/:id/turns')
export class SentController {
  constructor(
    private readonly sent: SentRequestsService,
    private readonly snapshots: SessionSnapshots,
  ) {}

  @Get()
  async turns(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: turnsSchema }) { before, limit }: z.infer<typeof turnsSchema>,
  ): Promise<Page<TurnView>> {
    await this.snapshots.read(ownerId, id);
    return this.sent.turns(ownerId, id, before ?? null, limit);
  }

  /** What a turn sent, part by part; as `json`, the very messages. */
  @Get(':turnId/request')
  async request(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('turnId', ParseUUIDPipe) turnId: string,
    @Query({ schema: formatSchema }) { format }: z.infer<typeof formatSchema>,
    @Res() response: Response,
  ): Promise<void> {
    if (format === 'view') {
      response.json((await this.sent.view(ownerId, id, turnId)) satisfies SentView);
      return;
    }
    const parts = await this.sent.bytes(ownerId, id, turnId);
    response.type('application/json').attachment(`request-${turnId}.json`);
    for (const part of parts) response.write(part);
    response.end();
  }
}

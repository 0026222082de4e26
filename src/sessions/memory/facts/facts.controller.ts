import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../../../access/requests/current-owner.js';
import { Scoped } from '../../../access/requests/scoped.js';
import type { FactsView } from '../../../contracts/memory.js';
import { FactsService } from './facts.service.js';

const textSchema = z.strictObject({ text: z.string().min(1).max(1000) });

/** What holds of those in a session, of what is folded. */
@Scoped('sessions:write')
@Controller('api/sessions/:id/facts')
export class FactsController {
  constructor(private readonly facts: FactsService) {}

  @Scoped('sessions:read')
  @Get()
  list(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<FactsView> {
    return this.facts.view(ownerId, id);
  }

  @Patch(':factId')
  correct(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('factId', ParseUUIDPipe) factId: string,
    @Body({ schema: textSchema }) { text }: z.infer<typeof textSchema>,
  ): Promise<FactsView> {
    return this.facts.correct(ownerId, id, factId, text);
  }

  @Delete(':factId')
  @HttpCode(200)
  dismiss(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('factId', ParseUUIDPipe) factId: string,
  ): Promise<FactsView> {
    return this.facts.dismiss(ownerId, id, factId);
  }
}

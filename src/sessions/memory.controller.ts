import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../access/gate.js';
import type { ChronicleView, Page, RuleView, SentView, TurnView } from '../wire.js';
import { Chronicles } from './chronicle.service.js';
import { Rules } from './rules.service.js';
import { SentRequests } from './sent.service.js';
import { SessionHeads } from './session-heads.js';

const textSchema = z.object({ text: z.string().min(1).max(200_000) });
const ruleSchema = z.object({
  text: z.string().min(1).max(4000),
  scope: z.enum(['session', 'character']).default('session'),
});
const turnsSchema = z.object({
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const formatSchema = z.object({ format: z.enum(['view', 'json']).default('view') });

/** A session's memory, open to its owner: the chronicle, the rules, and what each turn sent. */
@Controller('api/sessions/:id')
export class MemoryController {
  constructor(
    private readonly chronicles: Chronicles,
    private readonly rules: Rules,
    private readonly sent: SentRequests,
    private readonly heads: SessionHeads,
  ) {}

  @Get('chronicle')
  chronicle(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<ChronicleView> {
    return this.chronicles.view(ownerId, id);
  }

  @Post('chronicle')
  @HttpCode(200)
  fold(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<ChronicleView> {
    return this.chronicles.fold(ownerId, id);
  }

  @Patch('chronicle/:foldId')
  correct(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('foldId', ParseUUIDPipe) foldId: string,
    @Body({ schema: textSchema }) { text }: z.infer<typeof textSchema>,
  ): Promise<ChronicleView> {
    return this.chronicles.correct(ownerId, id, foldId, text);
  }

  @Post('chronicle/:foldId/rewrite')
  @HttpCode(200)
  rewrite(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('foldId', ParseUUIDPipe) foldId: string,
  ): Promise<ChronicleView> {
    return this.chronicles.rewrite(ownerId, id, foldId);
  }

  @Delete('chronicle/:foldId')
  @HttpCode(200)
  undo(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('foldId', ParseUUIDPipe) foldId: string,
  ): Promise<ChronicleView> {
    return this.chronicles.undo(ownerId, id, foldId);
  }

  @Get('rules')
  async listRules(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<{ items: RuleView[] }> {
    return { items: await this.rules.list(ownerId, id) };
  }

  @Post('rules')
  addRule(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: ruleSchema }) rule: z.infer<typeof ruleSchema>,
  ): Promise<RuleView> {
    return this.rules.add(ownerId, id, rule);
  }

  @Delete('rules/:ruleId')
  @HttpCode(204)
  endRule(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('ruleId', ParseUUIDPipe) ruleId: string,
  ): Promise<void> {
    return this.rules.end(ownerId, id, ruleId);
  }

  @Get('turns')
  async turns(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: turnsSchema }) { before, limit }: z.infer<typeof turnsSchema>,
  ): Promise<Page<TurnView>> {
    await this.heads.read(ownerId, id);
    return this.sent.turns(ownerId, id, before ?? null, limit);
  }

  /** What a turn sent, part by part; as `json`, the very messages. */
  @Get('turns/:turnId/request')
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

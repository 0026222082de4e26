import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import type { ChronicleView, RuleView } from '../../contracts/memory.js';
import { ChronicleService } from './chronicle.service.js';
import { RulesService } from './rules/rules.service.js';

const textSchema = z.strictObject({ text: z.string().min(1).max(200_000) });
const ruleSchema = z.strictObject({
  text: z.string().min(1).max(4000),
  scope: z.enum(['session', 'character']).default('session'),
});

/** A session's memory, open to its owner: the chronicle and the rules. */
@Scoped('sessions:write')
@Controller('api/sessions/:id')
export class MemoryController {
  constructor(
    private readonly chronicles: ChronicleService,
    private readonly rules: RulesService,
  ) {}

  @Scoped('sessions:read')
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

  @Scoped('sessions:read')
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
}

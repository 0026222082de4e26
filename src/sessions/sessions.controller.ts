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
import { CurrentOwner } from '../access/requests/current-owner.js';
import { searchTerms } from '../context/recall/search-terms.js';
import { asksForPersonalDays, personalDaysIn } from '../context/recall/told-days.js';
import { personalDays } from '../context/when/when.js';
import { atWallMinutes, isTimeZone } from '../context/when/zone.js';
import { pageSchema, type PageQuery } from '../http/paging.js';
import { Problem } from '../contracts/problem.js';
import { storable } from '../text/encoding/storable.js';
import type { MessagesView, MessageVersion, MessageView } from '../contracts/message.js';
import type { Page } from '../contracts/paging.js';
import type { SessionView } from '../contracts/session.js';
import { PromptBuilder } from './turns/prompt-builder.js';
import { EditsService } from './messages/edits.service.js';
import { SessionSnapshots } from './prompt/session-snapshots.js';
import { SessionsService } from './sessions.service.js';
import { MessageRepository } from './story/message.repository.js';

const personaSchema = z.object({ name: z.string().max(200), description: z.string().max(20_000) }).partial();
const timeZone = z.string().refine(isTimeZone, 'must be a time zone like Europe/Paris');
const createSchema = z.object({
  characterId: z.uuid(),
  persona: personaSchema.optional(),
  personaId: z.uuid().optional(),
  title: z.string().max(300).optional(),
  timeZone: timeZone.optional(),
  upToSection: z.int().positive().optional(),
});
const changeSchema = z
  .object({
    title: z.string().min(1).max(300),
    persona: personaSchema,
    personaId: z.uuid(),
    note: z.string().max(20_000),
    tokenBudget: z.number().int().min(1000).max(100_000_000).nullable(),
    pinSource: z.boolean().nullable(),
  })
  .partial();
const contentSchema = z.object({ content: z.string() });
const textSchema = z.object({ text: z.string() });
const listSchema = pageSchema.extend({ characterId: z.uuid().optional() });
const seq = z.coerce.number().int().positive().max(2_147_483_646);
const pastSchema = z.object({
  before: seq.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
const messagesSchema = pastSchema.extend({
  after: z.coerce.number().int().nonnegative().max(2_147_483_646).optional(),
  around: seq.optional(),
  /** A day begins by the session's time zone. */
  at: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
});
const deleteSchema = z.object({ forever: z.stringbool().default(false) });
const searchSchema = pastSchema.extend({ q: z.string().min(1).max(500).transform(storable) });

@Controller('api/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly snapshots: SessionSnapshots,
    private readonly repository: MessageRepository,
    private readonly prompts: PromptBuilder,
    private readonly edits: EditsService,
  ) {}

  @Post()
  create(
    @CurrentOwner() ownerId: string,
    @Body({ schema: createSchema }) body: z.infer<typeof createSchema>,
  ): Promise<SessionView> {
    return this.sessions.create(ownerId, body);
  }

  @Get()
  list(
    @CurrentOwner() ownerId: string,
    @Query({ schema: listSchema }) query: PageQuery & { characterId?: string },
  ): Promise<Page<SessionView>> {
    return this.sessions.list(ownerId, query, query.characterId);
  }

  @Get(':id')
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<SessionView> {
    return this.sessions.view(ownerId, id);
  }

  @Patch(':id')
  change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: changeSchema }) body: z.infer<typeof changeSchema>,
  ): Promise<SessionView> {
    return this.sessions.change(ownerId, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.sessions.delete(ownerId, id);
  }

  /** The newest, or those before, after or around a number, or around a time. */
  @Get(':id/messages')
  async messages(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: messagesSchema }) query: z.infer<typeof messagesSchema>,
  ): Promise<MessagesView> {
    const { branchId, timeZone } = await this.snapshots.read(ownerId, id);
    const { before, after, at, limit } = query;
    if (after !== undefined) return this.repository.after(branchId, after, limit);
    const around = at ? await this.repository.since(branchId, momentOf(at, timeZone)) : query.around;
    return around === undefined
      ? this.repository.page(branchId, before ?? null, limit)
      : this.repository.around(branchId, around, limit);
  }

  /** Another text for a message, as a new version beside the old one. */
  @Patch(':id/messages/:messageId')
  edit(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
    @Body({ schema: contentSchema }) { content }: z.infer<typeof contentSchema>,
  ): Promise<MessageView> {
    return this.edits.edit(ownerId, id, messageId, content);
  }

  /** All versions of a message, oldest first: edits, or replies at the same place. */
  @Get(':id/messages/:messageId/versions')
  async versions(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
  ): Promise<{ items: MessageVersion[] }> {
    const { branchId } = await this.snapshots.read(ownerId, id);
    const items = await this.repository.versions(branchId, messageId);
    if (!items.length) throw new Problem('not_found', 'There is no such message in the story as it stands.');
    return { items };
  }

  /** Lets this version of a message stand. */
  @Post(':id/messages/:messageId/choose')
  @HttpCode(200)
  choose(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
  ): Promise<MessageView> {
    return this.edits.choose(ownerId, id, messageId);
  }

  /** Takes a message out of the story; for good only where that is asked for. */
  @Delete(':id/messages/:messageId')
  deleteMessage(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
    @Query({ schema: deleteSchema }) { forever }: z.infer<typeof deleteSchema>,
  ): Promise<MessageView> {
    return forever
      ? this.edits.deleteForever(ownerId, id, messageId)
      : this.edits.hide(ownerId, id, messageId);
  }

  @Get(':id/search')
  async search(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: searchSchema }) query: z.infer<typeof searchSchema>,
  ): Promise<Page<MessageView>> {
    const { branchId, timeZone } = await this.snapshots.read(ownerId, id);
    const now = new Date();
    const told = asksForPersonalDays(query.q)
      ? personalDaysIn(query.q, await this.repository.sayings(branchId, personalDays(query.q)), now, timeZone)
      : [];
    const terms = searchTerms(query.q, now, timeZone, told);
    return this.repository.search(branchId, query.q, terms, query.before ?? null, query.limit);
  }

  /** The very request that this text would send now, a `ContextView`. */
  @Post(':id/context')
  @HttpCode(200)
  async context(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: textSchema }) body: z.infer<typeof textSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const parts = await this.prompts.preview(ownerId, id, body.text);
    response.type('application/json');
    for (const part of parts) response.write(part);
    response.end();
  }
}

function momentOf(at: string, timeZone: string): Date {
  return at.includes('T') ? new Date(at) : atWallMinutes(Date.parse(at) / 60_000, timeZone);
}

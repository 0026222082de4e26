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
} from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import { atWallMinutes } from '../../context/when/zone.js';
import { storable } from '../../text/encoding/storable.js';
import type { MessagesView, MessageVersion, MessageView } from '../../contracts/message.js';
import type { Page } from '../../contracts/paging.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { MessageRepository } from '../story/message.repository.js';
import { EditsService } from './edits/edits.service.js';
import { SwipesService } from './edits/swipes.service.js';
import { MessageSearch } from './message-search.js';

const contentSchema = z.strictObject({ content: z.string() });
const seq = z.coerce.number().int().positive().max(2_147_483_646);
const pastSchema = z.strictObject({
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

/** What was said in a session: read, looked for, changed. */
@Scoped('sessions:write')
@Controller('api/sessions/:id')
export class MessagesController {
  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly repository: MessageRepository,
    private readonly edits: EditsService,
    private readonly swipes: SwipesService,
    private readonly found: MessageSearch,
  ) {}

  /** The newest, or those before, after or around a number, or around a time. */
  @Scoped('sessions:read')
  @Get('messages')
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
  @Patch('messages/:messageId')
  edit(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
    @Body({ schema: contentSchema }) { content }: z.infer<typeof contentSchema>,
  ): Promise<MessageView> {
    return this.edits.edit(ownerId, id, messageId, content);
  }

  /** All versions of a message, oldest first: edits, or replies at the same place. */
  @Scoped('sessions:read')
  @Get('messages/:messageId/versions')
  async versions(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
  ): Promise<{ items: MessageVersion[] }> {
    return { items: await this.swipes.list(ownerId, id, messageId) };
  }

  /** Lets this version of a message stand. */
  @Post('messages/:messageId/choose')
  @HttpCode(200)
  choose(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
  ): Promise<MessageView> {
    return this.swipes.choose(ownerId, id, messageId);
  }

  /** Puts a reply back as the model wrote it, as a new version beside the cleaned one. */
  @Post('messages/:messageId/raw')
  @HttpCode(200)
  putBack(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
  ): Promise<MessageView> {
    return this.edits.putBack(ownerId, id, messageId);
  }

  /** Takes a message out of the story; for good only where that is asked for. */
  @Delete('messages/:messageId')
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

  @Scoped('sessions:read')
  @Get('search')
  search(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: searchSchema }) query: z.infer<typeof searchSchema>,
  ): Promise<Page<MessageView>> {
    return this.found.search(ownerId, id, query.q, query.before ?? null, query.limit);
  }
}

function momentOf(at: string, timeZone: string): Date {
  return at.includes('T') ? new Date(at) : atWallMinutes(Date.parse(at) / 60_000, timeZone);
}

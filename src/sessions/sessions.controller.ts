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
import { CurrentOwner } from '../access/requests/current-owner.js';
import { wordExpressions } from '../characters/library/library-query.js';
import { Scoped } from '../access/requests/scoped.js';
import { isTimeZone } from '../context/when/zone.js';
import { pageSchema } from '../http/paging.js';
import { Problem } from '../contracts/problem.js';
import { storable } from '../text/encoding/storable.js';
import type { Page } from '../contracts/paging.js';
import { RECALL_MEASURES, type SessionSummary, type SessionView, STORY_TIMES } from '../contracts/session.js';
import { NewSessionsService } from './new-sessions.service.js';
import { SessionViewsRepository } from './session-views.repository.js';
import { SessionsService } from './sessions.service.js';

const personaSchema = z
  .strictObject({ name: z.string().max(200), description: z.string().max(20_000) })
  .partial();
const timeZone = z.string().refine(isTimeZone, 'must be a time zone like Europe/Paris');
const createSchema = z.strictObject({
  /** Who answers: this, or the one of `members`. */
  characterId: z.uuid().optional(),
  members: z
    .array(z.strictObject({ characterId: z.uuid() }))
    .length(1)
    .optional(),
  persona: personaSchema.optional(),
  personaId: z.uuid().optional(),
  title: z.string().max(300).optional(),
  timeZone: timeZone.optional(),
  upToSection: z.int().positive().optional(),
  storyTime: z.enum(STORY_TIMES).optional(),
});
const changeSchema = z
  .strictObject({
    title: z.string().min(1).max(300),
    persona: personaSchema,
    personaId: z.uuid(),
    note: z.string().max(20_000),
    noteOnce: z.string().max(2000),
    tokenBudget: z.number().int().min(1000).max(100_000_000).nullable(),
    pinSource: z.boolean().nullable(),
    recall: z.enum(RECALL_MEASURES),
    storyTime: z.enum(STORY_TIMES),
    connectionId: z.uuid().nullable(),
  })
  .partial();
const listSchema = pageSchema.extend({
  characterId: z.uuid().optional(),
  q: z.string().max(200).transform(storable).default(''),
});

@Scoped('sessions:write')
@Controller('api/sessions')
export class SessionsController {
  constructor(
    private readonly newSessions: NewSessionsService,
    private readonly sessions: SessionsService,
    private readonly views: SessionViewsRepository,
  ) {}

  @Post()
  create(
    @CurrentOwner() ownerId: string,
    @Body({ schema: createSchema }) body: z.infer<typeof createSchema>,
  ): Promise<SessionView> {
    const { members, ...wish } = body;
    const characterId = wish.characterId ?? members?.[0]?.characterId;
    if (!characterId || (members && members[0]!.characterId !== characterId))
      throw new Problem(
        'bad_request',
        'A conversation is with one character: name it by characterId, or as the one of members.',
      );
    return this.newSessions.create(ownerId, { ...wish, characterId });
  }

  /** Newest activity first; with `q`, those whose title, character or last line has each of its words. */
  @Scoped('sessions:read')
  @Get()
  list(
    @CurrentOwner() ownerId: string,
    @Query({ schema: listSchema }) query: z.infer<typeof listSchema>,
  ): Promise<Page<SessionSummary>> {
    const { characterId, q } = query;
    return this.views.list(ownerId, query, { characterId, words: wordExpressions(q) });
  }

  @Scoped('sessions:read')
  @Get(':id')
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<SessionView> {
    return this.views.view(ownerId, id);
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
}

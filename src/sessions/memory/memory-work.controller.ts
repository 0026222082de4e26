import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import type { MemoryWorkView } from '../../contracts/memory.js';
import { Transcripts } from '../prompt/transcripts.js';
import { ChronicleRepository } from './chronicle.repository.js';
import { MemoryService } from './memory.service.js';
import { OlderMessagesService } from './older-messages.service.js';

/** What the model has not summarised of a session: what it would take, its start and its stop. */
@Scoped('sessions:write')
@Controller('api/sessions/:id/memory')
export class MemoryWorkController {
  constructor(
    private readonly memory: MemoryService,
    private readonly store: ChronicleRepository,
    private readonly older: OlderMessagesService,
    private readonly transcripts: Transcripts,
  ) {}

  @Scoped('sessions:read')
  @Get()
  async view(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MemoryWorkView> {
    const snapshot = await this.memory.settled(ownerId, id);
    const [standing, { tokens }] = await Promise.all([
      this.store.standing(snapshot.branchId),
      this.transcripts.weight(snapshot),
    ]);
    return this.older.view(snapshot, standing, tokens);
  }

  @Post('start')
  @HttpCode(200)
  async start(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MemoryWorkView> {
    const snapshot = await this.memory.settled(ownerId, id);
    await this.older.start(snapshot, await this.store.standing(snapshot.branchId));
    return this.view(ownerId, id);
  }

  @Post('stop')
  @HttpCode(200)
  async stop(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MemoryWorkView> {
    await this.older.stop(await this.memory.settled(ownerId, id));
    return this.view(ownerId, id);
  }
}

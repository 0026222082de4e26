import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { CurrentOwner } from '../../../access/requests/current-owner.js';
import { Scoped } from '../../../access/requests/scoped.js';
import type { CleaningView } from '../../../contracts/message.js';
import { CleaningService } from './cleaning.service.js';

/** Cleaning the replies that a session has already. */
@Scoped('sessions:write')
@Controller('api/sessions/:id/cleaning')
export class CleaningController {
  constructor(private readonly cleaning: CleaningService) {}

  /** How many would change, and the first of them. */
  @Scoped('sessions:read')
  @Get()
  preview(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<CleaningView> {
    return this.cleaning.preview(ownerId, id);
  }

  /** Makes a cleaned version beside each. */
  @Post()
  @HttpCode(200)
  clean(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<{ changed: number }> {
    return this.cleaning.clean(ownerId, id);
  }
}

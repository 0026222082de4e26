import { Controller, Delete, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { CurrentOwner } from '../../../access/requests/current-owner.js';
import { Scoped } from '../../../access/requests/scoped.js';
import type { MessageView, PinView } from '../../../contracts/message.js';
import { PinsService } from './pins.service.js';

/** What is always to be remembered of a session. */
@Scoped('sessions:write')
@Controller('api/sessions/:id')
export class PinsController {
  constructor(private readonly pins: PinsService) {}

  @Scoped('sessions:read')
  @Get('pins')
  list(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<{ items: PinView[] }> {
    return this.pins.list(ownerId, id);
  }

  @Put('messages/:messageId/pin')
  pin(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
  ): Promise<MessageView> {
    return this.pins.set(ownerId, id, messageId, true);
  }

  @Delete('messages/:messageId/pin')
  unpin(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
  ): Promise<MessageView> {
    return this.pins.set(ownerId, id, messageId, false);
  }
}

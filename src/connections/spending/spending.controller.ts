import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import type { SpendingView } from '../../contracts/spending.js';
import { SpendingService } from './spending.service.js';

/** What a connection was asked for, and what stops it. */
@Controller('api/connections/:id/spending')
export class SpendingController {
  constructor(private readonly spending: SpendingService) {}

  @Get()
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<SpendingView> {
    return this.spending.view(ownerId, id);
  }
}

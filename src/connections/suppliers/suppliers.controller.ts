import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import type {
  ConnectionTestView,
  ListedModelsView,
  LocalServersView,
  ReadPresetView,
  SuppliersView,
} from '../../contracts/supplier.js';
import { goneWith } from '../../http/event-stream.js';
import { connectionFields } from '../connection-fields.js';
import { readPreset } from './preset-reader.js';
import { SuppliersService } from './suppliers.service.js';

const { baseUrl, apiKey, headers } = connectionFields;
const listSchema = z.strictObject({ baseUrl, apiKey, headers, connectionId: z.uuid() }).partial();
const foreignPreset = z.record(z.string().max(200), z.unknown());

/** What can be connected, and whether it works. */
@Controller('api/connections')
export class SuppliersController {
  constructor(private readonly suppliers: SuppliersService) {}

  /** Who serves models over an API that Keepsake speaks. */
  @Get('suppliers')
  list(): SuppliersView {
    return this.suppliers.list();
  }

  /** Looks for servers of models on this computer, on their usual ports. */
  @Get('local')
  local(@Res({ passthrough: true }) response: Response): Promise<LocalServersView> {
    return this.suppliers.local(goneWith(response));
  }

  /** The models that a server lists; a stored key goes only to the server that it was entered for. */
  @Post('models')
  @HttpCode(200)
  models(
    @CurrentOwner() ownerId: string,
    @Body({ schema: listSchema }) body: z.infer<typeof listSchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ListedModelsView> {
    return this.suppliers.listModels(ownerId, body, goneWith(response));
  }

  /** What a preset of SillyTavern sets, as a preset of a connection. Nothing is stored. */
  @Post('presets/read')
  @HttpCode(200)
  readPreset(@Body({ schema: foreignPreset }) body: z.infer<typeof foreignPreset>): ReadPresetView {
    return readPreset(body);
  }

  /** Asks the model for three small things. Ends when whoever asked is gone, and after a minute. */
  @Post(':id/test')
  @HttpCode(200)
  test(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ConnectionTestView> {
    return this.suppliers.test(ownerId, id, goneWith(response));
  }
}

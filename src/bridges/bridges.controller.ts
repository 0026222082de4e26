import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import {
  BRIDGE_KINDS,
  type BridgeEvent,
  type BridgesView,
  type BridgeView,
  type PairingView,
} from '../contracts/bridge.js';
import { settingsSchema } from './bridge-settings.js';
import { BridgesService } from './bridges.service.js';

const changeSchema = z
  .strictObject({ name: z.string().max(100), settings: settingsSchema, enabled: z.boolean() })
  .partial();
const createSchema = z.strictObject({
  kind: z.enum(BRIDGE_KINDS),
  name: z.string().max(100).optional(),
  settings: settingsSchema.optional(),
  enabled: z.boolean().optional(),
});
const pairingSchema = z.strictObject({ characterId: z.uuid().nullable().optional() });

/** Other doors to the same sessions. */
@Controller('api/bridges')
export class BridgesController {
  constructor(private readonly bridges: BridgesService) {}

  @Get()
  list(@CurrentOwner() ownerId: string): Promise<BridgesView> {
    return this.bridges.list(ownerId);
  }

  /** It runs once it is enabled. */
  @Post()
  create(
    @CurrentOwner() ownerId: string,
    @Body({ schema: createSchema }) body: z.infer<typeof createSchema>,
  ): Promise<BridgeView> {
    return this.bridges.create(ownerId, body.kind, body);
  }

  @Get(':id')
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<BridgeView> {
    return this.bridges.view(ownerId, id);
  }

  /** It connects anew with what was changed. */
  @Patch(':id')
  change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: changeSchema }) body: z.infer<typeof changeSchema>,
  ): Promise<BridgeView> {
    return this.bridges.change(ownerId, id, body);
  }

  /** Conversations stay. */
  @Delete(':id')
  @HttpCode(204)
  delete(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.bridges.delete(ownerId, id);
  }

  /** The last hundred, the newest first; no texts. */
  @Get(':id/events')
  events(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<{ items: BridgeEvent[] }> {
    return this.bridges.events(ownerId, id);
  }

  /** A code that an account of the platform becomes one's own with: good once, for an hour. */
  @Post(':id/pairings')
  pair(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: pairingSchema }) { characterId }: z.infer<typeof pairingSchema>,
  ): Promise<PairingView> {
    return this.bridges.pair(ownerId, id, characterId ?? null);
  }

  @Delete(':id/people/:personId')
  @HttpCode(204)
  unpair(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('personId', ParseUUIDPipe) personId: string,
  ): Promise<void> {
    return this.bridges.unpair(ownerId, id, personId);
  }
}

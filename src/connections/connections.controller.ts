import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import type { ConnectionsView, ConnectionView } from '../contracts/connection.js';
import { connectionFields } from './connection-fields.js';
import { ConnectionsService } from './connections.service.js';

const createSchema = z.strictObject(connectionFields).partial().required({ baseUrl: true });
const changeSchema = z.strictObject({ ...connectionFields, revision: z.int() }).partial();

/** The models that an owner has connected. */
@Controller('api/connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Get()
  list(@CurrentOwner() ownerId: string): Promise<ConnectionsView> {
    return this.connections.list(ownerId);
  }

  /** The first one that talks becomes the default. */
  @Post()
  create(
    @CurrentOwner() ownerId: string,
    @Body({ schema: createSchema }) body: z.infer<typeof createSchema>,
  ): Promise<ConnectionView> {
    return this.connections.create(ownerId, body);
  }

  @Get(':id')
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<ConnectionView> {
    return this.connections.view(ownerId, id);
  }

  /** Of the environment's, only its preset and what it is used for can be changed. */
  @Patch(':id')
  change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: changeSchema }) body: z.infer<typeof changeSchema>,
  ): Promise<ConnectionView> {
    return this.connections.change(ownerId, id, body);
  }

  /** Characters and sessions that had chosen it go on with the default. */
  @Delete(':id')
  @HttpCode(204)
  delete(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.connections.delete(ownerId, id);
  }
}

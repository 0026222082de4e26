import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { type ConnectionsView, type ConnectionView, TRANSPORTS } from '../contracts/connection.js';
import { ConnectionsService } from './connections.service.js';
import { presetSchema, priceSchema } from './preset-schema.js';

/** By RFC 9110; what the client or the connection itself sends is not to be replaced. */
const headerName = z
  .string()
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/i, 'must be the name of a header')
  .refine(
    (name) =>
      !/^(?:host|content-.*|connection|transfer-encoding|authorization|cookie|expect|upgrade|te)$/i.test(
        name,
      ),
    'must not be a header that Keepsake sends itself',
  );
const fields = {
  name: z.string().max(100),
  supplier: z.string().max(60),
  baseUrl: z.string().max(2000),
  apiKey: z.string().max(4000),
  headers: z
    .record(
      headerName,
      z
        .string()
        .max(4000)
        .regex(/^[\x20-\x7e]*$/, 'must be plain characters in one line'),
    )
    .refine((headers) => Object.keys(headers).length <= 20, 'must be at most 20 headers'),
  model: z.string().max(300),
  window: z.int().min(1024).max(1_000_000_000).nullable(),
  price: priceSchema.nullable(),
  transport: z.enum(TRANSPORTS),
  preset: presetSchema,
  isDefault: z.boolean(),
  isBackground: z.boolean(),
};
const createSchema = z.strictObject(fields).partial().required({ baseUrl: true });
const changeSchema = z.strictObject({ ...fields, revision: z.int() }).partial();

/** The models that an owner has connected. */
@Controller('api/connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Get()
  list(@CurrentOwner() ownerId: string): Promise<ConnectionsView> {
    return this.connections.list(ownerId);
  }

  /** The first one becomes the default. */
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

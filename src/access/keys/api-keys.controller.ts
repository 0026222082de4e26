import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { type ApiCallView, type ApiKeyView, type NewApiKeyView, SCOPES } from '../../contracts/api-key.js';
import { storable } from '../../text/encoding/storable.js';
import { CurrentOwner } from '../requests/current-owner.js';
import { ApiKeysService } from './api-keys.service.js';

const most = z.int().min(1).max(2_000_000_000).nullable().default(null);
const limitsSchema = z.strictObject({
  requestsPerMinute: most,
  requestsPerDay: most,
  tokensPerMinute: most,
  tokensPerDay: most,
});
const name = z.string().transform(storable).pipe(z.string().trim().min(1).max(100));
const createSchema = z.strictObject({
  name,
  scopes: z.array(z.enum(SCOPES)).min(1),
  expiresAt: z.iso
    .datetime({ offset: true, abort: true })
    .refine((at) => Date.parse(at) > Date.now(), 'is past already')
    .nullish(),
  limits: limitsSchema.prefault({}),
});

/** A limit that is left out of those that are sent is none. */
const changeSchema = z.strictObject({ name: name.optional(), limits: limitsSchema.optional() });

/** Keys for programs. It names no scope: no key makes, sees or revokes another. */
@Controller('api/keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  async list(@CurrentOwner() ownerId: string): Promise<{ items: ApiKeyView[] }> {
    return { items: await this.keys.list(ownerId) };
  }

  /** Answers with the key itself, this once. */
  @Post()
  create(
    @CurrentOwner() ownerId: string,
    @Body({ schema: createSchema }) body: z.infer<typeof createSchema>,
  ): Promise<NewApiKeyView> {
    return this.keys.create(ownerId, {
      ...body,
      expiresAt: body.expiresAt ? new Date(body.expiresAt) : null,
    });
  }

  /** The last hundred requests that came with a key: what was asked for and how it was answered, never what was said. */
  @Get('calls')
  async calls(@CurrentOwner() ownerId: string): Promise<{ items: ApiCallView[] }> {
    return { items: await this.keys.latestCalls(ownerId) };
  }

  /** Another name, other limits: they hold from its next request on. What it may do does not change. */
  @Patch(':id')
  change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: changeSchema }) body: z.infer<typeof changeSchema>,
  ): Promise<ApiKeyView> {
    return this.keys.change(ownerId, id, body);
  }

  /** Ends a key, its sockets and running answers at once. */
  @Delete(':id')
  @HttpCode(204)
  revoke(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.keys.revoke(ownerId, id);
  }
}

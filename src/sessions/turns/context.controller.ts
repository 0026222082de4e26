import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import { PromptBuilder } from './prompt-builder.js';

const textSchema = z.strictObject({ text: z.string() });

/** What a text would send. */
@Scoped('sessions:read')
@Controller('api/sessions/:id/context')
export class ContextController {
  constructor(private readonly prompts: PromptBuilder) {}

  /** The very request that this text would send now, a `ContextView`. */
  @Post()
  @HttpCode(200)
  async context(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: textSchema }) body: z.infer<typeof textSchema>,
    @Res() response: Response,
  ): Promise<void> {
    const parts = await this.prompts.preview(ownerId, id, body.text);
    response.type('application/json');
    for (const part of parts) response.write(part);
    response.end();
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import type { PersonaView } from '../../contracts/persona.js';
import { PersonasService } from './personas.service.js';

const personaSchema = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(20_000).optional(),
  isDefault: z.boolean().optional(),
});
const changeSchema = personaSchema.partial();

/** Who one can be in a conversation. */
@Scoped('sessions:write')
@Controller('api/personas')
export class PersonasController {
  constructor(private readonly personas: PersonasService) {}

  @Scoped('sessions:read')
  @Get()
  async list(@CurrentOwner() ownerId: string): Promise<{ items: PersonaView[] }> {
    return { items: await this.personas.list(ownerId) };
  }

  @Post()
  create(
    @CurrentOwner() ownerId: string,
    @Body({ schema: personaSchema }) body: z.infer<typeof personaSchema>,
  ): Promise<PersonaView> {
    return this.personas.create(ownerId, body);
  }

  /** The sessions that have it take the change up at their next turn. */
  @Patch(':id')
  change(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: changeSchema }) body: z.infer<typeof changeSchema>,
  ): Promise<PersonaView> {
    return this.personas.change(ownerId, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.personas.delete(ownerId, id);
  }
}

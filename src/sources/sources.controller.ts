import { Controller, Get, Param, ParseIntPipe, ParseUUIDPipe } from '@nestjs/common';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { Scoped } from '../access/requests/scoped.js';
import type { PassageView, SectionView, SourceView } from '../contracts/source.js';
import { SourcesService } from './sources.service.js';

@Scoped('characters:read')
@Controller('api/sources/:id')
export class SourcesController {
  constructor(private readonly sources: SourcesService) {}

  @Get()
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<SourceView> {
    return this.sources.view(ownerId, id);
  }

  @Get('sections/:n')
  section(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', ParseIntPipe) n: number,
  ): Promise<SectionView> {
    return this.sources.section(ownerId, id, n);
  }

  @Get('passages/:passageId')
  passage(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('passageId') passageId: string,
  ): Promise<PassageView> {
    return this.sources.passage(ownerId, id, passageId);
  }
}

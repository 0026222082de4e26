import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import { Scoped } from '../../access/requests/scoped.js';
import type { BranchView } from '../../contracts/branch.js';
import { BranchesService } from './branches.service.js';

const title = z.string().max(200);
const beginSchema = z.strictObject({ messageId: z.uuid(), title: title.default('') });
const renameSchema = z.strictObject({ title });

interface BranchMap {
  items: BranchView[];
}

/** The map of a session's branches; every change answers with it. */
@Scoped('sessions:write')
@Controller('api/sessions/:id/branches')
export class BranchesController {
  constructor(private readonly branches: BranchesService) {}

  @Scoped('sessions:read')
  @Get()
  map(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<BranchMap> {
    return this.branches.map(ownerId, id);
  }

  /** Another way that the story goes after a message; it is open from then on. */
  @Post()
  begin(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: beginSchema }) { messageId, title }: z.infer<typeof beginSchema>,
  ): Promise<BranchMap> {
    return this.branches.begin(ownerId, id, messageId, title);
  }

  @Post(':branchId/open')
  @HttpCode(200)
  open(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('branchId', ParseUUIDPipe) branchId: string,
  ): Promise<BranchMap> {
    return this.branches.open(ownerId, id, branchId);
  }

  @Patch(':branchId')
  rename(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('branchId', ParseUUIDPipe) branchId: string,
    @Body({ schema: renameSchema }) body: z.infer<typeof renameSchema>,
  ): Promise<BranchMap> {
    return this.branches.rename(ownerId, id, branchId, body.title);
  }

  @Delete(':branchId')
  delete(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('branchId', ParseUUIDPipe) branchId: string,
  ): Promise<BranchMap> {
    return this.branches.delete(ownerId, id, branchId);
  }
}

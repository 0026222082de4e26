import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { CurrentOwner } from '../../../access/requests/current-owner.js';
import { Scoped } from '../../../access/requests/scoped.js';
import type { ShownScripts } from '../../../contracts/regex-script.js';
import { SessionSheets } from '../session-sheets.js';
import { SessionSnapshots } from '../session-snapshots.js';
import { sessionScripts } from './session-scripts.js';

/** The regex scripts of a session's card that change what is shown; whoever shows messages follows them. */
@Scoped('sessions:read')
@Controller('api/sessions/:id/scripts')
export class ShownScriptsController {
  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly sheets: SessionSheets,
  ) {}

  @Get()
  async shown(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<ShownScripts> {
    const snapshot = await this.snapshots.read(ownerId, id);
    const scripts = sessionScripts(snapshot, await this.sheets.of(snapshot));
    return { scripts: scripts.filter(({ shown }) => shown) };
  }
}

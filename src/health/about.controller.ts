import { readFileSync } from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { ConnectedModels } from '../connections/connected-models.js';
import { Config } from '../config/config.js';
import { CurrentOwner } from '../access/requests/current-owner.js';
import { projectFile } from '../config/project-file.js';
import type { AboutView } from '../contracts/about.js';

const { version } = JSON.parse(readFileSync(projectFile('package.json'), 'utf8')) as { version: string };

@Controller('api/about')
export class AboutController {
  constructor(
    private readonly models: ConnectedModels,
    private readonly config: Config,
  ) {}

  @Get()
  async about(@CurrentOwner() ownerId: string): Promise<AboutView> {
    const { model } = await this.models.talking({ ownerId, connectionId: null });
    const { dataDir, databaseUrl } = this.config;
    return {
      version,
      model: await model.card(),
      data: { folder: dataDir, database: databaseUrl ? 'external' : 'embedded' },
    };
  }
}

import { readFileSync } from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { Model } from '../model/model.js';
import { projectFile } from '../config/project-file.js';
import type { AboutView } from '../contracts/about.js';

const { version } = JSON.parse(readFileSync(projectFile('package.json'), 'utf8')) as { version: string };

@Controller('api/about')
export class AboutController {
  constructor(private readonly model: Model) {}

  @Get()
  async about(): Promise<AboutView> {
    return { version, model: await this.model.card() };
  }
}

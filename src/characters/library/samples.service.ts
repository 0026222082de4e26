import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CharactersRepository } from '../characters.repository.js';
import { CharactersService } from '../characters.service.js';
import { SAMPLES } from './samples.js';

/** Gives every owner the sample characters once, so that a newcomer can talk at once. */
@Injectable()
export class SamplesService implements OnApplicationBootstrap {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rows: CharactersRepository,
    private readonly characters: CharactersService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.database.transaction(async (manager) => {
      for (const id of await this.rows.ownersWithoutSamples(manager)) {
        for (const sample of SAMPLES)
          await this.characters.create(id, { ...sample, cause: 'sample' }, manager);
      }
    });
  }
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CharactersService } from './characters.service.js';
import { SAMPLES } from './samples.js';

/** Gives every owner the sample characters once, so that a newcomer can talk at once. */
@Injectable()
export class SamplesService implements OnApplicationBootstrap {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly characters: CharactersService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.database.transaction(async (manager) => {
      const [owners] = await manager.query<[{ id: string }[], number]>(
        'UPDATE owners SET samples_at = now() WHERE samples_at IS NULL RETURNING id',
      );
      for (const { id } of owners) {
        for (const sample of SAMPLES)
          await this.characters.create(id, { ...sample, cause: 'sample' }, manager);
      }
    });
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { databaseOptions } from './database-options.js';
import { Prepared } from './prepared.js';
import { Presence } from './presence.js';
import { readMomentsAsDates } from './readable-times.js';

@Module({})
export class DatabaseModule {
  /** @param url of a PostgreSQL that answers; what is missing of the schema is made before anything else starts */
  static of(url: string): DynamicModule {
    readMomentsAsDates();
    return {
      module: DatabaseModule,
      global: true,
      imports: [TypeOrmModule.forRoot({ ...databaseOptions(url), migrationsRun: true, retryAttempts: 3 })],
      // The data source comes first: its migrations make what a presence needs.
      providers: [
        Prepared,
        { provide: Presence, inject: [getDataSourceToken()], useFactory: () => Presence.begin(url) },
      ],
      exports: [Presence, Prepared],
    };
  }
}

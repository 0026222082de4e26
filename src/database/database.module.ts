import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DailyVacuum } from './daily-vacuum.js';
import { DatabaseTraits } from './database-checks.js';
import { DatabaseDeadline } from './database-deadline.js';
import { DatabaseWatch } from './database-watch.js';
import { databaseOptions, MIGRATION_NAMES } from './database-options.js';
import { migrate } from './migrate.js';
import { PreparedStatements } from './prepared.js';
import { ProcessLock } from './process-lock.js';
import { readMomentsAsDates } from './readable-times.js';

@Module({})
export class DatabaseModule {
  /**
   * @param url of a PostgreSQL; it is looked at and taken for this process alone before anything is changed in it, and
   * what is missing of the schema is made before anything else starts
   */
  static of(url: string): DynamicModule {
    readMomentsAsDates();
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        PresenceModule.of(url),
        TypeOrmModule.forRootAsync({
          inject: [ProcessLock],
          useFactory: async (processLock: ProcessLock) => {
            if (!processLock.traits.isMigrated) await migrate(url);
            await processLock.enrol();
            return { ...databaseOptions(url), autoLoadEntities: true, retryAttempts: 0 };
          },
        }),
      ],
      providers: [
        PreparedStatements,
        DatabaseWatch,
        DailyVacuum,
        { provide: APP_INTERCEPTOR, useClass: DatabaseDeadline },
      ],
      exports: [PreparedStatements, DatabaseWatch],
    };
  }
}

@Module({})
class PresenceModule {
  static of(url: string): DynamicModule {
    return {
      module: PresenceModule,
      global: true,
      providers: [
        { provide: ProcessLock, useFactory: () => ProcessLock.begin(url, MIGRATION_NAMES) },
        {
          provide: DatabaseTraits,
          inject: [ProcessLock],
          useFactory: (processLock: ProcessLock) => processLock.traits,
        },
      ],
      exports: [ProcessLock, DatabaseTraits],
    };
  }
}

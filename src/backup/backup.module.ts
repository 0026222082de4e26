import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller.js';
import { BackupService } from './backup.service.js';
import { LongConnections } from './long-connections.js';
import { RestoreService } from './restore.service.js';
import { RowThread } from './rows/row-thread.js';

@Module({
  controllers: [BackupController],
  providers: [BackupService, RestoreService, LongConnections, RowThread],
})
export class BackupModule {}

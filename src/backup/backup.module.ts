import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { BackupController } from './backup.controller.js';
import { BackupService } from './backup.service.js';
import { LongConnections } from './long-connections.js';
import { RestoreService } from './restore.service.js';
import { RowThread } from './rows/row-thread.js';

@Module({
  imports: [ConnectionsModule],
  controllers: [BackupController],
  providers: [BackupService, RestoreService, LongConnections, RowThread],
})
export class BackupModule {}

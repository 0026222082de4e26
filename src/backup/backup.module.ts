import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller.js';
import { Backups } from './backup.service.js';
import { LongConnections } from './long-connections.js';
import { Restores } from './restore.service.js';

@Module({ controllers: [BackupController], providers: [Backups, Restores, LongConnections] })
export class BackupModule {}

import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller.js';
import { Backups } from './backup.service.js';

@Module({ controllers: [BackupController], providers: [Backups] })
export class BackupModule {}

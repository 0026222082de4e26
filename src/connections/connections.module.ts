import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../secrets/secrets.module.js';
import { ConnectedModels } from './connected-models.js';
import { Connection } from './connection.entity.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ConnectionsService } from './connections.service.js';
import { Keyring } from './keyring.js';
import { BackgroundCalls } from './spending/background-calls.js';
import { SpendingController } from './spending/spending.controller.js';
import { Spending } from './spending/spending.entity.js';
import { SpendingRepository } from './spending/spending.repository.js';
import { SpendingService } from './spending/spending.service.js';
import { SuppliersController } from './suppliers/suppliers.controller.js';
import { SuppliersService } from './suppliers/suppliers.service.js';

/** Models as they are reached, and which one answers whom. */
@Module({
  imports: [TypeOrmModule.forFeature([Connection, Spending]), SecretsModule],
  // Its paths first: `local` is no id.
  controllers: [SuppliersController, SpendingController, ConnectionsController],
  providers: [
    ConnectionsService,
    SuppliersService,
    ConnectionsRepository,
    ConnectedModels,
    Keyring,
    SpendingService,
    SpendingRepository,
    BackgroundCalls,
  ],
  exports: [ConnectedModels, ConnectionsRepository, BackgroundCalls],
})
export class ConnectionsModule {}

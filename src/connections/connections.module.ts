import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../secrets/secrets.module.js';
import { ConnectedModels } from './connected-models.js';
import { Connection } from './connection.entity.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ConnectionsService } from './connections.service.js';
import { Keyring } from './keyring.js';
import { SuppliersController } from './suppliers/suppliers.controller.js';
import { SuppliersService } from './suppliers/suppliers.service.js';

/** Models as they are reached, and which one answers whom. */
@Module({
  imports: [TypeOrmModule.forFeature([Connection]), SecretsModule],
  // Its paths first: `local` is no id.
  controllers: [SuppliersController, ConnectionsController],
  providers: [ConnectionsService, SuppliersService, ConnectionsRepository, ConnectedModels, Keyring],
  exports: [ConnectedModels, ConnectionsRepository],
})
export class ConnectionsModule {}

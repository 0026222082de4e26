import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../secrets/secrets.module.js';
import { IdempotentRequest } from './idempotent-request.entity.js';
import { IdempotentRequestsRepository } from './idempotent-requests.repository.js';
import { IdempotentRequests } from './idempotent-requests.service.js';

/** Requests that come again are done once, where their client has named them. */
@Module({
  imports: [TypeOrmModule.forFeature([IdempotentRequest]), SecretsModule],
  providers: [IdempotentRequestsRepository, IdempotentRequests],
})
export class IdempotencyModule {}

import { Module } from '@nestjs/common';
import { Secrets } from './secrets.js';

/** What is kept encrypted. */
@Module({ providers: [Secrets], exports: [Secrets] })
export class SecretsModule {}

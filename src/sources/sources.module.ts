import { Module } from '@nestjs/common';
import { SourcesController } from './sources.controller.js';
import { Sources } from './sources.service.js';

@Module({ controllers: [SourcesController], providers: [Sources], exports: [Sources] })
export class SourcesModule {}

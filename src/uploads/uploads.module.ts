import { Global, Module } from '@nestjs/common';
import { UploadsService } from './uploads.service.js';

/** Every room that takes files in takes them in this way. */
@Global()
@Module({ providers: [UploadsService], exports: [UploadsService] })
export class UploadsModule {}

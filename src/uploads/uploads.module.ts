import { Global, Module } from '@nestjs/common';
import { Uploads } from './uploads.service.js';

/** Every room that takes files in takes them in this way. */
@Global()
@Module({ providers: [Uploads], exports: [Uploads] })
export class UploadsModule {}

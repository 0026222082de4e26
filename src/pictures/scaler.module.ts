import { Module } from '@nestjs/common';
import { Scaler } from './scaler.js';

@Module({ providers: [Scaler], exports: [Scaler] })
export class ScalerModule {}

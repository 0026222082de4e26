import { Module } from '@nestjs/common';
import { SessionBus } from './session-bus.js';

/** What one part of the sessions tells the others. */
@Module({ providers: [SessionBus], exports: [SessionBus] })
export class SessionBusModule {}

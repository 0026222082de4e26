import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionBusModule } from '../bus/session-bus.module.js';
import { Persona } from './persona.entity.js';
import { PersonasController } from './personas.controller.js';
import { PersonasRepository } from './personas.repository.js';
import { PersonasService } from './personas.service.js';

/** Who the user can be. */
@Module({
  imports: [TypeOrmModule.forFeature([Persona]), SessionBusModule],
  controllers: [PersonasController],
  providers: [PersonasService, PersonasRepository],
  exports: [PersonasService],
})
export class PersonasModule {}

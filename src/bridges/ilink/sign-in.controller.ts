import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentOwner } from '../../access/requests/current-owner.js';
import type { SignInView } from '../../contracts/bridge.js';
import { SignIns } from './sign-ins.js';

const signInSchema = z.strictObject({ number: z.string().regex(/^\d{1,10}$/) }).partial();

/** Signing in to a platform by a code that somebody scans with his phone: WeChat by iLink. */
@Controller('api/bridges/:id/sign-in')
export class SignInController {
  constructor(private readonly signIns: SignIns) {}

  /** How it stands. It goes on while somebody asks this once a minute. */
  @Get()
  view(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<SignInView> {
    return this.signIns.view(ownerId, id);
  }

  /** Begins with another code; with `number`, goes on with what the phone shows. */
  @Post()
  @HttpCode(200)
  begin(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: signInSchema }) { number }: z.infer<typeof signInSchema>,
  ): Promise<SignInView> {
    return number === undefined ? this.signIns.begin(ownerId, id) : this.signIns.give(ownerId, id, number);
  }

  @Delete()
  @HttpCode(204)
  cancel(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.signIns.cancel(ownerId, id);
  }
}

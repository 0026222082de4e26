import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../contracts/problem.js';
import type { SignInLinkView, SignInView } from '../../contracts/sign-in.js';
import { Config } from '../../config/config.js';
import { AccessService } from '../sign-ins/access.service.js';
import { cookieName, cookieOf } from '../requests/cookie.js';
import { deviceOf } from '../sign-ins/device.js';
import { CurrentOwner, CurrentSignIn } from '../requests/current-owner.js';
import { Gate } from './gate.js';
import { Public } from '../requests/public.js';
import { networkAddresses } from '../sign-ins/network-addresses.js';
import { CODE_LASTS, COOKIE_LASTS, SignInsService } from '../sign-ins/sign-ins.service.js';

const signInSchema = z.union([
  z.object({ code: z.string().min(1).max(200) }),
  z.object({ token: z.string().min(1).max(1000) }),
]);
const endSchema = z.object({ others: z.stringbool().default(false) });

/** Signing in and out, here and, for somebody who is signed in, elsewhere. */
@Controller('api')
export class SignInController {
  constructor(
    private readonly access: AccessService,
    private readonly signIns: SignInsService,
    private readonly gate: Gate,
    private readonly config: Config,
  ) {}

  /** Changes the code of a sign-in link, or the owner's token, for a cookie. */
  @Public()
  @Post('sign-in')
  @HttpCode(204)
  async signIn(
    @Body({ schema: signInSchema }) body: z.infer<typeof signInSchema>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const address = this.gate.addressOf(request);
    const ownerId = await this.access.byProof(body, address);
    const device = deviceOf(request.headers['user-agent']);
    const before = cookieOf(request);
    response.cookie(cookieName(request), await this.signIns.issueCookie(ownerId, address, device), {
      httpOnly: true,
      sameSite: 'strict',
      secure: request.secure,
      path: '/',
      maxAge: COOKIE_LASTS,
    });
    // The browser forgets the cookie that it had.
    if (before) await this.signIns.endCookie(ownerId, before);
  }

  @Post('sign-out')
  @HttpCode(204)
  async signOut(
    @CurrentOwner() ownerId: string,
    @CurrentSignIn() current: string | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (current) await this.signIns.end(ownerId, { id: current }, response);
    response.clearCookie(cookieName(request), { path: '/' });
  }

  /** A code for another device, good once within ten minutes, and the addresses at which it may be opened. */
  @Post('sign-in-links')
  async link(@CurrentOwner() ownerId: string, @Req() request: Request): Promise<SignInLinkView> {
    const expiresAt = new Date(Date.now() + CODE_LASTS).toISOString();
    const names = networkAddresses(this.config.host);
    return {
      code: await this.signIns.issueCode(ownerId),
      expiresAt,
      origins: names.map((name) => `http://${name}:${request.socket.localPort}`),
    };
  }

  /** The browsers that are signed in, the one seen last first. */
  @Get('sign-ins')
  async list(
    @CurrentOwner() ownerId: string,
    @CurrentSignIn() current: string | null,
  ): Promise<{ items: SignInView[] }> {
    return { items: await this.signIns.list(ownerId, current) };
  }

  /** Ends one, and its sockets and running answers at once. */
  @Delete('sign-ins/:id')
  @HttpCode(204)
  async end(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if ((await this.signIns.end(ownerId, { id }, response)) === 0)
      throw new Problem('not_found', 'There is no such sign-in, or it has ended already.');
  }

  /** Ends all, or with `others=true` all but the one that asks. */
  @Delete('sign-ins')
  @HttpCode(204)
  async endAll(
    @CurrentOwner() ownerId: string,
    @CurrentSignIn() current: string | null,
    @Query({ schema: endSchema }) { others }: z.infer<typeof endSchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.signIns.end(ownerId, { but: others ? current : null }, response);
  }
}

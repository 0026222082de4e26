import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Access } from './access.service.js';
import { cookieName, cookieOf } from './cookie.js';
import { Public } from './public.js';

const signInSchema = z.union([
  z.object({ code: z.string().min(1).max(200) }),
  z.object({ token: z.string().min(1).max(1000) }),
]);

@Controller('api')
export class SignInController {
  constructor(private readonly access: Access) {}

  /** Changes the code of a sign-in link, or the owner's token, for a cookie. */
  @Public()
  @Post('sign-in')
  @HttpCode(204)
  async signIn(
    @Body({ schema: signInSchema }) body: z.infer<typeof signInSchema>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    response.cookie(cookieName(request), await this.access.signIn(body), {
      httpOnly: true,
      sameSite: 'strict',
      secure: request.secure,
      path: '/',
      maxAge: 400 * 24 * 60 * 60 * 1000,
    });
  }

  @Post('sign-out')
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const cookie = cookieOf(request);
    if (cookie) await this.access.signOut(cookie);
    response.clearCookie(cookieName(request), { path: '/' });
  }
}

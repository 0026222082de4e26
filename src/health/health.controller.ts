import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../access/requests/public.js';
import { Readiness } from './readiness.js';

@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** What is asked of the server can be done: else 503 with the code of what is in the way, within two seconds. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<object> {
    const problem = await this.readiness.problem();
    if (!problem) return { status: 'ok' };
    response.status(503);
    return { statusCode: 503, code: problem.code, message: problem.message };
  }
}

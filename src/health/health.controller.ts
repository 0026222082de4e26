import { Controller, Get } from '@nestjs/common';
import type { Probes } from '../access/gate/front.js';
import { Public } from '../access/requests/public.js';
import { Readiness } from './readiness.js';

/** Its answers are given before the router (`probes`): what is said here describes them. */
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. */
  @Get('live')
  async live(): Promise<{ status: 'ok' }> {
    return { status: 'ok' };
  }

  /** What is asked of the server can be done: else 503 with the code of what is in the way, within two seconds. */
  @Get('ready')
  async ready(): Promise<object> {
    const problem = await this.readiness.problem();
    return problem ? { statusCode: 503, code: problem.code, message: problem.message } : { status: 'ok' };
  }

  /** What is answered, by path. */
  get probes(): Probes {
    return new Map([
      ['/health/live', () => this.live()],
      ['/health/ready', () => this.ready()],
    ]);
  }
}

import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { Config } from '../config/config.js';

const LEVELS: LogLevel[] = ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'];
/** What the framework says of itself as it starts: a line for every route and module. */
const FRAMEWORK = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

/** Lines for a person in a terminal; elsewhere one JSON object each. */
export class Logger extends ConsoleLogger {
  constructor(config: Config) {
    const level = config.logLevel === 'info' ? 'log' : config.logLevel;
    super({ json: !process.stdout.isTTY, logLevels: LEVELS.slice(LEVELS.indexOf(level)) });
  }

  /** Why it could not start is told by whoever started it, in a sentence. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) === 'ExceptionHandler') super.debug(message, ...rest);
    else super.error(message, ...rest);
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (FRAMEWORK.has(rest.at(-1) as string)) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}

import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { oneOf, text, whole } from '../config/variables.js';
import { availableMemory } from './available-memory.js';

const MB = 1024 * 1024;

/** What the process needs: where it listens and keeps its files, what it may take, how much it tells. */
export const processConfig = z
  .object({
    PORT: whole(' from 0 to 65535')
      .min(0)
      .max(65535)
      .default(3000)
      .meta({ description: 'The port to listen on; 0 takes a free one.' }),
    HOST: text().default('127.0.0.1').meta({
      description: 'The address to listen on: 127.0.0.1 is this machine alone, 0.0.0.0 every way in.',
    }),
    DATA_DIR: text()
      .default('.keepsake')
      .meta({ description: 'The folder of the embedded database, of uploads and of secrets.' }),
    MEMORY_MB: whole(' of megabytes').min(128, 'must be at least 128 megabytes').optional().meta({
      description:
        'Megabytes that Keepsake may take, its own PostgreSQL included. Unset: what the machine or its container has.',
      example: '2048',
    }),
    LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'verbose'])
      .default('info')
      .meta({ description: 'The least that is logged: fatal, error, warn, info, debug or verbose.' }),
  })
  .transform((values) => ({
    port: values.PORT,
    host: values.HOST,
    /** Absolute. */
    dataDir: isAbsolute(values.DATA_DIR) ? values.DATA_DIR : resolve(values.DATA_DIR),
    /** Bytes that Keepsake may take, its child processes and its own PostgreSQL included. */
    memory: values.MEMORY_MB === undefined ? availableMemory() : values.MEMORY_MB * MB,
    logLevel: values.LOG_LEVEL,
  }));

declare module '../config/config.js' {
  interface Config extends z.output<typeof processConfig> {}
}

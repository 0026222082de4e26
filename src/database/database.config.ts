import { z } from 'zod';
import { address } from '../config/variables.js';

const EXAMPLE = 'postgres://user:password@host:5432/name';

/** Which database is worked on. */
export const databaseConfig = z
  .object({
    DATABASE_URL: address(['postgres:', 'postgresql:'], EXAMPLE).optional().meta({
      description: 'A PostgreSQL of your own, 15 or newer. Unset: the embedded one.',
      example: EXAMPLE,
    }),
  })
  .transform((values) => ({
    /** Without one, the embedded PostgreSQL is used. */
    databaseUrl: values.DATABASE_URL,
  }));

declare module '../config/config.js' {
  interface Config extends z.output<typeof databaseConfig> {}
}

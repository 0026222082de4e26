import { z } from 'zod';
import { list } from '../config/variables.js';

/** Where links may lead. */
export const ingestConfig = z
  .object({
    INGEST_ALLOW_HOSTS: list()
      .refine(
        (hosts) => hosts.every((host) => /^\S+:\d{1,5}$/.test(host)),
        'must be a list of host:port, for example 192.168.1.10:8080',
      )
      .meta({
        description: 'Private addresses that links may lead to, as host:port.',
        example: '192.168.1.10:8080',
      }),
  })
  .transform((values) => ({
    /** `host:port`, lower case. */
    ingestAllowHosts: values.INGEST_ALLOW_HOSTS,
  }));

declare module '../config/config.js' {
  interface Config extends z.output<typeof ingestConfig> {}
}

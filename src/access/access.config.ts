import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { list, text } from '../config/variables.js';
import { isProxy } from './requests/proxies.js';

/** Who comes in, by which names, and through whom. */
export const accessConfig = z
  .object({
    OWNER_TOKEN: text().min(16, 'must have at least 16 characters: it opens everything').optional().meta({
      description:
        "The owner's token, at least 16 characters. Unset: one is made at the first start, in DATA_DIR/owner-token.",
    }),
    ALLOWED_HOSTS: list().meta({
      description: 'Host names that may be asked for beside localhost and addresses.',
      example: 'keep.example',
    }),
    TRUSTED_PROXIES: list()
      .refine(
        (proxies) => proxies.every(isProxy),
        'must be a list of addresses, ranges like 172.16.0.0/12, or the names loopback, linklocal and uniquelocal',
      )
      .meta({
        description:
          'Proxies whose X-Forwarded-… is believed: addresses, ranges, or the names loopback, linklocal and uniquelocal. Unset: loopback.',
        example: 'loopback',
      }),
  })
  .transform((values) => ({
    ownerToken: values.OWNER_TOKEN,
    /** Host names without ports, lower case. */
    allowedHosts: values.ALLOWED_HOSTS.map((host) => domainToASCII(host.replace(/:\d+$/, ''))),
    /** Addresses, ranges and names of ranges whose `X-Forwarded-…` is believed. */
    trustedProxies: values.TRUSTED_PROXIES.length > 0 ? values.TRUSTED_PROXIES : ['loopback'],
  }));

declare module '../config/config.js' {
  interface Config extends z.output<typeof accessConfig> {}
}

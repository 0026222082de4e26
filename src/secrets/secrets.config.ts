import { z } from 'zod';
import { text } from '../config/variables.js';

/** With what secrets are encrypted. */
export const secretsConfig = z
  .object({
    SECRET_KEY: text().min(16, 'must be at least 16 characters').optional().meta({
      description:
        'What keys of model servers are encrypted with in the database, at least 16 random characters. Unset: one is made at the first start, in DATA_DIR/secret-key.',
    }),
  })
  .transform((values) => ({ secretKey: values.SECRET_KEY }));

declare module '../config/config.js' {
  interface Config extends z.output<typeof secretsConfig> {}
}

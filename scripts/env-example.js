/** Writes .env.example from the configuration's own sentences. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.js';

const { CONFIG_PARTS } = await import('../dist/src/config-parts.js');
const { envExample } = await import('../dist/src/config/env-example.js');
writeFileSync(join(root, '.env.example'), envExample(CONFIG_PARTS));

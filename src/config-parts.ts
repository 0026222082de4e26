import { accessConfig } from './access/access.config.js';
import { databaseConfig } from './database/database.config.js';
import { ingestConfig } from './ingest/ingest.config.js';
import { modelConfig } from './model/model.config.js';
import { secretsConfig } from './secrets/secrets.config.js';
import { processConfig } from './process/process.config.js';

/** What the rooms read of the environment, in the order in which people are told of it. A room that brings variables adds its line. */
export const CONFIG_PARTS = [
  processConfig,
  databaseConfig,
  accessConfig,
  secretsConfig,
  modelConfig,
  ingestConfig,
];

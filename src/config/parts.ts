import { accessConfig } from '../access/access.config.js';
import { databaseConfig } from '../database/database.config.js';
import { ingestConfig } from '../ingest/ingest.config.js';
import { modelConfig } from '../model/model.config.js';
import { processConfig } from '../process/process.config.js';

/**
 * What each room reads of the environment, in the order in which people are told of it. A part is an object of
 * variables, each with its sentence, and what they mean to the code; a room that brings variables adds its line here.
 */
export const PARTS = [processConfig, databaseConfig, accessConfig, modelConfig, ingestConfig] as const;

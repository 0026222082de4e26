import { about } from './zh/about.js';
import { appearance } from './zh/appearance.js';
import { backup } from './zh/backup.js';
import { bridges } from './zh/bridges.js';
import { devices } from './zh/devices.js';
import { imports } from './zh/imports.js';
import { ingest } from './zh/ingest.js';
import { keys } from './zh/keys.js';
import { lorebook } from './zh/lorebook.js';
import { models } from './zh/models.js';
import { picture } from './zh/picture.js';
import { prompts } from './zh/prompts.js';
import { review } from './zh/review.js';
import { sheet } from './zh/sheet.js';
import { source } from './zh/source.js';
import { spending } from './zh/spending.js';
import { webhooks } from './zh/webhooks.js';
import type { RestOfWords } from './en-rest.js';

export const rest: RestOfWords = {
  about,
  appearance,
  backup,
  bridges,
  devices,
  imports,
  ingest,
  keys,
  lorebook,
  models,
  picture,
  prompts,
  review,
  sheet,
  source,
  spending,
  webhooks,
};

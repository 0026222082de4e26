import { about } from './en/about.js';
import { appearance } from './en/appearance.js';
import { backup } from './en/backup.js';
import { bridges } from './en/bridges.js';
import { devices } from './en/devices.js';
import { imports } from './en/imports.js';
import { ingest } from './en/ingest.js';
import { keys } from './en/keys.js';
import { lorebook } from './en/lorebook.js';
import { models } from './en/models.js';
import { picture } from './en/picture.js';
import { prompts } from './en/prompts.js';
import { review } from './en/review.js';
import { sheet } from './en/sheet.js';
import { source } from './en/source.js';
import { spending } from './en/spending.js';
import { webhooks } from './en/webhooks.js';

/** What screens and panels say that come with code of their own (`lazily`). */
export const rest = {
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

export type RestOfWords = typeof rest;

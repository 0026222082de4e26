import { backup } from './en/backup.js';
import { chat } from './en/chat.js';
import { devices } from './en/devices.js';
import { ingest } from './en/ingest.js';
import { library } from './en/library.js';
import { lorebook } from './en/lorebook.js';
import { memory } from './en/memory.js';
import { models } from './en/models.js';
import { newCharacter } from './en/new-character.js';
import { problems } from './en/problems.js';
import { prompts } from './en/prompts.js';
import { replies } from './en/replies.js';
import { review } from './en/review.js';
import { settings } from './en/settings.js';
import { sheet } from './en/sheet.js';
import { signIn } from './en/sign-in.js';
import { source } from './en/source.js';
import { spending } from './en/spending.js';

export const en = {
  tag: 'en',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  remove: 'Remove',
  delete: 'Delete',
  retry: 'Try again',
  search: 'Search',
  wait: 'One moment…',
  back: 'Back',
  yesterday: 'Yesterday',
  today: 'Today',
  details: 'What the server said',
  backToLibrary: 'To the library',
  /** Between the items of a list. */
  comma: ', ',
  /** Between two sentences. */
  between: ' ',
  offline: 'No connection to the server. Trying again…',
  notFound: 'There is nothing here. It may have been deleted.',

  settings,
  devices,
  signIn,
  library,
  models,
  newCharacter,
  ingest,
  source,
  sheet,
  backup,
  chat,
  memory,
  replies,
  review,
  lorebook,
  prompts,
  spending,
  problems,
};

export type Words = typeof en;

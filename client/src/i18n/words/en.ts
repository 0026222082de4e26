import { about } from './en/about.js';
import { appearance } from './en/appearance.js';
import { backup } from './en/backup.js';
import { bridges } from './en/bridges.js';
import { chat } from './en/chat.js';
import { devices } from './en/devices.js';
import { imports } from './en/imports.js';
import { ingest } from './en/ingest.js';
import { library } from './en/library.js';
import { lorebook } from './en/lorebook.js';
import { memory } from './en/memory.js';
import { models } from './en/models.js';
import { newCharacter } from './en/new-character.js';
import { picture } from './en/picture.js';
import { prose } from './en/prose.js';
import { notifications } from './en/notifications.js';
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
  leaveTitle: 'Leave without saving?',
  leaveText: 'What you changed here is lost.',
  stay: 'Stay',
  leave: 'Leave without saving',
  save: 'Save',
  remove: 'Remove',
  delete: 'Delete',
  retry: 'Try again',
  wait: 'One moment…',
  yesterday: 'Yesterday',
  today: 'Today',
  details: 'Server message',
  backToLibrary: 'Back to library',
  /** Between the items of a list. */
  comma: ', ',
  /** Between two sentences. */
  between: ' ',
  newVersion: 'A new version is ready.',
  reload: 'Reload',
  offline: 'No connection to the server. Reconnecting…',
  notFound: 'Not found. It may have been deleted.',

  settings,
  appearance,
  notifications,
  about,
  devices,
  signIn,
  library,
  models,
  newCharacter,
  imports,
  picture,
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
  prose,
  spending,
  bridges,
  problems,
};

export type Words = typeof en;

import type { RestOfWords } from './en-rest.js';
import { chat } from './en/chat.js';
import { library } from './en/library.js';
import { memory } from './en/memory.js';
import { newCharacter } from './en/new-character.js';
import { prose } from './en/prose.js';
import { notifications } from './en/notifications.js';
import { problems } from './en/problems.js';
import { replies } from './en/replies.js';
import { settings } from './en/settings.js';
import { signIn } from './en/sign-in.js';

/** What the shell and a conversation say: all that is loaded before anything is shown. */
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
  understudy: 'No model is connected: replies only quote the text.',
  connectModel: 'Connect a model',
  offline: 'No connection to the server. Reconnecting…',
  notFound: 'Not found. It may have been deleted.',

  settings,
  notifications,
  signIn,
  library,
  newCharacter,
  chat,
  memory,
  replies,
  prose,
  problems,
};

export type FirstWords = typeof en;
/** All that the client says. */
export type Words = FirstWords & RestOfWords;

import { s } from './plural.js';

export const imports = {
  title: 'Import',
  empty: 'Nothing is being imported.',
  progress: (done: number, all: number) => `${done} of ${all} done.`,
  counts: {
    taken: (n: number) => `${n} imported`,
    twin: (n: number) => `${n} already here`,
    skipped: (n: number) => `${n} skipped`,
    refused: (n: number) => `${n} could not be read`,
  },
  states: {
    waiting: 'Waiting',
    reading: 'Reading…',
    twin: 'Already here',
    skipped: 'Skipped',
    refused: 'Not imported',
  },
  taken: { new: 'New', kept: 'New, beside the other', replaced: 'Replaced' },
  isChat:
    'This is a chat, not a card. Start a conversation with its character; “Import a chat” is in its details, under “Import and export”.',
  identical: 'The same card as',
  sameName: 'Another version of',
  twins: (n: number) => `${n} characters are already here. What should happen to them?`,
  answers: { keep: 'Keep both', replace: 'Replace', skip: 'Skip' },
  answersForAll: { keep: 'Keep all', replace: 'Replace all', skip: 'Skip all' },
  answerHints: {
    keep: 'Import it as another character.',
    replace: 'The card becomes the newest version; conversations continue with it.',
    skip: 'Leave everything as it is.',
  },
  stop: 'Stop',
  goOn: 'Continue',
  close: 'Close the list',
  retryAll: 'Try all again',
  texts: (n: number) =>
    `${n} file${s(n)} ${n === 1 ? 'is not a character card' : 'are not character cards'}. Read as text?`,
  readTexts: 'Read as text',
  leaveTexts: 'Leave out',
};

import { s } from './plural.js';

export const library = {
  title: 'Characters',
  conversations: 'Conversations',
  talk: 'Talk',
  talkTo: (name: string) => `Talk to ${name}`,
  sheet: 'Sheet',
  sheetOf: (name: string) => `The sheet of ${name}`,
  create: 'New character',
  sample: 'sample',
  reading: 'Being read',
  needsChoice: 'Waiting for you to choose',
  more: 'Show more',
  noConversations: 'Nothing said yet.',
  welcome: 'Bring a novel, or a link. Meet someone in it. They will keep every word you say.',
  welcomeMore:
    'Keepsake reads the text, writes down who somebody is with the passage for every line, and lets you talk to them for as long as you like. Nothing is forgotten along the way.',
  try: 'Or begin with somebody who is already here.',
  messages: (n: number, shown: string) => `${shown} message${s(n)}`,
};

export const library = {
  title: 'Characters',
  conversations: 'Conversations',
  talk: 'Talk',
  talkTo: (name: string) => `Talk to ${name}`,
  sheet: 'Sheet',
  sheetOf: (name: string) => `Sheet of ${name}`,
  create: 'New character',
  sample: 'sample',
  reading: 'Reading',
  needsChoice: 'Choose a character',
  more: 'Show more',
  noConversations: 'No conversations yet.',
  welcome: 'Choose a character to start a chat',
  welcomeMore:
    'Or create your own: describe them, import a card, or have a novel or a link read. Every message is kept and remembered.',
};

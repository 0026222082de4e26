/** What is said of a conversation's memory. */
export const memory = {
  label: 'Memory',
  meter: (verbatim: string, total: string, percent: string) =>
    verbatim === total
      ? `All messages in context · ${percent} full`
      : `${verbatim} of ${total} messages in context · ${percent} full`,
  short: (verbatim: string, total: string, percent: string) =>
    `${verbatim === total ? 'All' : `${verbatim} of ${total}`} in context · ${percent} full`,
  none: 'Nothing sent yet',
  all: 'Every message of this conversation was sent, word for word.',
  folded: (n: string) => `${n} older messages were sent as a chronicle and stay searchable.`,
  window: 'Window',
  tokens: (n: string) => `${n} tokens`,
  estimated: 'Sent, estimated',
  reported: 'Sent, as the model reports',
  cached: 'Of it from the cache',
  completion: 'Reply',
  kept: 'Same as last time',
  keptOf: (kept: string, all: string, percent: string) => `${percent}, ${kept} of ${all}`,
  tail: 'New each time',
  sheetVersion: 'Sheet',
  model: 'Model',
  recalled: 'Recalled messages',
  passagesRecalled: (n: number) =>
    n === 1 ? 'One passage of the source was recalled' : `${n} passages of the source were recalled`,
  openPassage: (n: number, why: string) => `Open passage ${n}: ${why}`,
  pinned: 'Pinned, word for word',
  pinsLeftOut: (n: string) => `no room for ${n}`,
  lore: 'Lorebook entries activated',
  loreLeftOut: (names: string) => `no room for ${names}`,
  loreMissed: (names: string) => `not searched for all keys, as they are too many or too costly: ${names}`,
  cost: 'Cost',
  moved: 'The beginning changed',
  movedBy: {
    sheet: 'because the sheet has a new version',
    fold: 'because older messages were folded',
    edit: 'because a message was edited',
    branch: 'because the story took another branch',
    rule: 'because a rule changed',
    source: 'because the source’s text came or left',
    persona: 'because you are somebody else here',
    clock: 'because the story goes by another time',
    upgrade: 'because this version of Keepsake words its prompts anew',
    prompt: 'because you changed a prompt',
  },
  source: 'The source itself',
  sourcePinned: 'sent, word for word',
  truncated:
    'The model’s server seems to have read less than it was sent. Give it a larger context (num_ctx, max_model_len or the like), or set the window of this connection, under Models, to what it really reads.',
  unknown: 'not reported',

  charts: (turns: string) => `The last ${turns} turns. A mark stands where the beginning changed.`,
  windowUse: 'Window in use',
  keptShare: 'Same as the turn before',
  inspect: 'See the prompt',
  sentTitle: 'What this turn sent',
  exact: 'Rebuilt from the database, and byte for byte what was sent.',
  notExact: 'Rebuilt from the database. Messages have been changed since, so it is not quite what was sent.',
  parts: { pinned: 'Sheet', chronicle: 'Chronicle', frame: 'How to play', history: 'History', tail: 'Tail' },
  historyPart: (n: string) => `${n} messages, word for word.`,
  keptPart: (percent: string) => `${percent} the same as the turn before.`,
  tailPart: 'New each turn.',
  showMessages: 'Show the messages',
  saveJson: 'Save as JSON',
  recalledWhy: (n: number) =>
    n === 1 ? 'One message was recalled, and why' : `${n} messages were recalled, and why`,
  neighbour: 'stands beside one of them',
  meterFolded: (verbatim: string, total: string, folded: string, percent: string) =>
    `${verbatim} of ${total} messages in context · ${folded} in the chronicle · ${percent} full`,

  chronicle: {
    title: 'Chronicle',
    none: 'Nothing is folded: every message goes to the model word for word.',
    upTo: (seq: string) =>
      `Messages up to №\u00a0${seq} are told in short. They are kept, searched, and brought back when needed.`,
    folding: 'An entry is being written…',
    foldNow: 'Summarise older messages now',
    messages: (from: string, to: string) => `№ ${from} to ${to}`,
    madeBy: { model: 'written by the model', extract: 'in their own words', person: 'corrected by you' },
    correct: 'Correct',
    rewrite: 'Write anew',
    undo: 'Undo',
    undoHint: 'This entry and all after it: their messages go word for word again',
  },

  rules: {
    title: 'Rules',
    text: 'From now on…',
    example: 'never mention the cat',
    where: 'Where it holds',
    scope: { session: 'in this conversation', character: 'wherever I talk to them' },
    stands: { tail: 'holds from the next reply on', pinned: 'settled' },
    add: 'Add the rule',
  },

  budget: {
    title: 'Budget',
    limit: 'Send at most so much each turn',
    tokens: (n: string) => `${n} tokens`,
    hint: 'A smaller budget costs less and folds sooner. Nothing is lost either way.',
  },

  recall: {
    label: 'Recall of what was said before',
    choices: {
      frugal: 'frugal: only what surely matters',
      balanced: 'balanced: what is asked for',
      thorough: 'thorough: all that may help',
    },
    hint: 'Once messages are folded, what fits is found again word for word. It is another every turn, so no cache pays for it; for ordinary talk hardly anything is looked for.',
  },
};

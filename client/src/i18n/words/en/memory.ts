/** What is said of a conversation's memory. */
export const memory = {
  label: 'Memory',
  meter: (verbatim: string, total: string, percent: string) =>
    verbatim === total
      ? `All messages in context · ${percent} full`
      : `${verbatim} of ${total} messages in context · ${percent} full`,
  short: (verbatim: string, total: string, percent: string) =>
    `${verbatim === total ? 'All' : `${verbatim} of ${total}`} in context · ${percent}`,
  none: 'Nothing sent yet',
  all: 'Every message of this conversation was sent word for word.',
  folded: (n: string) => `${n} older messages were sent as a chronicle and can still be searched.`,
  window: 'Context window',
  tokens: (n: string) => `${n} tokens`,
  estimated: 'Sent (estimated)',
  reported: 'Sent (reported)',
  cached: 'From the cache',
  completion: 'Reply',
  kept: 'Same as last turn',
  keptOf: (kept: string, all: string, percent: string) => `${percent}, ${kept} of ${all}`,
  tail: 'New this turn',
  sheetVersion: 'Sheet',
  model: 'Model',
  recalled: 'Recalled messages',
  passagesRecalled: (n: number) =>
    n === 1 ? 'One recalled passage of the source' : `${n} recalled passages of the source`,
  openPassage: (n: number, why: string) => `Open passage ${n}: ${why}`,
  pinned: 'Pinned',
  pinsLeftOut: (n: string) => `no room for ${n}`,
  lore: 'Lorebook entries activated',
  loreLeftOut: (names: string) => `no room for ${names}`,
  loreMissed: (names: string) => `not searched for all keys, as they are too many or too costly: ${names}`,
  cost: 'Cost',
  moved: 'Prompt prefix changed',
  movedBy: {
    sheet: 'the sheet has a new version',
    fold: 'older messages were folded',
    edit: 'a message was edited',
    branch: 'another branch was opened',
    rule: 'a rule changed',
    source: 'the source text was added or removed',
    persona: 'your persona changed',
    clock: 'the story time setting changed',
    upgrade: 'Keepsake was updated',
    prompt: 'a prompt was edited',
    pictures: 'another model sees pictures, or does not',
  },
  pictures: 'Pictures',
  picturesSent: (n: string, tokens: string) => `${n} shown, about ${tokens}`,
  picturesTold: (n: string) => `${n} only named: the model does not see`,
  source: 'Source text',
  sourcePinned: 'sent whole',
  truncated:
    'The model’s server seems to have read less than was sent. Raise its context size (num_ctx, max_model_len or the like), or set the context window of this connection under Models to its real size.',
  unknown: 'not reported',

  charts: (turns: string) => `The last ${turns} turns. A mark shows where the prompt prefix changed.`,
  windowUse: 'Context used',
  keptShare: 'Same as the turn before',
  inspect: 'View prompt',
  sentTitle: 'Prompt of this turn',
  exact: 'Rebuilt from the database, identical to what was sent.',
  notExact:
    'Rebuilt from the database. Messages were changed since, so it differs slightly from what was sent.',
  parts: { pinned: 'Sheet', chronicle: 'Chronicle', frame: 'How to play', history: 'History', tail: 'Tail' },
  historyPart: (n: string) => `${n} messages, word for word.`,
  keptPart: (percent: string) => `${percent} same as the turn before.`,
  tailPart: 'New each turn.',
  showMessages: 'Show messages',
  saveJson: 'Export as JSON',
  recalledWhy: (n: number) => (n === 1 ? 'One recalled message, and why' : `${n} recalled messages, and why`),
  neighbour: 'next to a recalled message',
  meterFolded: (verbatim: string, total: string, folded: string, percent: string) =>
    `${verbatim} of ${total} messages in context · ${folded} in the chronicle · ${percent} full`,

  chronicle: {
    title: 'Chronicle',
    none: 'No entries yet: all messages are sent word for word.',
    upTo: (seq: string) =>
      `Messages up to № ${seq} are summarised. They are kept, searchable, and recalled when needed.`,
    folding: 'Writing an entry…',
    foldNow: 'Summarise older messages now',
    messages: (from: string, to: string) => `№ ${from} to ${to}`,
    madeBy: { model: 'written by the model', extract: 'quoted', person: 'edited by you' },
    correct: 'Edit',
    rewrite: 'Rewrite',
    undo: 'Undo',
    undoHint: 'Removes this entry and all after it; their messages are sent word for word again',
  },

  rules: {
    title: 'Rules',
    text: 'From now on…',
    example: 'never mention the cat',
    where: 'Applies to',
    scope: { session: 'this conversation', character: 'all conversations with this character' },
    stands: { tail: 'applies from the next reply', pinned: 'in the system prompt' },
    add: 'Add rule',
  },

  budget: {
    title: 'Token budget',
    limit: 'Tokens per turn, at most',
    tokens: (n: string) => `${n} tokens`,
    hint: 'A smaller budget costs less and summarises sooner. No message is lost.',
  },

  recall: {
    label: 'Recall',
    choices: {
      frugal: 'Low: only what clearly matters',
      balanced: 'Medium: what is asked for',
      thorough: 'High: everything that may help',
    },
    hint: 'Summarised messages that fit the current one are added word for word. They differ each turn and are not cached.',
  },
};

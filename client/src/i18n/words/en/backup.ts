export const backup = {
  title: 'Backup',
  save: 'Save a backup',
  restore: 'Restore a backup',
  restored: (n: number) =>
    n === 0
      ? 'Everything in it is here already.'
      : n === 1
        ? 'Restored: one character or conversation.'
        : `Restored: ${n} characters and conversations.`,
  busy: 'Restoring. A large backup takes some minutes; this page need not stay open.',
  trusted:
    'Characters are told again what this archive says they were told before: restore only what you, or somebody you trust, saved.',
  leftOut: 'Some of it could not be read and was left out.',
  tables: {
    sources: 'sources',
    sections: 'chapters',
    passages: 'passages',
    characters: 'characters',
    sheets: 'sheets',
    avatars: 'pictures',
    card_assets: 'files of cards',
    character_sources: 'sources of characters',
    personas: 'personas',
    prompt_texts: 'prompts',
    sessions: 'conversations',
    session_members: 'members of conversations',
    branches: 'branches',
    branch_segments: 'ranges of branches',
    pins: 'pins',
    lore_activations: 'lorebook activations',
    prompt_prefixes: 'prompt prefixes',
    turns: 'turns',
    messages: 'messages',
    folds: 'entries of chronicles',
    rules: 'rules',
    calibrations: 'token counts',
  } as Record<string, string>,
  reasons: {
    unreadable: (what: string, n: number) => `${what}: ${n} that cannot be read`,
    invalid: (what: string, n: number) => `${what}: ${n} with missing or impossible values`,
    conflict: (what: string, n: number) => `${what}: ${n} whose place or id is in use`,
    without_parent: (what: string, n: number) => `${what}: ${n} that belong to something that is not there`,
    out_of_sequence: (what: string, n: number) => `${what}: ${n} numbered where no story leads`,
    incomplete: (what: string, n: number) => `${what}: ${n} that lack what they cannot do without`,
    mended: (what: string, n: number) => `${what}: ${n} put back without a part that cannot be read`,
  },
};

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
  busy: 'Restoring. A large backup takes a few minutes; you can leave this page.',
  trusted: 'Restore only backups that you trust: the prompts in them are sent to your model.',
  leftOut: 'Some items could not be read and were skipped.',
  tables: {
    sources: 'sources',
    sections: 'chapters',
    passages: 'passages',
    characters: 'characters',
    sheets: 'sheets',
    avatars: 'pictures',
    card_assets: 'card files',
    character_sources: 'character sources',
    personas: 'personas',
    prompt_texts: 'prompts',
    sessions: 'conversations',
    session_members: 'conversation members',
    branches: 'branches',
    branch_segments: 'branch ranges',
    pins: 'pins',
    lore_activations: 'lorebook activations',
    prompt_prefixes: 'prompt prefixes',
    turns: 'turns',
    messages: 'messages',
    folds: 'chronicle entries',
    rules: 'rules',
    calibrations: 'token counts',
  } as Record<string, string>,
  reasons: {
    unreadable: (what: string, n: number) => `${what}: ${n} that cannot be read`,
    invalid: (what: string, n: number) => `${what}: ${n} with missing or invalid values`,
    conflict: (what: string, n: number) => `${what}: ${n} whose position or ID is already in use`,
    without_parent: (what: string, n: number) => `${what}: ${n} that belong to a missing item`,
    out_of_sequence: (what: string, n: number) => `${what}: ${n} with an invalid position`,
    incomplete: (what: string, n: number) => `${what}: ${n} with required parts missing`,
    mended: (what: string, n: number) => `${what}: ${n} restored without a part that cannot be read`,
  },
};

/** What this is, and where everything lies. */
export const about = {
  what: 'Self-hosted role-play and companion chat with full memory.',
  version: 'Version',
  licence: 'Licence',
  data: 'Data folder',
  databases: {
    embedded:
      'The database is in it, too. To keep everything safe, back this folder up or save a backup under Data and devices.',
    external: 'Keys and files. The database is where DATABASE_URL points.',
  },
  docs: 'Documentation',
  docsWhere: 'README.md and the docs folder, where Keepsake is installed.',
  api: 'HTTP API (OpenAPI)',
};

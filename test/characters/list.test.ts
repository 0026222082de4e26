import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { archiveOf, rowsOfArchive, savedBackup } from '../support/files/archive.js';
import { query } from '../support/databases.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const claim = (text: string) => ({ id: 'a', text, kind: 'invented', citations: [] });
/** The lines of a list, by the names of the characters. */
const LINES = {
  Ada: ['Keeps the bees of\n {{user}}’s  aunt.', 'en', 'Keeps the bees of your aunt.'],
  阿果: ['{{char}}认得{{user}}。', 'zh', '阿果认得你。'],
  Bor: [`${'🐝'.repeat(3000)}`, 'en', `${'🐝'.repeat(79)}…`],
  Cyn: ['', 'en', 'At the ferry, late.'],
  Dov: [null, 'en', ''],
} as const;

describe('the list of characters', () => {
  let server: TestServer;
  const list = async (on = server) => (await on.call('GET', '/api/characters?limit=100')).body.items as Row[];
  interface Row {
    id: string;
    name: string;
    tagline: string;
  }

  beforeAll(async () => {
    server = await startServer();
    for (const [name, [text, language]] of Object.entries(LINES)) {
      const sheet = {
        language,
        ...(text && { identity: [claim(text), claim('Another.')] }),
        ...(text !== null && { scenario: 'At the ferry, late.' }),
      };
      expect((await server.call('POST', '/api/characters', { name, sheet })).status).toBe(201);
    }
  });
  afterAll(async () => {
    await server.stop();
  });

  it('says who somebody is in one line', async () => {
    const rows = await list();
    for (const [name, [, , line]] of Object.entries(LINES))
      expect(rows.find((row) => row.name === name)?.tagline).toBe(line);
  });

  it('follows the newest sheet', async () => {
    const { body: character } = await server.call('POST', '/api/characters', {
      name: 'Eve',
      sheet: { identity: [claim('A carter.')] },
    });
    await server.call('PATCH', `/api/characters/${character.id}`, {
      sheet: { identity: [claim('A carter who sold the cart.')] },
    });
    expect((await list()).find(({ id }) => id === character.id)?.tagline).toBe('A carter who sold the cart.');
    await server.call('DELETE', `/api/characters/${character.id}`);
  });

  it('reads no sheet', async () => {
    const before = await list();
    await query(server.databaseUrl, 'ALTER TABLE sheets RENAME sheet TO away');
    expect(await list()).toEqual(before);
    await query(server.databaseUrl, 'ALTER TABLE sheets RENAME away TO sheet');
  });

  it('is the same of sheets from before their lines were kept', async () => {
    const before = await list();
    const { databaseOptions } = (await import('../../dist/src/database/database-options.js' as string)) as {
      databaseOptions(url: string): object;
    };
    const source = new DataSource(databaseOptions(server.databaseUrl) as never);
    await source.initialize();
    const since = source.migrations.findIndex(
      ({ constructor }) => constructor.name === 'SheetLines1838000000000',
    );
    for (let n = since; n < source.migrations.length; n++) await source.undoLastMigration();
    await source.runMigrations();
    await source.destroy();
    expect(await list()).toEqual(before);
  });

  it('is the same where an archive was put back, which does not say the lines', async () => {
    const rows = rowsOfArchive(await savedBackup(server));
    expect(Object.keys(rows.sheets![0]!)).not.toContain('line_text');
    for (const sheet of rows.sheets!) sheet.line_text = 'Of somebody else.';
    const there = await startServer();
    await there.upload('/api/restore', 'file', { name: 'b.zip', bytes: archiveOf(rows) });
    expect(await list(there)).toEqual(await list());
    await there.stop();
  });
});

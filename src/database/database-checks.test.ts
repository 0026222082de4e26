import { describe, expect, it } from '@jest/globals';
import { type DatabaseFacts, unfitness } from './database-checks.js';
import { isNewerSchema } from './schema-version.js';

const FIT: DatabaseFacts = {
  version: 170002,
  versionName: '17.2',
  encoding: 'UTF8',
  user: 'ada',
  database: 'keepsake',
  schema: 'public',
  readOnly: false,
  mayMakeTemporary: true,
  mayCreate: true,
  hasMigrations: false,
};

describe('unfitness', () => {
  it('finds nothing wrong with a database that does', () => expect(unfitness(FIT)).toBeNull());

  it.each<[Partial<DatabaseFacts>, RegExp]>([
    [{ version: 140011, versionName: '14.11' }, /PostgreSQL 14\.11\. Keepsake needs PostgreSQL 15/],
    [{ encoding: 'SQL_ASCII' }, /encoded in SQL_ASCII.*ENCODING 'UTF8'/],
    [{ readOnly: true }, /primary/],
    [{ schema: null }, /GRANT USAGE, CREATE ON SCHEMA public TO "ada"/],
    [{ mayCreate: false, schema: 'odd"name' }, /ON SCHEMA "odd""name" TO "ada"/],
    [{ mayMakeTemporary: false }, /GRANT TEMPORARY ON DATABASE "keepsake" TO "ada"/],
  ])('says what to do about %j', (facts, sentence) => {
    expect(unfitness({ ...FIT, ...facts })).toMatch(sentence);
  });
});

describe('isNewerSchema', () => {
  it('lets an older or the same schema pass', () => {
    expect(isNewerSchema([], ['A', 'B'])).toBe(false);
    expect(isNewerSchema(['A'], ['A', 'B'])).toBe(false);
  });
  it('finds a migration that is not known, wherever it stands', () =>
    expect(isNewerSchema(['A', 'X', 'B'], ['A', 'B'])).toBe(true));
});

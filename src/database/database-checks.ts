import type pg from 'pg';
import { isTooOld, namesOfToday } from './earlier-versions.js';
import { isNewerSchema, isOwnSchema } from './schema-version.js';

/** The database cannot be worked on; the message says why, and what to do. */
export class DatabaseUnfit extends Error {}

/** What differs between databases that can be worked on. */
export class DatabaseTraits {
  /**
   * @param foldingCollation collation by which letter case is folded; null where the database's own does it
   * @param isMigrated whether all of this build's migrations have run already
   */
  constructor(
    readonly foldingCollation: string | null,
    readonly isMigrated: boolean,
  ) {}

  /** What follows a text in SQL that is compared without regard to letter case. */
  get folding(): string {
    return this.foldingCollation === null ? '' : `COLLATE "${this.foldingCollation}"`;
  }
}

/** Oldest PostgreSQL that is worked with, as `server_version_num` has it. */
const OLDEST = 150000;

/** Letters of three scripts, two of them beyond what a locale of Western Europe knows. */
const FOLDS = (collation: string) => `lower('ÀЖΩ' ${collation}) = 'àжω'`;

/** Collations that fold the letters of every script, the fastest first. */
const FOLDING = ['pg_c_utf8', 'C.utf8', 'und-x-icu', 'en_US.utf8'];

const FACTS = `
  SELECT current_setting('server_version_num')::int AS version,
    current_setting('server_version') AS "versionName",
    current_setting('server_encoding') AS encoding,
    current_user::text AS "user",
    current_database()::text AS database,
    current_schema()::text AS schema,
    pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "readOnly",
    has_database_privilege(current_database(), 'TEMP') AS "mayMakeTemporary",
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate",
    to_regclass('migrations') IS NOT NULL AS "hasMigrations"`;

/** What a database and its user are like. */
export interface DatabaseFacts {
  version: number;
  versionName: string;
  encoding: string;
  user: string;
  database: string;
  /** Where tables are made; null where no schema of the search path may be used. */
  schema: string | null;
  readOnly: boolean;
  mayMakeTemporary: boolean;
  mayCreate: boolean;
  hasMigrations: boolean;
}

/**
 * Looks at a database before anything is changed in it.
 *
 * @param known names of this build's migrations
 * @throws DatabaseUnfit
 */
export async function checkDatabase(client: pg.Client, known: readonly string[]): Promise<DatabaseTraits> {
  const facts = (await client.query<DatabaseFacts>(FACTS)).rows[0]!;
  const reason = unfitness(facts);
  if (reason !== null) throw new DatabaseUnfit(reason);
  const stored = facts.hasMigrations ? await appliedMigrations(client) : [];
  if (isTooOld(stored)) {
    throw new DatabaseUnfit(
      `The database ${facts.database} was last used by a version of Keepsake that is too old to go on from. Start the last version before this one on it once, then this one.`,
    );
  }
  const applied = namesOfToday(stored);
  if (isNewerSchema(applied, known)) {
    throw new DatabaseUnfit(
      applied.some((name) => known.includes(name))
        ? `The database ${facts.database} was last used by a newer version of Keepsake, and this one would damage it. Start the newer version, or restore a backup into an empty database.`
        : `The database ${facts.database} holds tables of another program. Give Keepsake an empty database of its own.`,
    );
  }
  return new DatabaseTraits(await foldingCollation(client, facts), isOwnSchema(stored, known));
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
  return rows.map(({ name }) => name);
}

/** Why a database cannot be worked on, or null. */
export function unfitness(facts: DatabaseFacts): string | null {
  const { version, versionName, encoding, user, database, schema } = facts;
  if (version < OLDEST)
    return `The database of DATABASE_URL is PostgreSQL ${versionName}. Keepsake needs PostgreSQL 15 or newer.`;
  if (encoding !== 'UTF8')
    return `The database ${database} is encoded in ${encoding}, which cannot hold every text. Make one for Keepsake with: CREATE DATABASE keepsake ENCODING 'UTF8' TEMPLATE template0;`;
  if (facts.readOnly)
    return `The database ${database} can only be read: it is a standby, or set to read only. Connect Keepsake to the primary.`;
  if (schema === null)
    return `The user ${user} may use no schema of the database ${database}. Grant it: GRANT USAGE, CREATE ON SCHEMA public TO ${quoted(user)};`;
  if (!facts.mayCreate)
    return `The user ${user} may not make tables in the schema ${schema} of the database ${database}. Grant it: GRANT USAGE, CREATE ON SCHEMA ${quoted(schema)} TO ${quoted(user)};`;
  if (!facts.mayMakeTemporary)
    return `The user ${user} may not make temporary tables in the database ${database}. Grant it: GRANT TEMPORARY ON DATABASE ${quoted(database)} TO ${quoted(user)};`;
  return null;
}

async function foldingCollation(client: pg.Client, { database }: DatabaseFacts): Promise<string | null> {
  const folds = async (collation: string) =>
    (await client.query<{ folds: boolean }>(`SELECT ${FOLDS(collation)} AS folds`)).rows[0]!.folds;
  if (await folds('')) return null;
  const { rows } = await client.query<{ name: string }>(
    `SELECT collname AS name FROM pg_collation
     WHERE collname = ANY ($1::text[]) AND collencoding IN (-1, pg_char_to_encoding('UTF8'))
       AND pg_collation_is_visible(oid)
     ORDER BY array_position($1::text[], collname::text)`,
    [FOLDING],
  );
  for (const { name } of rows) if (await folds(`COLLATE "${name}"`)) return name;
  throw new DatabaseUnfit(
    `The locale of the database ${database} does not know capital letters beyond English, and its server has no other collation to search by. Make a database with one: CREATE DATABASE keepsake ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;`,
  );
}

/** An identifier as it stands in SQL. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

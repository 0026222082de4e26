import type pg from 'pg';
import { type DataSourceOptions, getMetadataArgsStorage } from 'typeorm';
import { FirstTables1795000000000 } from '../../migrations/1795000000000-first-tables.js';
import { FoldsAndRules1796000000000 } from '../../migrations/1796000000000-folds-and-rules.js';
import { Recall1797000000000 } from '../../migrations/1797000000000-recall.js';
import { OutsideKeys1798000000000 } from '../../migrations/1798000000000-outside-keys.js';
import { Branches1799000000000 } from '../../migrations/1799000000000-branches.js';
import { CardAssets1800000000000 } from '../../migrations/1800000000000-card-assets.js';
import { Extras1801000000000 } from '../../migrations/1801000000000-extras.js';
import { AuthorsNote1802000000000 } from '../../migrations/1802000000000-authors-note.js';
import { HeadStamp1803000000000 } from '../../migrations/1803000000000-head-stamp.js';
import { CastQuestions1805000000000 } from '../../migrations/1805000000000-cast-questions.js';
import { DoubtfulFiles1806000000000 } from '../../migrations/1806000000000-doubtful-files.js';
import { WrittenParts1808000000000 } from '../../migrations/1808000000000-written-parts.js';
import { LinkedPages1807000000000 } from '../../migrations/1807000000000-linked-pages.js';
import { StoryPoints1809000000000 } from '../../migrations/1809000000000-story-points.js';
import { Personas1810000000000 } from '../../migrations/1810000000000-personas.js';
import { Pins1811000000000 } from '../../migrations/1811000000000-pins.js';
import { CastReview1812000000000 } from '../../migrations/1812000000000-cast-review.js';
import { ToldEntries1813000000000 } from '../../migrations/1813000000000-told-entries.js';
import { FetchedFiles1814000000000 } from '../../migrations/1814000000000-fetched-files.js';
import { EntriesDue1815000000000 } from '../../migrations/1815000000000-entries-due.js';
import { SignIns1816000000000 } from '../../migrations/1816000000000-sign-ins.js';
import { ReadingDeaths1817000000000 } from '../../migrations/1817000000000-reading-deaths.js';
import { KeptOut1818000000000 } from '../../migrations/1818000000000-kept-out.js';
import { JsonShapes1821000000000 } from '../../migrations/1821000000000-json-shapes.js';
import { AcceptMessages1822000000000 } from '../../migrations/1822000000000-accept-messages.js';
import { AcceptTogether1823000000000 } from '../../migrations/1823000000000-accept-together.js';
import { SessionMembers1824000000000 } from '../../migrations/1824000000000-session-members.js';
import { STORABLE_JSON, StorableClient } from './storable-values.js';

const MIGRATIONS = [
  FirstTables1795000000000,
  FoldsAndRules1796000000000,
  Recall1797000000000,
  OutsideKeys1798000000000,
  Branches1799000000000,
  CardAssets1800000000000,
  Extras1801000000000,
  AuthorsNote1802000000000,
  HeadStamp1803000000000,
  CastQuestions1805000000000,
  DoubtfulFiles1806000000000,
  WrittenParts1808000000000,
  LinkedPages1807000000000,
  StoryPoints1809000000000,
  Personas1810000000000,
  Pins1811000000000,
  CastReview1812000000000,
  ToldEntries1813000000000,
  FetchedFiles1814000000000,
  EntriesDue1815000000000,
  SignIns1816000000000,
  ReadingDeaths1817000000000,
  KeptOut1818000000000,
  JsonShapes1821000000000,
  AcceptMessages1822000000000,
  AcceptTogether1823000000000,
  SessionMembers1824000000000,
];

/** As TypeORM keeps them in the table `migrations`. */
export const MIGRATION_NAMES = MIGRATIONS.map(({ name }) => name);

/** How long a free connection is waited for, and an answer on it. What takes longer has a connection of its own. */
const WAIT_FOR_CONNECTION_MS = 20_000;
const WAIT_FOR_ANSWER_MS = 45_000;
/** How long a statement waits for a row that another holds: whoever keeps one for longer is stuck. */
const WAIT_FOR_LOCK_MS = 30_000;
/** The database ends a statement before it is given up here: its connection is then free for others. */
const LONGEST_STATEMENT_MS = 40_000;

/**
 * How PostgreSQL is spoken to. Entities describe the tables to TypeORM and come from the modules that own them; the
 * migrations make the tables, and a test says when the two disagree.
 */
export function databaseOptions(url: string): DataSourceOptions & { type: 'postgres' } {
  // A rule for all entities that are loaded by now, so that no column can be forgotten.
  for (const { options } of getMetadataArgsStorage().columns) {
    if (options.type === 'jsonb') options.transformer ??= STORABLE_JSON;
  }
  return {
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'all',
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: 'keepsake',
    poolSize: 20,
    extra: {
      Client: StorableClient,
      // A database that is frozen, or behind a cut line, must not hold a request for ever.
      connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
      query_timeout: WAIT_FOR_ANSWER_MS,
      keepAlive: true,
      // Poolers refuse to be told this as the connection begins.
      onConnect: (client: pg.ClientBase) =>
        client.query(
          `SET lock_timeout = ${WAIT_FOR_LOCK_MS}; SET statement_timeout = ${LONGEST_STATEMENT_MS}`,
        ),
    },
    // TypeORM's own logger prints parameters: they hold what people say.
    logging: false,
  };
}

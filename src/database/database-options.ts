import pg from 'pg';
import { type DataSourceOptions, getMetadataArgsStorage } from 'typeorm';
import { Owners1831000000000 } from '../../migrations/1831000000000-owners.js';
import { SourcesAndCharacters1832000000000 } from '../../migrations/1832000000000-sources-and-characters.js';
import { SessionsAndMessages1833000000000 } from '../../migrations/1833000000000-sessions-and-messages.js';
import { Memory1834000000000 } from '../../migrations/1834000000000-memory.js';
import { OwnersFirst1835000000000 } from '../../migrations/1835000000000-owners-first.js';
import { SessionMembers1836000000000 } from '../../migrations/1836000000000-session-members.js';
import { SourceIndexes1837000000000 } from '../../migrations/1837000000000-source-indexes.js';
import { SheetLines1838000000000 } from '../../migrations/1838000000000-sheet-lines.js';
import { LoreActivations1839000000000 } from '../../migrations/1839000000000-lore-activations.js';
import { SourceAbsence1841000000000 } from '../../migrations/1841000000000-source-absence.js';
import { CleanedReplies1842000000000 } from '../../migrations/1842000000000-cleaned-replies.js';
import { FrameLast1843000000000 } from '../../migrations/1843000000000-frame-last.js';
import { TypedTitles1843500000000 } from '../../migrations/1843500000000-typed-titles.js';
import { PromptPrefixes1845000000000 } from '../../migrations/1845000000000-prompt-prefixes.js';
import { RecallMeasure1846000000000 } from '../../migrations/1846000000000-recall-measure.js';
import { StoryTime1847000000000 } from '../../migrations/1847000000000-story-time.js';
import { PromptTexts1848000000000 } from '../../migrations/1848000000000-prompt-texts.js';
import { DepthPrompts1849000000000 } from '../../migrations/1849000000000-depth-prompts.js';
import { RegexScripts1853000000000 } from '../../migrations/1853000000000-regex-scripts.js';
import { ImportReports1850000000000 } from '../../migrations/1850000000000-import-reports.js';
import { Connections1854000000000 } from '../../migrations/1854000000000-connections.js';
import { Thinking1855000000000 } from '../../migrations/1855000000000-thinking.js';
import { Library1856000000000 } from '../../migrations/1856000000000-library.js';
import { Thumbnails1857000000000 } from '../../migrations/1857000000000-thumbnails.js';
import { PushSubscriptions1858000000000 } from '../../migrations/1858000000000-push-subscriptions.js';
import { Spending1860000000000 } from '../../migrations/1860000000000-spending.js';
import { ApiKeys1869000000000 } from '../../migrations/1869000000000-api-keys.js';
import { IdempotentRequests1870000000000 } from '../../migrations/1870000000000-idempotent-requests.js';
import { Webhooks1871000000000 } from '../../migrations/1871000000000-webhooks.js';
import { StartedEntries1861000000000 } from '../../migrations/1861000000000-started-entries.js';
import { Pictures1866000000000 } from '../../migrations/1866000000000-pictures.js';
import { DraftsAndTests1868000000000 } from '../../migrations/1868000000000-drafts-and-tests.js';
import { PrefixParts1867000000000 } from '../../migrations/1867000000000-prefix-parts.js';
import { MessageWords1879000000000 } from '../../migrations/1879000000000-message-words.js';
import { Facts1880000000000 } from '../../migrations/1880000000000-facts.js';
import { IndexedEntries1881000000000 } from '../../migrations/1881000000000-indexed-entries.js';
import { Unfolding1882000000000 } from '../../migrations/1882000000000-unfolding.js';
import { WebhookKeys1884000000000 } from '../../migrations/1884000000000-webhook-keys.js';
import { BridgeKinds1885000000000 } from '../../migrations/1885000000000-bridge-kinds.js';
import { BridgePictures1891000000000 } from '../../migrations/1891000000000-bridge-pictures.js';
import { ReplyWindows1886000000000 } from '../../migrations/1886000000000-reply-windows.js';
import { EmbeddingConnections1893000000000 } from '../../migrations/1893000000000-embedding-connections.js';
import { RecallVectors1894000000000 } from '../../migrations/1894000000000-recall-vectors.js';
import { CharacterFinds1895000000000 } from '../../migrations/1895000000000-character-finds.js';
import { WebhookProblems1896000000000 } from '../../migrations/1896000000000-webhook-problems.js';
import { BridgeEdits1901000000000 } from '../../migrations/1901000000000-bridge-edits.js';
import { MessageVia1874000000000 } from '../../migrations/1874000000000-message-via.js';
import { Bridges1875000000000 } from '../../migrations/1875000000000-bridges.js';
import { WAIT_FOR_CONNECTION_MS } from './connection-wait.js';
import { STORABLE_JSON, StorableClient } from './storable-values.js';

const MIGRATIONS = [
  Owners1831000000000,
  SourcesAndCharacters1832000000000,
  SessionsAndMessages1833000000000,
  Memory1834000000000,
  OwnersFirst1835000000000,
  SessionMembers1836000000000,
  SourceIndexes1837000000000,
  SheetLines1838000000000,
  LoreActivations1839000000000,
  SourceAbsence1841000000000,
  CleanedReplies1842000000000,
  FrameLast1843000000000,
  TypedTitles1843500000000,
  PromptPrefixes1845000000000,
  RecallMeasure1846000000000,
  StoryTime1847000000000,
  PromptTexts1848000000000,
  DepthPrompts1849000000000,
  ImportReports1850000000000,
  RegexScripts1853000000000,
  Connections1854000000000,
  Thinking1855000000000,
  Library1856000000000,
  Thumbnails1857000000000,
  PushSubscriptions1858000000000,
  Spending1860000000000,
  StartedEntries1861000000000,
  Pictures1866000000000,
  PrefixParts1867000000000,
  DraftsAndTests1868000000000,
  ApiKeys1869000000000,
  IdempotentRequests1870000000000,
  Webhooks1871000000000,
  MessageVia1874000000000,
  Bridges1875000000000,
  MessageWords1879000000000,
  Facts1880000000000,
  IndexedEntries1881000000000,
  Unfolding1882000000000,
  WebhookKeys1884000000000,
  BridgeKinds1885000000000,
  ReplyWindows1886000000000,
  BridgePictures1891000000000,
  EmbeddingConnections1893000000000,
  RecallVectors1894000000000,
  CharacterFinds1895000000000,
  WebhookProblems1896000000000,
  BridgeEdits1901000000000,
];

/** As TypeORM keeps them in the table `migrations`. */
export const MIGRATION_NAMES = MIGRATIONS.map(({ name }) => name);

/** How long an answer is waited for. What takes longer has a connection of its own. */
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
    // The one whose types read moments (`readable-times`); by itself TypeORM looks for one from where it stands.
    driver: pg,
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

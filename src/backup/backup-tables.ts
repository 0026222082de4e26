import type { TableName } from './rows/row-schemas.js';

/** A table of which an owner has rows. What they have to look like stands in `ROWS`. */
export interface BackupTable {
  name: TableName;
  /** Its name in archives of earlier versions. */
  formerly?: string;
  /** Which of its rows `t` are the owner's; the owner's id is the setting `keepsake.owner`. */
  mine: string;
  order: string;
  /** Its rows name their owner. */
  owned?: boolean;
  /** What is written in place of columns that mean nothing elsewhere, as JSON in SQL. */
  instead?: string;
}

const OWNER = `current_setting('keepsake.owner')::uuid`;
const OWNED = { mine: `t.owner_id = ${OWNER}`, owned: true };
const of = (column: string, table: string) =>
  `t.${column} IN (SELECT id FROM ${table} WHERE owner_id = ${OWNER})`;
// Through what they hang on, which has an index by owner: they have none.
const OWNED_OF_SESSION = { mine: `${OWNED.mine} AND ${of('session_id', 'sessions')}`, owned: true };
const ofBranch = `t.branch_id IN (SELECT b.id FROM branches b JOIN sessions s ON s.id = b.session_id WHERE s.owner_id = ${OWNER})`;
const ofMessage = `t.message_id IN (SELECT m.id FROM messages m JOIN branches b ON b.id = m.branch_id
  JOIN sessions s ON s.id = b.session_id WHERE s.owner_id = ${OWNER})`;
const NO_INGEST = `'{"ingest_id": null}'`;

/**
 * Everything that a person owns, in the order in which it can be put back. Left out: who is signed in, ingests and
 * their files (their work is done or is to be begun again), and the index of recall, which is made anew.
 */
export const BACKUP_TABLES: readonly BackupTable[] = [
  { name: 'sources', ...OWNED, order: 'id', instead: NO_INGEST },
  { name: 'sections', mine: of('source_id', 'sources'), order: 'source_id, n' },
  { name: 'passages', mine: of('source_id', 'sources'), order: 'source_id, section_n' },
  // Without their keys; the environment's is another one elsewhere.
  {
    name: 'connections',
    mine: `${OWNED.mine} AND NOT t.from_environment`,
    owned: true,
    order: 'created_at, id',
  },
  { name: 'characters', ...OWNED, order: 'id', instead: NO_INGEST },
  { name: 'sheets', mine: of('character_id', 'characters'), order: 'character_id, version' },
  { name: 'avatars', mine: of('character_id', 'characters'), order: 'character_id' },
  { name: 'card_assets', mine: of('character_id', 'characters'), order: 'character_id, name' },
  { name: 'character_sources', mine: of('character_id', 'characters'), order: 'character_id, source_id' },
  { name: 'prompt_texts', ...OWNED, order: 'character_id NULLS FIRST, name, language' },
  { name: 'personas', ...OWNED, order: 'created_at, id' },
  { name: 'sessions', ...OWNED, order: 'id' },
  { name: 'session_members', ...OWNED, order: 'session_id, position' },
  { name: 'branches', mine: of('session_id', 'sessions'), order: 'created_at, id' },
  { name: 'branch_segments', mine: ofBranch, order: 'branch_id, from_seq' },
  { name: 'pins', mine: ofBranch, order: 'branch_id, seq' },
  { name: 'lore_activations', formerly: 'told_entries', mine: ofBranch, order: 'branch_id, entry, seq' },
  { name: 'prompt_prefixes', formerly: 'openings', mine: of('session_id', 'sessions'), order: 'id' },
  {
    name: 'turns',
    ...OWNED_OF_SESSION,
    order: 'created_at, id',
    // Nobody there writes what is being written here.
    instead: `CASE WHEN t.status IN ('queued', 'running') THEN '{"status": "interrupted", "holder": null, "replaced_id": null}'
      ELSE '{"holder": null, "replaced_id": null}' END`,
  },
  {
    name: 'messages',
    mine: `${OWNED.mine} AND ${ofBranch}`,
    owned: true,
    order: 'branch_id, seq, version',
    // A reply that has no text yet does not take the place of one that has.
    instead: `CASE
      WHEN t.status = 'streaming' AND t.content = '' AND EXISTS (
        SELECT FROM turns r WHERE r.id = t.turn_id AND r.replaced_id IS NOT NULL)
        THEN '{"status": "interrupted", "chosen": false}'
      WHEN t.status = 'streaming' THEN '{"status": "interrupted"}'
      WHEN NOT t.chosen AND EXISTS (
        SELECT FROM turns r JOIN messages n ON n.turn_id = r.id AND n.status = 'streaming' AND n.content = ''
        WHERE r.replaced_id = t.id) THEN '{"chosen": true}'
      ELSE '{}' END`,
  },
  // Of messages that stand, not of what somebody is about to send.
  {
    name: 'session_pictures',
    mine: `${OWNED_OF_SESSION.mine} AND EXISTS (SELECT FROM branches b JOIN messages m ON m.branch_id = b.id AND m.pictures <> '{}'
      WHERE b.session_id = t.session_id AND t.id = ANY (m.pictures))`,
    owned: true,
    order: 'session_id, id',
  },
  { name: 'message_words', mine: ofMessage, order: 'message_id' },
  { name: 'facts', ...OWNED_OF_SESSION, order: 'id' },
  { name: 'folds', ...OWNED_OF_SESSION, order: 'id' },
  { name: 'rules', ...OWNED, order: 'id' },
  { name: 'calibrations', mine: 'true', order: '1' },
];

/** Tables that hold nothing that is put back: whom the server knows, work in progress, and what is made anew. */
export const LEFT_OUT = [
  'owners',
  'sign_ins',
  'api_keys',
  'api_key_days',
  'api_calls',
  'idempotent_requests',
  'webhooks',
  'webhook_deliveries',
  'push_subscriptions',
  'ingests',
  'ingest_files',
  'ingest_file_pieces',
  'recall_stretches',
  'recall_vectors',
  'source_indexes',
  'written_parts',
  'spending',
  'avatar_thumbnails',
  'bridges',
  'bridge_events',
  'bridge_identities',
  'bridge_guests',
  'bridge_pairings',
  'bridge_inbox',
  'bridge_outbox',
  'bridge_windows',
  'migrations',
];

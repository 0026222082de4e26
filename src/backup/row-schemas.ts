import yauzl from 'yauzl';
import { z } from 'zod';
import { readSheetWhole } from '../characters/imports/read-sheet.js';
import { isTimeZone } from '../context/when/zone.js';
import { readReceipt } from '../context/read-receipt.js';
import { pictureOf } from '../pictures/picture.js';
import {
  bytes,
  count,
  flag,
  hashOrNone,
  id,
  idOrNone,
  Json,
  mendable,
  Mended,
  mendableJson,
  name,
  nameOrNone,
  objectOrNone,
  OPEN_END,
  orNone,
  place,
  text,
  textOrNone,
  time,
  timeOrNone,
  tokensOf,
  UNPARSED,
  upTo,
} from './row-columns.js';

const LONGEST_DESCRIPTION = 20_000;
const LONGEST_RULE = 4000;
const LONGEST_ASSET_NAME = 500;
const MOST_BYTES = Number.MAX_SAFE_INTEGER;

const language = z.enum(['en', 'zh']);
const moved = z.enum(['sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona']);

/** Nobody here goes on with what was being done there. */
const interrupted = (status: string) =>
  ['queued', 'running', 'streaming'].includes(status) ? 'interrupted' : status;

const webAddress = z.string().refine((value) => URL.canParse(value) && /^https?:/i.test(value));

/** A name that any archive can hold, and that leads nowhere. */
const assetName = z
  .string()
  .min(1)
  .max(LONGEST_ASSET_NAME)
  .refine(
    (value) =>
      value.isWellFormed() &&
      value !== 'card.json' &&
      !value.endsWith('/') &&
      !/[\0-\x1f\x7f\\]/.test(value) &&
      yauzl.validateFileName(value) === null,
  );

const sheet = z
  .unknown()
  .optional()
  .transform((value): unknown => {
    const read = readSheetWhole(value);
    const json = new Json(read.sheet);
    return read.whole ? json : new Mended(json);
  });
const receipt = mendableJson(
  z
    .custom((value) => value === null || value === undefined || readReceipt(value) !== null)
    .transform(readReceipt),
  () => null,
);
const problem = mendableJson(
  z.object({ code: z.string(), message: z.string() }).nullable().optional(),
  () => null,
);
const rules = mendableJson(z.array(z.object({ id: z.string(), text: z.string() })), () => []);
const spans = mendableJson(z.array(z.object({ start: count, end: count })).default([]), () => []);
const numbers = mendableJson(z.array(place).default([]), () => []);

/**
 * What a row of each table has to look like to be put back, by the columns of the database. Who owns it, who works on
 * it, and which ingest it came from, is not said there.
 */
export const ROWS = {
  sources: z.object({
    id,
    title: name,
    kind: z.enum(['link', 'file']),
    url: orNone(webAddress),
    media_type: name,
    encoding: nameOrNone,
    revision: nameOrNone,
    licence: nameOrNone,
    subject: nameOrNone,
    language,
    length: count,
    kept_out: spans,
    created_at: time,
  }),
  sections: z.object({ source_id: id, n: place, title: name, text }),
  passages: z
    .object({ source_id: id, n: place, section_n: place, start: count, end: count })
    .refine(({ start, end }) => end > start),
  characters: z.object({
    id,
    name: name.refine((value) => value.trim() !== ''),
    sheet_version: place,
    card: objectOrNone,
    sample: flag.default(false),
    created_at: time,
    updated_at: time,
  }),
  sheets: z.object({
    character_id: id,
    version: place,
    sheet,
    cause: z.enum(['ingest', 'import', 'edit', 'sample']),
    created_at: time,
  }),
  avatars: z.object({ character_id: id, media_type: z.string(), bytes }).transform((row, context) => {
    // What it is, its bytes say: never what the archive calls it.
    const start = typeof row.bytes === 'string' ? row.bytes : row.bytes.bytes.toString('latin1', 1, 67);
    const picture = pictureOf(Buffer.from(start.slice(2, 66), 'hex'));
    if (picture) return { ...row, media_type: picture.mediaType };
    context.addIssue({ code: 'custom', message: 'no picture' });
    return z.NEVER;
  }),
  card_assets: z.object({ character_id: id, name: assetName, bytes }),
  character_sources: z.object({ character_id: id, source_id: id }),
  personas: z.object({
    id,
    name: name.refine((value) => value.trim() !== ''),
    description: upTo(LONGEST_DESCRIPTION).default(''),
    default_at: timeOrNone,
    created_at: time,
  }),
  sessions: z.object({
    id,
    character_id: id,
    title: name,
    persona_id: idOrNone,
    persona_name: name,
    persona_description: upTo(LONGEST_DESCRIPTION).default(''),
    note: upTo(LONGEST_DESCRIPTION).default(''),
    time_zone: mendable(z.string().refine(isTimeZone), () => 'UTC'),
    branch_id: id,
    outside_key: nameOrNone,
    extras: objectOrNone,
    sheet_pin: orNone(place),
    opening_id: idOrNone,
    up_to_section: orNone(place),
    up_to_title: nameOrNone,
    pin_source: orNone(flag),
    source_left: flag.default(false),
    token_budget: orNone(z.int().min(1000).max(100_000_000)),
    sent_bytes: z.int().min(0).max(MOST_BYTES).default(0),
    sent_hash: hashOrNone,
    moved_by: orNone(moved),
    created_at: time,
    updated_at: time,
  }),
  session_members: z
    .object({
      id,
      session_id: id,
      kind: z.enum(['character', 'persona', 'narrator', 'guest']),
      character_id: idOrNone,
      persona_id: idOrNone,
      name,
      position: place,
    })
    .refine(
      (row) =>
        (row.character_id === null || row.kind === 'character') &&
        (row.persona_id === null || row.kind === 'persona'),
    ),
  branches: z.object({
    id,
    session_id: id,
    last_seq: count,
    revision: count.default(0),
    folded_seq: count.default(0),
    folded_messages: count.default(0),
    chronicle: count.default(0),
    parent_id: idOrNone,
    from_seq: count.default(0),
    title: name.default(''),
    created_at: time,
  }),
  branch_segments: z
    .object({ branch_id: id, from_seq: place, of_branch_id: id, to_seq: place.or(z.literal(OPEN_END)) })
    .refine(({ from_seq, to_seq }) => to_seq >= from_seq),
  pins: z.object({ branch_id: id, seq: place, created_at: time }),
  lore_activations: z.object({ branch_id: id, entry: name, seq: place }),
  openings: z
    .object({
      id,
      session_id: id,
      key: name,
      text,
      chronicle_at: count,
      tokens: count,
      language,
      after_history: text,
      rules,
      pins: numbers,
      lorebook: flag,
      source: flag.default(false),
      created_at: time,
    })
    .refine((row) => row.chronicle_at <= row.text.length)
    .transform((row) => ({ ...row, tokens: tokensOf(row.tokens, row.text) })),
  turns: z.object({
    id,
    session_id: id,
    branch_id: id,
    kind: z.enum(['reply', 'regenerate', 'continue']),
    status: z
      .enum(['queued', 'running', 'finished', 'stopped', 'failed', 'interrupted'])
      .transform(interrupted),
    receipt,
    opening_id: idOrNone,
    after_seq: count.nullable().default(null),
    upto_seq: count.nullable().default(null),
    base: textOrNone,
    tail: textOrNone,
    sent_hash: hashOrNone,
    error: problem,
    created_at: time,
    finished_at: timeOrNone,
  }),
  messages: z
    .object({
      id,
      session_id: id,
      branch_id: id,
      seq: place,
      version: place.default(1),
      chosen: flag.default(true),
      role: z.enum(['user', 'assistant']),
      speaker: name,
      member_id: idOrNone,
      label: upTo(200).default(''),
      content: text,
      tokens: count,
      status: z.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed']).transform(interrupted),
      turn_id: idOrNone,
      client_id: nameOrNone,
      extras: objectOrNone,
      created_at: time,
    })
    .transform((row) => ({ ...row, tokens: tokensOf(row.tokens, row.content, row.label) })),
  folds: z
    .object({
      id,
      session_id: id,
      branch_id: id,
      from_seq: place,
      to_seq: place,
      from_at: time,
      to_at: time,
      text,
      tokens: count,
      made_by: z.enum(['model', 'extract', 'person']),
      status: z.enum(['ready', 'standing', 'replaced', 'undone']),
      due: flag.default(false),
      created_at: time,
    })
    .refine(({ from_seq, to_seq }) => to_seq >= from_seq)
    .transform((row) => ({ ...row, tokens: tokensOf(row.tokens, row.text) })),
  rules: z
    .object({
      id,
      session_id: idOrNone,
      character_id: idOrNone,
      text: upTo(LONGEST_RULE),
      created_at: time,
      ended_at: timeOrNone,
    })
    .refine((row) => (row.session_id === null) !== (row.character_id === null)),
  calibrations: z.object({
    model: name,
    ratio: z.number().min(0.25).max(4),
    samples: count,
    updated_at: time,
  }),
};

export type TableName = keyof typeof ROWS;

/** The columns of a table's rows, in the order in which they are copied. */
export function columnsOf(table: TableName): string[] {
  return Object.keys(shapeOf(table));
}

/** Those of them whose texts may be longer than what is parsed. */
export function unparsedColumnsOf(table: TableName): Set<string> {
  const shape = shapeOf(table);
  return new Set(Object.keys(shape).filter((column) => UNPARSED.has(shape[column]!)));
}

function shapeOf(table: TableName): Record<string, z.ZodType> {
  const schema: z.ZodType = ROWS[table];
  const object = schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : schema;
  return (object as z.ZodObject).shape as Record<string, z.ZodType>;
}

import { z } from 'zod';
import { settledScriptSchema } from '../../contracts/regex-script.js';
import { readReceipt } from '../../context/request/read-receipt.js';
import { FINISH_REASONS } from '../../contracts/finish-reason.js';
import { MOST_PICTURES } from '../../contracts/message.js';
import { TOPICS } from '../../contracts/memory.js';
import { PREFIX_MOVES } from '../../contracts/receipt.js';
import { RECALL_MEASURES, STORY_TIMES } from '../../contracts/session.js';
import { isTimeZone } from '../../context/when/zone.js';
import { pictureRow } from './picture-row.js';
import {
  count,
  flag,
  hashOrNone,
  id,
  idOrNone,
  description,
  mendable,
  mendableJson,
  name,
  nameOfPerson,
  nameOrNone,
  objectOrNone,
  OPEN_END,
  orNone,
  place,
  text,
  textOfMessage,
  textOrNone,
  time,
  timeOrNone,
  title,
  tokensOf,
  upTo,
} from './row-columns.js';

const LONGEST_RULE = 4000;
const MOST_BYTES = Number.MAX_SAFE_INTEGER;

const language = z.enum(['en', 'zh']);
const moved = z.enum(PREFIX_MOVES);

/** Nobody here goes on with what was being done there. */
const interrupted = (status: string) =>
  ['queued', 'running', 'streaming'].includes(status) ? 'interrupted' : status;

const receipt = mendableJson(
  z
    .custom((value) => value === null || value === undefined || readReceipt(value) !== null)
    .transform(readReceipt),
  () => null,
);
const problem = mendableJson(
  z.object({ code: z.string(), message: z.string(), detail: z.string().optional() }).nullable().optional(),
  () => null,
);
const rules = mendableJson(z.array(z.object({ id: z.string(), text: z.string() })), () => []);
const scripts = mendableJson(z.array(settledScriptSchema).max(100).default([]), () => []);
const via = mendableJson(
  z
    .object({ bridge: z.string().max(100), platform: z.string().max(40), author: z.string().max(200) })
    .nullable()
    .optional(),
  () => null,
);
const numbers = mendableJson(z.array(place).default([]), () => []);

/** Conversations and what was said in them. */
export const SESSION_ROWS = {
  sessions: z.object({
    id,
    character_id: id,
    title,
    persona_id: idOrNone,
    connection_id: idOrNone,
    persona_name: nameOfPerson,
    persona_description: description.default(''),
    note: description.default(''),
    note_once: description.default(''),
    time_zone: mendable(z.string().refine(isTimeZone), () => 'UTC'),
    branch_id: id,
    outside_key: nameOrNone,
    extras: objectOrNone,
    sheet_pin: orNone(place),
    prompt_prefix_id: idOrNone,
    up_to_section: orNone(place),
    up_to_title: nameOrNone,
    pin_source: orNone(flag),
    source_left: flag.default(false),
    token_budget: orNone(z.int().min(1000).max(100_000_000)),
    recall: z.enum(RECALL_MEASURES).default('balanced'),
    story_time: z.enum(STORY_TIMES).default('mine'),
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
      name: nameOfPerson,
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
    unfolded: count.default(0),
    fold_room: count.nullable().default(null),
    parent_id: idOrNone,
    from_seq: count.default(0),
    title: title.default(''),
    created_at: time,
  }),
  branch_segments: z
    .object({ branch_id: id, from_seq: place, of_branch_id: id, to_seq: place.or(z.literal(OPEN_END)) })
    .refine(({ from_seq, to_seq }) => to_seq >= from_seq),
  pins: z.object({ branch_id: id, seq: place, created_at: time }),
  lore_activations: z.object({ branch_id: id, entry: name, seq: place }),
  prompt_prefixes: z
    .object({
      id,
      session_id: id,
      key: name,
      text,
      chronicle_at: count,
      chronicle_end: count.nullable().catch(null),
      frame_at: count.nullable().catch(null).default(null),
      rules_at: count.nullable().catch(null).default(null),
      tokens: count,
      language,
      after_history: text,
      depth_prompt: text.default(''),
      rules,
      pins: numbers,
      lorebook: flag,
      source: flag.default(false),
      source_absence: z
        .enum(['no_source', 'never', 'made_room', 'folded', 'too_long'])
        .nullable()
        .default(null),
      up_to_section: count.nullable().default(null),
      dated: flag.default(true),
      scripts,
      created_at: time,
    })
    .refine(({ chronicle_at, text }) => chronicle_at <= text.length)
    .refine((row) => row.chronicle_end === null || row.chronicle_end >= row.chronicle_at)
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
    prompt_prefix_id: idOrNone,
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
      content: textOfMessage,
      raw: textOfMessage.nullable().default(null),
      thinking: textOfMessage.nullable().default(null),
      finish_reason: orNone(z.enum(FINISH_REASONS)),
      tokens: count,
      status: z.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed']).transform(interrupted),
      turn_id: idOrNone,
      client_id: nameOrNone,
      extras: objectOrNone,
      pictures: mendable(z.array(id).max(MOST_PICTURES), () => []).default([]),
      via: via,
      created_at: time,
    })
    .transform((row) => ({
      ...row,
      tokens: tokensOf(row.tokens, row.content, row.label),
      // As PostgreSQL writes an array.
      pictures: `{${(row.pictures as string[]).join(',')}}`,
    })),
  session_pictures: pictureRow,
  folds: z
    .object({
      id,
      session_id: id,
      branch_id: id,
      from_seq: place,
      to_seq: place,
      from_at: time,
      to_at: time,
      text: textOfMessage,
      tokens: count,
      made_by: z.enum(['model', 'extract', 'person']),
      status: z.enum(['ready', 'standing', 'replaced', 'undone', 'resting']),
      due: flag.default(false),
      started: flag.default(false),
      indexed: flag.default(false),
      created_at: time,
    })
    .refine(({ from_seq, to_seq }) => to_seq >= from_seq)
    .transform((row) => ({
      ...row,
      tokens: tokensOf(row.tokens, row.text),
      // What was started goes on here: elsewhere it would be spent unasked.
      due: row.due && !row.started,
      started: false,
    })),
  message_words: z.object({ message_id: id, words: upTo(LONGEST_RULE) }),
  facts: z.object({
    id,
    session_id: id,
    message_id: id,
    about: name,
    topic: z.enum(TOPICS).catch('other'),
    thing: name.default(''),
    text: upTo(LONGEST_RULE),
    made_by: z.enum(['model', 'rule', 'person']),
    dismissed: flag.default(false),
    created_at: time,
  }),
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

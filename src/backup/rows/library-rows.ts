import yauzl from 'yauzl';
import { z } from 'zod';
import { presetSchema, priceSchema } from '../../connections/preset-schema.js';
import { budgetSchema } from '../../connections/spending/budget-schema.js';
import { TRANSPORTS } from '../../contracts/connection.js';
import { ownersAddress } from '../../network/owners-address.js';
import { readSheetWhole } from '../../characters/imports/read-sheet.js';
import { isModestSheet, modestSheet, MOST_OF_SHEET } from '../../characters/imports/sheet-bounds.js';
import { LONGEST_PROMPT, PROMPT_LANGUAGES, PROMPT_NAMES } from '../../contracts/prompt.js';
import { pictureOf } from '../../pictures/picture.js';
import { storable } from '../../text/encoding/storable.js';
import { catalogue } from '../../prompts/catalogue.js';
import {
  bytes,
  count,
  flag,
  id,
  idOrNone,
  Json,
  description,
  firstBytes,
  Mended,
  mendable,
  mendableJson,
  modestText,
  name,
  nameOfPerson,
  nameOrNone,
  objectOrNone,
  orNone,
  place,
  time,
  timeOrNone,
  upTo,
} from './row-columns.js';

const LONGEST_ASSET_NAME = 500;

/** In UTF-16 units; none is made that is half as long. */
const LONGEST_PASSAGE = 10_000;

const language = z.enum(['en', 'zh']);

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

/** Bounded like a sheet that is handed in. */
const sheet = z
  .unknown()
  .optional()
  .transform((value, context): unknown => {
    const read = readSheetWhole(value);
    const isModest = isModestSheet(read.sheet);
    const json = new Json(isModest ? read.sheet : modestSheet(read.sheet));
    if (Buffer.byteLength(json.text) <= MOST_OF_SHEET)
      return read.whole && isModest ? json : new Mended(json);
    context.addIssue({ code: 'custom', message: 'too large' });
    return z.NEVER;
  });
const spans = mendableJson(z.array(z.object({ start: count, end: count })).default([]), () => []);

/** What is taken in and who comes of it. */
export const LIBRARY_ROWS = {
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
  sections: z.object({ source_id: id, n: place, title: name, text: modestText }),
  passages: z
    .object({ source_id: id, n: place, section_n: place, start: count, end: count })
    .refine(({ start, end }) => end > start && end - start <= LONGEST_PASSAGE),
  connections: z.object({
    id,
    name: upTo(100).refine((value) => value.trim() !== ''),
    supplier: upTo(60),
    base_url: z.string().transform((value, context) => {
      try {
        return ownersAddress(value);
      } catch {
        context.addIssue({ code: 'custom', message: 'no address of a model server' });
        return z.NEVER;
      }
    }),
    model: upTo(300),
    window_tokens: orNone(z.int().min(1024).max(1_000_000_000)),
    price: mendableJson(priceSchema.nullish(), () => null),
    transport: mendable(z.enum(TRANSPORTS), () => 'chat'),
    preset: mendableJson(presetSchema, () => ({})),
    budget: mendableJson(budgetSchema.default({}), () => ({})),
    refused: mendableJson(z.record(z.string(), z.array(z.string())), () => ({})),
    sees: orNone(flag),
    embedding_model: upTo(300).default(''),
    // Until its owner has looked at it, what an archive names is never chosen by itself.
    revision: z.unknown().transform(() => 0),
    created_at: time,
  }),
  characters: z.object({
    id,
    name: nameOfPerson.refine((value) => value.trim() !== ''),
    sheet_version: place,
    card: objectOrNone,
    connection_id: idOrNone,
    import_report: mendableJson(
      z.object({ en: z.array(z.string()), zh: z.array(z.string()) }).nullish(),
      () => null,
    ),
    sample: flag.default(false),
    favourite: flag.default(false),
    folder: orNone(z.string().trim().min(1).max(100).transform(storable)),
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
    const picture = pictureOf(firstBytes(row.bytes));
    if (picture) return { ...row, media_type: picture.mediaType };
    context.addIssue({ code: 'custom', message: 'no picture' });
    return z.NEVER;
  }),
  card_assets: z.object({ character_id: id, name: assetName, bytes }),
  character_sources: z.object({ character_id: id, source_id: id }),
  prompt_texts: z
    .object({
      id,
      character_id: idOrNone,
      name: z.enum(PROMPT_NAMES),
      language: z.enum(PROMPT_LANGUAGES),
      text: upTo(LONGEST_PROMPT),
      changed_at: time,
    })
    .refine((row) => row.text.trim() !== '' || catalogue(row.language)[row.name].optional),
  personas: z.object({
    id,
    name: nameOfPerson.refine((value) => value.trim() !== ''),
    description: description.default(''),
    default_at: timeOrNone,
    created_at: time,
  }),
};

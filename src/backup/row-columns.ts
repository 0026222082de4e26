import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../characters/json.js';
import { storable } from '../text/clean.js';
import { storableJson } from '../text/storable-json.js';
import { estimateTokens } from '../text/tokens.js';
import { truncate } from '../text/truncate.js';

/** A value of which not everything could be read: the nearest that can be stored. */
export class Mended {
  constructor(readonly value: unknown) {}
}

/** A value that is JSON in the database, as text that can be stored. */
export class Json {
  readonly text: string;
  constructor(value: unknown) {
    this.text = storableJson(value);
  }
}

/** The largest number that anything here counts to: a few more fit an `int`. */
const MOST = 1_000_000_000;
/** Numbers of places end here: a story goes on after them. */
export const OPEN_END = 2_147_483_647;
/** Names and titles, in UTF-16 units. */
const LONGEST_NAME = 2000;

export const id = z.uuid();
export const idOrNone = z.uuid().nullable().default(null);
export const count = z.int().min(0).max(MOST);
export const place = z.int().min(1).max(MOST);
export const text = z.string().transform(storable);
export const textOrNone = text.nullable().default(null);
export const flag = z.boolean();

/** Text that is cut where it is longer than anything that is written here. */
export const upTo = (most: number) => z.string().transform((value) => storable(truncate(value, most)));
export const name = upTo(LONGEST_NAME);
export const nameOrNone = name.nullable().default(null);

const dateTime = z.iso.datetime({ offset: true });

/** A moment of the years 1 to 9999, as PostgreSQL writes it in JSON. */
export const time = z
  .string()
  .max(40)
  .refine(
    (value) =>
      dateTime.safeParse(value).success &&
      /(?:Z|[+-](?:0\d|1[0-4]):\d\d)$/.test(value) &&
      !value.startsWith('0000'),
  );
export const timeOrNone = time.nullable().default(null);

/** Bytes, as PostgreSQL writes them in JSON: `\x` and hexadecimal digits. */
export const bytes = z
  .string()
  .refine((value) => value.startsWith('\\x') && value.length % 2 === 0 && !/[^0-9a-f]/i.test(value.slice(2)));

/** What a schema refuses becomes the nearest that can be stored, and is told of. */
export function mendable<Value>(schema: z.ZodType<Value>, nearest: (value: unknown) => unknown) {
  return z
    .unknown()
    .optional()
    .transform((value): unknown => {
      const read = schema.safeParse(value);
      return read.success ? read.data : new Mended(nearest(value));
    });
}

/** The same for JSON. */
export function mendableJson<Value>(schema: z.ZodType<Value>, nearest: (value: unknown) => unknown) {
  return z
    .unknown()
    .optional()
    .transform((value): unknown => {
      const read = schema.safeParse(value);
      const found = read.success ? read.data : nearest(value);
      const json = found === null || found === undefined ? null : new Json(found);
      return read.success ? json : new Mended(json);
    });
}

/** What is of no use where it cannot be read. */
export const orNone = <Value>(schema: z.ZodType<Value>) =>
  mendable(
    schema
      .nullable()
      .optional()
      .transform((value) => value ?? null),
    () => null,
  );

export const objectOrNone = mendableJson(
  z
    .custom<object>((value) => isJsonObject(value as JsonValue))
    .nullable()
    .optional(),
  () => null,
);

/** SHA-256. */
export const hashOrNone = orNone(bytes.refine((value) => value.length === 66));

/** An estimate of a text's tokens; one that cannot be of this text is made anew. */
export function tokensOf(tokens: number, of: string): number {
  return tokens <= 4 * of.length + 100 && tokens >= of.length / 100 - 100 ? tokens : estimateTokens(of);
}

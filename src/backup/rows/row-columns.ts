import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../../characters/imports/foreign-json.js';
import { storable } from '../../text/encoding/storable.js';
import { storableJson } from '../../text/encoding/storable.js';
import { estimateTokens } from '../../text/search/tokens.js';
import { truncate } from '../../text/encoding/truncate.js';
import { LongText } from './long-texts.js';

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
/** In UTF-16 units: names and titles of texts, of people, and of sessions. */
const LONGEST_NAME = 2000;
const LONGEST_NAME_OF_PERSON = 200;
const LONGEST_TITLE = 300;
/** What is said at once, and a part of a text: in bytes, as a line of a history. */
const LONGEST_TEXT = 20 * 1024 * 1024;
const LONGEST_MESSAGE = 4 * 1024 * 1024;
/** Who somebody is, or an author's note. */
const LONGEST_DESCRIPTION = 20_000;

export const id = z.uuid();
export const idOrNone = z.uuid().nullable().default(null);
export const count = z.int().min(0).max(MOST);
export const place = z.int().min(1).max(MOST);
/** Text of any length. */
export const text = z
  .custom<string | LongText>((value) => typeof value === 'string' || value instanceof LongText)
  .transform((value) => (typeof value === 'string' ? storable(value) : value));
export const modestText = text.refine(({ length }) => length <= LONGEST_TEXT);
/** No more than a person may have sent. */
export const textOfMessage = text.refine(({ length }) => length <= LONGEST_MESSAGE);
export const textOrNone = text.nullable().default(null);
export const flag = z.boolean();

/** Text that is cut where it is longer than anything that is written here. */
export const upTo = (most: number) => z.string().transform((value) => storable(truncate(value, most)));
export const name = upTo(LONGEST_NAME);
export const nameOfPerson = upTo(LONGEST_NAME_OF_PERSON);
export const title = upTo(LONGEST_TITLE);
export const description = upTo(LONGEST_DESCRIPTION);
export const nameOrNone = name.nullable().default(null);

const dateTime = z.iso.datetime({ offset: true });

const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** A moment of the years 1 to 9999 of UTC, as PostgreSQL writes it in JSON. */
export const time = z
  .string()
  .max(40)
  .refine((value) => {
    if (!dateTime.safeParse(value).success || !/(?:Z|[+-](?:0\d|1[0-4]):\d\d)$/.test(value)) return false;
    const at = Date.parse(value);
    return at >= FIRST_MOMENT && at <= LAST_MOMENT;
  });
export const timeOrNone = time.nullable().default(null);

/** Bytes, as PostgreSQL writes them in JSON: `\x` and hexadecimal digits. */
export const bytes = z.custom<string | LongText>((value) =>
  value instanceof LongText
    ? isHex(value.bytes.subarray(1))
    : typeof value === 'string' && isHex(Buffer.from(value)),
);

/** How many there are, at most. */
export const countOf = (value: string | LongText): number => value.length >> 1;

/** As many of them as tell what a file is. */
export function firstBytes(value: string | LongText): Buffer {
  const start = typeof value === 'string' ? value : value.bytes.toString('latin1', 1, 67);
  return Buffer.from(start.slice(2, 66), 'hex');
}

/** Columns of these may be longer than what is parsed. */
export const UNPARSED: ReadonlySet<z.ZodType> = new Set<z.ZodType>([
  text,
  modestText,
  textOfMessage,
  textOrNone,
  bytes,
]);

/** Whether it is `\x` and pairs of hexadecimal digits. */
function isHex(value: Buffer): boolean {
  if (value.length % 2 || value.toString('latin1', 0, 2) !== '\\x') return false;
  for (let at = 2; at < value.length; at += HEX_STEP) {
    if (/[^0-9a-f]/i.test(value.toString('latin1', at, at + HEX_STEP))) return false;
  }
  return true;
}
const HEX_STEP = 64 * 1024;

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
export const hashOrNone = orNone(z.string().regex(/^\\x[0-9a-f]{64}$/i));

/** An estimate of a text's tokens; one that cannot be of this text is made anew. @param label that stands before it */
export function tokensOf(tokens: number, text: string | LongText, label = ''): number {
  const length = label.length + text.length;
  if (tokens <= 4 * length + 100 && tokens >= length / 300 - 100) return tokens;
  return typeof text === 'string' ? estimateTokens(label + text) : Math.ceil(length / BYTES_OF_TOKEN);
}
/** About as many in English as in Chinese. */
const BYTES_OF_TOKEN = 4;

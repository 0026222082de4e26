/** Requests that bring a sheet, which may be megabytes: they are parsed and checked in the thread for cards. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CLAIM_PARTS, type ClaimPart } from '../../contracts/claim-parts.js';
import { Problem } from '../../contracts/problem.js';
import { type Claim, claimSchema, sheetSchema } from '../../contracts/sheet.js';
import { readBody } from '../../http/read-body.js';
import { isModestJson } from '../../text/encoding/json-size.js';
import { storable } from '../../text/encoding/storable.js';

const name = z.string().trim().min(1).max(200).transform(storable);

/** A claim as an author writes it: its text is enough. Who makes one need not make up an id. */
const writtenClaim = z.union([
  z
    .string()
    .min(1)
    .transform((text): Claim => ({ id: newId(), text, kind: 'invented', citations: [] })),
  claimSchema
    .strict()
    .partial({ id: true, kind: true, citations: true })
    .transform(({ id = newId(), kind = 'invented', citations = [], ...claim }): Claim => ({
      ...claim,
      id,
      kind,
      citations,
    })),
]);

const newId = () => randomUUID().slice(0, 8);

/** A sheet as an author writes it, in which a field that there is not is named instead of lost. */
const writtenSheet = sheetSchema
  .extend(
    Object.fromEntries(CLAIM_PARTS.map((part) => [part, z.array(writtenClaim).default([])])) as Record<
      ClaimPart,
      z.ZodDefault<z.ZodArray<typeof writtenClaim>>
    >,
  )
  .strict();

const fields = {
  name,
  sheet: writtenSheet,
  connectionId: z.uuid().nullable(),
  favourite: z.boolean(),
  folder: z.string().trim().min(1).max(100).transform(storable).nullable(),
  tags: z.array(z.string().trim().min(1).max(60).transform(storable)).max(40),
};

export const SHEET_BODIES = {
  create: z.strictObject(fields).partial().required({ name: true }),
  change: z.strictObject(fields).partial(),
};

/** More than a card may hold, so that whatever was taken in can be changed. */
const MODEST = { depth: 250, values: 300_000 };

/** Whether a request for the server is one of these. */
export function bringsSheet({ method = '', url = '' }: { method?: string; url?: string }): boolean {
  return /^(?:POST|PATCH)$/.test(method) && /^\/api\/characters(?:\/(?!draft\b)[^/?]+)?(?:\?|$)/.test(url);
}

/** @throws Problem bad_request */
export function readSheetBody<Kind extends keyof typeof SHEET_BODIES>(
  kind: Kind,
  body: Uint8Array,
): z.infer<(typeof SHEET_BODIES)[Kind]> {
  const text = Buffer.from(body).toString();
  if (!isModestJson(text, MODEST)) throw refused('This is nested too deeply, or holds too many values.');
  return readBody<z.infer<(typeof SHEET_BODIES)[Kind]>>(SHEET_BODIES[kind] as never, parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('This is not valid JSON.');
  }
}

const refused = (why: string) => new Problem('bad_request', why);

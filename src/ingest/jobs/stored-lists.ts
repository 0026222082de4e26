import { z } from 'zod';

const text = z.string();
const number = z.number();
/** What each item of an ingest's lists needs to be shown and worked with; whatever else is in it stays. */
const items = {
  urls: text,
  offers: z.looseObject({ url: text, title: text, suggested: z.boolean() }),
  unread: z.looseObject({ url: text, code: text, message: text }),
  doubts: z.looseObject({
    file: number,
    name: text,
    encoding: text,
    options: z.array(z.looseObject({ encoding: text, preview: text })),
    sourceIds: z.array(text),
  }),
  cast: z.looseObject({ name: text, aliases: z.array(text), quotes: number, mentions: number }),
  questions: z.looseObject({ name: text, among: z.array(text) }),
  talks: z.looseObject({ a: text, b: text, times: number }),
  merges: z.looseObject({ name: text, into: text }),
  flags: z.looseObject({ sourceId: text, passageId: text, text }),
};
const choice = z.looseObject({ names: z.array(text) });
const problem = z.looseObject({ code: text, message: text });

/** Reads a list as it is stored, items that cannot be read left out: one of them never takes the whole list with it. */
export function listOf(list: keyof typeof items) {
  const schema: z.ZodType = items[list];
  return {
    to: (value: unknown) => value,
    from: (value: unknown) =>
      Array.isArray(value) ? value.filter((item) => schema.safeParse(item).success) : [],
  };
}

const orNull = (schema: z.ZodType) => ({
  to: (value: unknown) => value,
  from: (value: unknown) => (schema.safeParse(value).success ? value : null),
});

export const storedChoice = orNull(choice);
export const storedProblem = orNull(problem);

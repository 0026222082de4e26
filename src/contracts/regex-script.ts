import { z } from 'zod';

/** Whose text a script changes. */
export const scriptPlaces = ['user', 'reply', 'lore', 'reasoning'] as const;

/** A regex script of a card, as SillyTavern has them: what is found in a text is replaced. */
export const regexScriptSchema = z.object({
  name: z.string(),
  /** A regular expression, between slashes with flags, or bare. */
  find: z.string(),
  /** `$1`, `$<name>` and `{{match}}` stand for what was found. */
  replace: z.string(),
  /** What is taken out of what was found. */
  trim: z.array(z.string()),
  places: z.array(z.enum(scriptPlaces)),
  /** It changes what people see, what the model is sent, or, with neither, what is stored. */
  shown: z.boolean(),
  sent: z.boolean(),
  /** How many messages above the newest, 0 the newest itself; null: any. */
  minDepth: z.number().nullable(),
  maxDepth: z.number().nullable(),
  /** A text that a person changes is changed by it, too. */
  onEdit: z.boolean(),
  /** How macros in `find` are settled: not at all, as they are, or as words that are looked for. */
  macros: z.enum(['none', 'raw', 'escaped']),
  on: z.boolean(),
});

export const regexScriptsSchema = z.object({
  /** None of them is followed where this is off. */
  on: z.boolean(),
  list: z.array(regexScriptSchema),
});

/** A script that is followed, its macros settled. */
export const settledScriptSchema = z.object({
  pattern: z.string(),
  flags: z.string(),
  ...regexScriptSchema.omit({ name: true, find: true, macros: true, on: true }).shape,
});

export type ScriptPlace = (typeof scriptPlaces)[number];
export type RegexScript = z.infer<typeof regexScriptSchema>;
export type RegexScripts = z.infer<typeof regexScriptsSchema>;
export type SettledScript = z.infer<typeof settledScriptSchema>;

/** `GET /api/sessions/:id/scripts`: those that change what is shown. */
export interface ShownScripts {
  scripts: SettledScript[];
}

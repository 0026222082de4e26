import { z } from 'zod';
import { regexScriptsSchema } from './regex-script.js';

/** Where a quotation stands: offsets in UTF-16 units within the passage, `quote` the source's own characters. */
export const citationSchema = z.object({
  sourceId: z.uuid(),
  /** `p12`: the twelfth passage of its source. */
  passageId: z.string().regex(/^p\d+$/),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  quote: z.string().min(1),
});

/**
 * One statement on a sheet. `stated` and `inferred` rest on a source and need a citation to reach the prompt;
 * `invented` is an author's own word (a card's, the user's) and needs none.
 */
export const claimSchema = z.object({
  id: z.string().min(1).max(64),
  text: z.string().min(1),
  kind: z.enum(['stated', 'inferred', 'invented']),
  /** Whom or what it is about, where that is not the character: the other side of a relationship. */
  about: z.string().optional(),
  citations: z.array(citationSchema),
  /** The section in which it becomes known: its first citation's. */
  fromSection: z.int().positive().optional(),
  /** Ids of claims on this sheet that say otherwise. */
  contradicts: z.array(z.string()).optional(),
});

/** A lorebook as character cards carry it (V2 and V3); what is unknown in it is kept as it came. */
export const lorebookSchema = z.looseObject({
  entries: z.array(
    z.looseObject({
      keys: z.array(z.string()),
      content: z.string(),
      enabled: z.boolean().optional(),
      constant: z.boolean().optional(),
      name: z.string().optional(),
    }),
  ),
});

const claims = z.array(claimSchema).default([]);

/** What a card says of itself, and of what is for others than its character; nothing of it is sent to a model. */
export const cardNotesSchema = z.object({
  creator: z.string().default(''),
  characterVersion: z.string().default(''),
  /** For whoever plays with the character. */
  creatorNotes: z.string().default(''),
  tags: z.array(z.string()).default([]),
  /** First messages in conversations of several characters. */
  groupGreetings: z.array(z.string()).default([]),
});
export type CardNotes = z.infer<typeof cardNotesSchema>;

/** The worldview sheet: who a character is, what they know, how they speak. */
export const sheetSchema = z.object({
  /** The language that the character speaks and the sheet is written in. */
  language: z.enum(['en', 'zh']).default('en'),
  identity: claims,
  voice: claims,
  drives: claims,
  relationships: claims,
  timeline: claims,
  world: claims,
  /** What the character does not or cannot know. */
  limits: claims,
  /** Lines or dialogues that show the voice. */
  examples: claims,
  /** It was put together from the texts by rules: no model wrote it. */
  withoutModel: z.boolean().optional(),
  /** What the character is called where that is not the name: what `{{char}}` stands for. */
  nickname: z.string().max(200).optional(),
  /** The point in the story that they have come to; unset: the end of it. */
  upTo: z.object({ section: z.int().positive(), title: z.string() }).optional(),
  /** Where a conversation begins: the scene, in a few sentences. */
  scenario: z.string().default(''),
  /** First messages; the first is the default. */
  greetings: z.array(z.string()).default([]),
  /** The author's instructions to the model (a card's system prompt). */
  instructions: z.string().default(''),
  /** Instructions that belong after the history (a card's post-history instructions). */
  afterHistory: z.string().default(''),
  /** The author's note on the character, and how many messages above the newest it belongs (a card's depth prompt). */
  depthPrompt: z.object({ text: z.string(), depth: z.int().nonnegative() }).optional(),
  /** Unset: as the card that the character came from has it. */
  cardNotes: cardNotesSchema.optional(),
  /** Unset: as the card that the character came from has them. */
  scripts: regexScriptsSchema.optional(),
  lorebook: lorebookSchema.nullable().default(null),
  /** Its entries are told when their keys are mentioned; else all are told, always, while there is room for them. */
  lorebookByKeys: z.boolean().default(false),
});

export type Citation = z.infer<typeof citationSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Lorebook = z.infer<typeof lorebookSchema>;
export type Sheet = z.infer<typeof sheetSchema>;

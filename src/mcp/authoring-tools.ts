import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CardThread } from '../characters/cards/card-thread.js';
import { CharactersService } from '../characters/characters.service.js';
import { etagOf } from '../characters/edition.js';
import { SHEET_BODIES } from '../characters/imports/sheet-bodies.js';
import { librarySchema } from '../characters/library/library-query.js';
import { LibraryService } from '../characters/library/library.service.js';
import { withEntries } from '../characters/lorebook/lore-entries.js';
import { lorebookSchema } from '../contracts/sheet.js';
import { type Tool, tool } from './tool.js';

const id = z.uuid().describe('The id of the character');
const { name, sheet, tags } = SHEET_BODIES.change.shape;
/** Parts of a sheet, of which none is made up where it is not named. */
const parts = z.strictObject(
  Object.fromEntries(
    Object.entries(sheet.unwrap().shape).map(([part, schema]) => [
      part,
      z.optional(schema instanceof z.ZodDefault ? schema.unwrap() : schema),
    ]),
  ),
);
const bytesOf = (body: object) => Buffer.from(JSON.stringify(body));

/** Tools to find, read and write characters. */
@Injectable()
export class AuthoringTools {
  readonly all: readonly Tool[];

  constructor(characters: CharactersService, library: LibraryService, thread: CardThread) {
    this.all = [
      tool({
        name: 'search_characters',
        description:
          'Lists characters, by words of their names, tags and first lines. Answers with their ids.',
        scope: 'characters:read',
        readOnly: true,
        input: { words: z.string().max(200).default(''), limit: z.int().min(1).max(100).default(20) },
        run: async (ownerId, { words, limit }) => {
          const { items } = await library.list(ownerId, librarySchema.parse({ q: words, limit }));
          return items.map((one) => ({ id: one.id, name: one.name, tagline: one.tagline, tags: one.tags }));
        },
      }),
      tool({
        name: 'read_character',
        description: 'A character with its whole sheet: what is known of it, claim by claim.',
        scope: 'characters:read',
        readOnly: true,
        input: { id },
        run: async (ownerId, input) => {
          const { id, name, tags, sheet, sheetVersion } = await characters.view(ownerId, input.id);
          return { id, name, tags, sheetVersion, sheet };
        },
      }),
      tool({
        name: 'create_character',
        description:
          'Makes a character. In the sheet, identity, voice, drives, relationships, timeline, world, limits and examples are lists of claims: each a sentence, or {text, about}. greetings are first messages.',
        scope: 'characters:write',
        readOnly: false,
        input: { name: name.unwrap(), sheet, tags },
        run: async (ownerId, input) => {
          const read = await thread.call('readNewCharacter', bytesOf(input));
          const made = await characters.create(ownerId, { ...read, cause: 'edit' });
          return { id: made, name: read.name };
        },
      }),
      tool({
        name: 'change_character',
        description:
          'Changes a character. Of the sheet only the parts that are named are replaced, each as a whole; the version before stays.',
        scope: 'characters:write',
        readOnly: false,
        input: { id, name, tags, sheet: parts.optional() },
        run: async (ownerId, { id, sheet: named, ...more }) => {
          const before = await characters.view(ownerId, id);
          const change = { ...more, ...(named && { sheet: { ...before.sheet, ...named } }) };
          const read = await thread.call('readChange', bytesOf(change));
          await characters.change(ownerId, id, { ...read, ifMatch: etagOf(before) });
          const { sheetVersion } = await library.summary(ownerId, id);
          return { id, sheetVersion };
        },
      }),
      tool({
        name: 'add_lorebook_entries',
        description:
          'Adds entries to the lorebook of a character, each told when one of its keys is mentioned.',
        scope: 'characters:write',
        readOnly: false,
        input: { id, entries: z.array(lorebookSchema.shape.entries.element).min(1).max(1000) },
        run: async (ownerId, { id, entries }) => {
          await characters.edit(ownerId, id, undefined, (sheet) => withEntries(sheet, entries));
          return { id, added: entries.length };
        },
      }),
    ];
  }
}

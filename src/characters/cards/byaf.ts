/** BYAF: Backyard's archive of characters (`manifest.json`), each with scenarios, lore and pictures. */
import { posix } from 'node:path';
import { pictureOf } from '../../pictures/picture.js';
import { Problem } from '../../contracts/problem.js';
import type { ZipEntries } from '../../files/unzip.js';
import type { Language } from '../../text/search/language.js';
import { withBackyardNames } from '../imports/backyard-names.js';
import { keysOf } from '../imports/foreign-cards.js';
import { asText, isJsonObject, parseForeignJson, textsIn, type JsonObject } from '../imports/foreign-json.js';
import { ImportReport } from '../imports/import-report.js';
import { type ReadCard, readCardObject } from './card.js';

const MANIFEST = 'manifest.json';
const MOST_SCENARIOS = 200;

/** The characters' files in an archive of Backyard; none in any other. */
export async function charactersInByaf(zip: ZipEntries): Promise<string[]> {
  if (!zip.names.includes(MANIFEST) || zip.names.includes('card.json')) return [];
  const { characters } = await objectIn(zip, MANIFEST, new ImportReport());
  return textsIn(characters).filter((path) => zip.names.includes(path));
}

/** @throws Problem card_unreadable, card_too_large, file_broken */
export async function readByaf(
  zip: ZipEntries,
  path: string,
  filename: string,
  language: Language,
): Promise<ReadCard> {
  const report = new ImportReport(language);
  const manifest = await objectIn(zip, MANIFEST, report);
  const character = await objectIn(zip, path, report);
  const scenarios: JsonObject[] = [];
  for (const name of textsIn(manifest.scenarios).slice(0, MOST_SCENARIOS)) {
    try {
      scenarios.push(await objectIn(zip, name, report));
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'archive_unsafe') throw error;
      report.add(
        'A scenario of this archive cannot be read and was left out.',
        '压缩包里有一个场景读不出来，没有读入。',
      );
    }
  }
  const read = readCardObject(cardOf(manifest, character, scenarios), filename, report);
  const [avatar, ...others] = await picturesOf(zip, character, posix.dirname(path));
  const assets = others.map(({ ext, bytes }, n) => ({ name: `assets/other/images/${n + 1}.${ext}`, bytes }));
  return { ...read, ...(avatar && { avatar }), assets };
}

async function objectIn(zip: ZipEntries, name: string, report: ImportReport): Promise<JsonObject> {
  const value = parseForeignJson(await zip.read(name), report);
  if (isJsonObject(value)) return value;
  throw new Problem(
    'card_unreadable',
    'There is no character card here: a file of this archive is no object.',
  );
}

function cardOf(manifest: JsonObject, character: JsonObject, scenarios: readonly JsonObject[]): JsonObject {
  const first = scenarios[0] ?? {};
  const author = isJsonObject(manifest.author) ? manifest.author : {};
  const greetings = scenarios
    .map(({ firstMessages }) => messagesIn(firstMessages)[0] ?? '')
    .filter((greeting) => greeting.trim() !== '');
  const lore = Array.isArray(character.loreItems) ? character.loreItems.filter(isJsonObject) : [];
  return {
    spec: 'chara_card_v2',
    spec_version: '2.0',
    data: {
      name: asText(character.displayName) || asText(character.name),
      description: macros(character.persona),
      personality: '',
      scenario: macros(first.narrative),
      first_mes: greetings[0] ?? '',
      alternate_greetings: greetings.slice(1),
      mes_example: messagesIn(first.exampleMessages)
        .map((text) => `<START>\n${text}`)
        .join('\n'),
      system_prompt: macros(first.formattingInstructions),
      post_history_instructions: '',
      creator: asText(author.name),
      creator_notes: asText(author.backyardURL),
      tags: [],
      extensions: {},
      ...(lore.length && {
        character_book: {
          entries: lore.map(({ key, value }, n) => ({
            keys: keysOf(macros(key)),
            content: macros(value),
            enabled: true,
            insertion_order: n,
            extensions: {},
          })),
        },
      }),
    },
  };
}

function messagesIn(list: unknown): string[] {
  return (Array.isArray(list) ? list : []).filter(isJsonObject).map(({ text }) => macros(text));
}

function macros(value: JsonObject[string] | undefined): string {
  return withBackyardNames(asText(value), '{{user}}', '{{char}}');
}

async function picturesOf(
  zip: ZipEntries,
  character: JsonObject,
  folder: string,
): Promise<NonNullable<ReturnType<typeof pictureOf>>[]> {
  const images = Array.isArray(character.images) ? character.images.filter(isJsonObject) : [];
  const names = new Set(images.map((image) => posix.join(folder, asText(image.path))));
  const pictures = [];
  for (const name of names) {
    const picture = zip.names.includes(name) ? pictureOf(await zip.read(name)) : undefined;
    if (picture) pictures.push(picture);
  }
  return pictures;
}

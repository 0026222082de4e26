import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { readCardFile } from '../../dist/src/characters/cards/card-file.js';
import { writeCard } from '../../dist/src/characters/cards/card.js';
import { writeCharx } from '../../dist/src/characters/cards/charx.js';
import { completeLorebook } from '../../dist/src/characters/lorebook/lorebook.js';
import { writePngCard } from '../../dist/src/characters/cards/png-card.js';
import { toTavern } from '../../dist/src/characters/lorebook/world-info.js';
import { readHistory } from '../../dist/src/sessions/messages/history-file.js';
import { tavernHeader, tavernLine } from '../../dist/src/sessions/messages/histories/tavern-chat.js';

const DATA = fileURLToPath(new URL('../../../shared/data/cards', import.meta.url));

/** Every card and chat of the data in, out in every form, and in again: how many say the same then. */
export async function measureCards() {
  const row = { title: 'Cards and chats equal after import → export → import', limit: 'all that there are' };
  if (!existsSync(DATA))
    return { ...row, cases: [{ name: 'all', skipped: 'skipped: no ../shared/data/cards' }] };
  const files = ['json', 'png', 'other', 'chats'].flatMap((folder) =>
    existsSync(join(DATA, folder)) ? readdirSync(join(DATA, folder)).map((name) => join(folder, name)) : [],
  );
  const tally = { cards: [], lorebooks: [], chats: [], 'no card, and refused': [] };
  for (const path of files) {
    const bytes = readFileSync(join(DATA, path));
    const kind = path.endsWith('.jsonl') ? 'chats' : path.includes('lorebook') ? 'lorebooks' : 'cards';
    try {
      tally[kind].push((await (kind === 'chats' ? chat : card)(bytes, path)) ? '' : path);
    } catch (error) {
      if (error.code !== 'card_unreadable') throw error;
      // What lies beside the cards is none: it has to be refused.
      const none = path.startsWith('other');
      tally[none ? 'no card, and refused' : kind].push(none ? '' : path);
    }
  }
  const cases = Object.entries(tally).map(([name, results]) => {
    const wrong = results.filter(Boolean);
    const equal = results.length - wrong.length;
    return {
      name: wrong.length ? `${name} (not ${wrong.join(', ')})` : name,
      measured: String(equal),
      limit: String(results.length),
      ratio: results.length ? (equal / results.length).toFixed(2) : '–',
      target: '1.00',
    };
  });
  return { ...row, cases };
}

async function card(bytes, path) {
  const first = await readCardFile(bytes, path);
  const { v2, v3 } = writeCard(first);
  const ways = [
    Buffer.from(JSON.stringify(v3)),
    Buffer.from(JSON.stringify(v2)),
    writePngCard(first, first.avatar?.bytes, first.assets),
    await writeCharx(first, first.assets, first.avatar?.bytes),
  ];
  if (path.includes('lorebook')) {
    ways.push(Buffer.from(JSON.stringify(toTavern(completeLorebook(first.sheet.lorebook)))));
    const source = JSON.parse(bytes.toString());
    if (!holds(toTavern(completeLorebook(first.sheet.lorebook)), source)) return false;
  }
  for (const way of ways) {
    const again = await readCardFile(way, path);
    if (!isDeepStrictEqual(again.sheet, first.sheet) || again.name !== first.name) return false;
    if (!holds(fieldsOf(again.card), fieldsOf(first.card))) return false;
    if (first.avatar && again.avatar && !Buffer.from(first.avatar.bytes).equals(again.avatar.bytes))
      return false;
  }
  return true;
}

/** A card's fields, but for the pictures that it names, which an archive names otherwise. */
function fieldsOf(card) {
  const { assets: _, ...data } = card.data ?? card;
  return data;
}

/** Whether all that is in `less` is in `more`, too. */
function holds(more, less) {
  if (typeof less !== 'object' || less === null) return isDeepStrictEqual(more, less);
  if (Array.isArray(less) && less.length !== more?.length) return false;
  return Object.entries(less).every(([key, value]) => holds(more?.[key], value));
}

function chat(bytes) {
  const first = readHistory(bytes.toString());
  const again = readHistory(written(first));
  return (
    isDeepStrictEqual(told(again), told(first)) &&
    isDeepStrictEqual(again.header, { ...again.header, ...first.header })
  );
}

function written({ messages, header }) {
  const at = new Date('2026-01-01T00:00:00Z');
  const lines = messages.map(({ role, speaker, versions, chosen }) =>
    tavernLine(
      versions.map((version, n) => ({
        role,
        speaker,
        content: version.content,
        chosen: n === chosen,
        createdAt: version.at ?? at,
        extras: version.extras,
      })),
    ),
  );
  const head = tavernHeader({ user: 'You', character: 'Mara', createdAt: at, extras: header });
  return [head, ...lines].map((line) => JSON.stringify(line)).join('\n');
}

/** What was said, with what a line has besides; a date that was none is none. */
function told({ messages }) {
  return messages.map(({ role, speaker, versions, chosen }) => ({
    role,
    speaker,
    chosen,
    versions: versions.map(({ content, extras }) => ({ content, extra: extras?.line?.extra ?? {} })),
  }));
}
